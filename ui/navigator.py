"""Which case is on the screen, and the newest that is known of it.

The case, impact, timeline, contact and NEXT screens all show the same case. They never read it themselves: the
navigator reads it once and tells them all, so that two panels can never show two versions. It opens a case only
because a person asked; an event about another case changes nothing here (the open case, focus and selection of an
operator never change by themselves).

What a person acts on is told at once: head, queue, first minute, contact, NEXT and everything NEXT asks. Panels that
only show more of the case are told one by one in the turns after it, the newest state only, so that no turn paints
them all. Until then such a panel shows the case it was told last and whatever is pressed in it acts on that one.
"""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, RefusalInfo, Tick
from app.domain.ids import CaseId
from ui.ports import Cancel, CaseReads, LinkState, Reply, Scheduler, Unavailable
from ui.rows import is_news


class CaseListener(Protocol):
    """A screen that shows the open case."""

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this; None = no case is open. May be called again with the same case."""


class CaseTrouble(Protocol):
    """Where the sentence goes when a case cannot be opened (the alert strip)."""

    def refused(self, refusal: RefusalInfo) -> None:
        """It was refused."""

    def unavailable(self, unavailable: Unavailable) -> None:
        """No answer."""


class Navigator:
    """Holds the open case. A ``FeedListener`` too: an event about the open case reads it again."""

    def __init__(self, reads: CaseReads, trouble: CaseTrouble, scheduler: Scheduler | None = None) -> None:
        """``scheduler`` None = everybody is told at once."""
        self._reads = reads
        self._trouble = trouble
        self._scheduler = scheduler
        self._listeners: list[CaseListener] = []
        self._later: list[CaseListener] = []
        self._untold: deque[CaseListener] = deque()
        self._turn: Cancel | None = None
        self._asked: list[Callable[[], None]] = []
        self._left: list[Callable[[], None]] = []
        self._wanted: CaseId | None = None
        self._detail: CaseDetail | None = None

    @property
    def detail(self) -> CaseDetail | None:
        """The open case as last known."""
        return self._detail

    @property
    def case_id(self) -> CaseId | None:
        """The open case, or the one being opened."""
        return self._wanted

    @property
    def is_told(self) -> bool:
        """Whether every screen has been told what is open."""
        return not self._untold

    def add_listener(self, listener: CaseListener, *, later: bool = False) -> None:
        """Tell this screen too, and at once what is open now; ``later``: it only shows, and can wait some turns."""
        (self._later if later else self._listeners).append(listener)
        listener.on_case(self._detail)

    def when_asked(self, act: Callable[[], None]) -> None:
        """Do this whenever a person asks for a case, also for the one that is open already."""
        self._asked.append(act)

    def when_another_is_asked(self, act: Callable[[], None]) -> None:
        """Do this whenever a person asks for a case that is not the open one: each begins in the same way."""
        self._left.append(act)

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it (audited as a view)."""
        for act in self._left if case_id != self._wanted else ():
            act()
        for act in self._asked:
            act()
        self._view(case_id)

    def _view(self, case_id: CaseId) -> None:
        self._wanted = case_id
        self._reads.view_case(case_id, Reply(self.show, self._on_open_refused, self._on_open_unavailable))

    def close(self) -> None:
        """Show no case."""
        self._wanted = None
        self._tell(None)

    def show(self, detail: CaseDetail) -> None:
        """Show what a command or a read answered; an older version or another case changes nothing."""
        if detail.row.case_id != self._wanted:
            return
        if self._is_older(detail):
            return
        self._tell(detail)

    def show_again(self) -> None:
        """Tell every panel again what is open: the language has changed."""
        self._tell(self._detail)

    def on_change(self, event: EventInfo) -> None:
        """Read the open case again when somebody or something changed it."""
        if self._detail is None or event.case_id != self._wanted:
            return
        if event.row is None or is_news(event.row, self._detail.row):
            self._read_again()

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """After an absence the open case is read again, whatever the snapshot says of it."""
        del snapshot
        if self._detail is not None:
            self._read_again()

    def on_tick(self, tick: Tick) -> None:
        """Nothing to do."""

    def on_link(self, link: LinkState) -> None:
        """Nothing to do: a returning link brings events or a snapshot."""

    def _read_again(self) -> None:
        if self._wanted is not None:
            self._reads.read_case(
                self._wanted, Reply(self._show_read, self._on_read_refused, self._trouble.unavailable)
            )

    def _show_read(self, detail: CaseDetail) -> None:
        """Show what was read, unless it says what the answer to a command of this desk has said already."""
        if detail != self._detail:
            self.show(detail)

    def _on_open_refused(self, refusal: RefusalInfo) -> None:
        self._want_what_is_shown()
        self._trouble.refused(refusal)

    def _on_open_unavailable(self, unavailable: Unavailable) -> None:
        self._want_what_is_shown()
        self._trouble.unavailable(unavailable)

    def _want_what_is_shown(self) -> None:
        self._wanted = None if self._detail is None else self._detail.row.case_id

    def _on_read_refused(self, refusal: RefusalInfo) -> None:
        if refusal.code == "view_first" and self._wanted is not None:
            self._view(self._wanted)  # a new session after sign-in: the view is audited anew
            return
        self._trouble.refused(refusal)

    def _is_older(self, detail: CaseDetail) -> bool:
        shown = self._detail
        return shown is not None and shown.row.case_id == detail.row.case_id and detail.row.version < shown.row.version

    def _tell(self, detail: CaseDetail | None) -> None:
        self._detail = detail
        for listener in self._listeners:
            listener.on_case(detail)
        self._untold = deque(self._later)
        if self._scheduler is None:
            while self._untold:
                self._untold.popleft().on_case(detail)
        elif self._turn is None:
            self._turn = self._scheduler.after(0, self._tell_next)

    def _tell_next(self) -> None:
        """Tell the next of the screens that can wait what is open by now."""
        self._turn = None
        if self._untold:
            listener = self._untold.popleft()
            if self._untold and self._scheduler is not None:
                self._turn = self._scheduler.after(0, self._tell_next)
            listener.on_case(self._detail)
