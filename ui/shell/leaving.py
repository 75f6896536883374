"""Leaving with cases in hand: asked once, and never does a claim end without a word.

A desk that just went away would leave its drivers to nobody for 45 s, until its claims are seen as stale. Given back,
they wait for everybody at once; kept, they stay this person's, who comes back to them (a restart, a break).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.queue import QueueRow
from app.api.service import RefusalInfo
from app.domain.ids import CaseId
from app.i18n import _, ngettext
from ui.errors import refusal_sentence, unavailable_sentence
from ui.ports import Reply, Unavailable
from ui.rows import Rows
from ui.session import Me

NO_MORE_OURS = ("closed", "not_claimed", "not_yours")
"""Refusals that say that there is nothing to give back."""


@dataclass(frozen=True, slots=True)
class LeaveQuestion:
    """What is asked: the sentence, one line a case, what each answer means."""

    sentence: str
    cases: tuple[str, ...]
    why: str


class LeaveView(Protocol):
    """Where it is asked."""

    def ask(self, question: LeaveQuestion) -> None:
        """Ask; exactly one of ``release_all``, ``keep_all`` and ``back`` of the presenter answers."""


class Releases(Protocol):
    """The service, as far as this needs it."""

    def release_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Give the case back to the queue."""


class LeavingPresenter:
    """Between somebody who wants to leave and what would be left behind."""

    def __init__(self, view: LeaveView, me: Me, rows: Rows, releases: Releases, say: Callable[[str], None]) -> None:
        self._view = view
        self._me = me
        self._rows = rows
        self._releases = releases
        self._say = say
        self._go: Callable[[], None] | None = None
        self._unanswered = 0

    def leave(self, go: Callable[[], None]) -> None:
        """Go, at once with empty hands, or when the question is answered so."""
        mine = self._mine()
        if not mine:
            go()
            return
        self._go = go
        self._view.ask(question(mine))

    def keep_all(self) -> None:
        """Go, and keep the claims: they are this person's until somebody takes them over."""
        self._leave_now()

    def back(self) -> None:
        """Stay."""
        self._go = None

    def release_all(self) -> None:
        """Give every case back, then go; with one that could not be given back, stay and say so."""
        mine = self._mine()
        self._unanswered = len(mine)
        if not mine:
            self._leave_now()
        for row in mine:
            self._releases.release_case(row.case_id, Reply(self._on_released, self._on_refused, self._on_unavailable))

    def _mine(self) -> list[QueueRow]:
        return sorted((row for row in self._rows.open_rows() if self._me.holds(row)), key=lambda row: row.number)

    def _on_released(self, detail: CaseDetail) -> None:
        del detail  # its event takes it out of "mine"
        self._one_less()

    def _on_refused(self, refusal: RefusalInfo) -> None:
        if refusal.code in NO_MORE_OURS:
            self._one_less()
            return
        self._stay(refusal_sentence(refusal))

    def _on_unavailable(self, unavailable: Unavailable) -> None:
        self._stay(unavailable_sentence(unavailable))

    def _one_less(self) -> None:
        self._unanswered -= 1
        if self._unanswered == 0:
            self._leave_now()

    def _stay(self, sentence: str) -> None:
        self._go = None
        self._say(_("Not left: a case could not be given back. {why}").format(why=sentence))

    def _leave_now(self) -> None:
        go, self._go = self._go, None
        if go is not None:
            go()


def question(mine: list[QueueRow]) -> LeaveQuestion:
    """Return what is asked of somebody who holds these cases."""
    sentence = ngettext("You still hold {count} case.", "You still hold {count} cases.", len(mine))
    return LeaveQuestion(
        sentence.format(count=len(mine)),
        tuple("  ".join((row.number, row.plate or _("plate unknown"))) for row in mine),
        _("Given back, others can claim them at once. Kept, they stay yours; after 45 s others see a silent desk."),
    )
