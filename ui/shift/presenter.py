"""Between a person whose shift ends and the colleague who takes over, each at his own desk.

Nothing here moves a case by itself: it is offered, and stays where it is until the colleague accepts it. What is listed
comes from the queue's own rows, so both desks see the same at the same time.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from app.api.cases import CaseDetail
from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import EventInfo, RefusalInfo, Tick
from app.api.shift import ColleagueInfo, OfferCase
from app.domain.case import CaseState
from app.domain.clock import Clock
from app.domain.ids import AccountId, CaseId
from app.i18n import _, ngettext
from ui.errors import refusal_sentence, unavailable_sentence
from ui.offer import Offer
from ui.ports import LinkState, Reply, ShiftService, Unavailable
from ui.rows import Rows
from ui.session import Me
from ui.shift.state import ShiftState
from ui.shift.words import colleague_words, my_line, offered_line

QUEUE: Final = "queue"
"""Stands among the colleagues: given back, anybody may claim the case."""

Said = Callable[[], str]


class ShiftView(Protocol):
    """The page."""

    def show_state(self, state: ShiftState) -> None:
        """Paint it."""


class CaseOpener(Protocol):
    """The navigator, as far as this page needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class ShiftPresenter:
    """The page of the shift. A ``FeedListener``."""

    def __init__(self, view: ShiftView, me: Me, service: ShiftService, clock: Clock, opener: CaseOpener) -> None:
        self._view = view
        self._me = me
        self._service = service
        self._clock = clock
        self._opener = opener
        self._rows = Rows()
        self._colleagues: tuple[ColleagueInfo, ...] = ()
        self._colleague = ""
        self._said: Said = str
        self._is_trouble = False

    def opened(self) -> None:
        """A person came: see who is there."""
        self._said, self._is_trouble = str, False
        self._service.colleagues(Reply(self._on_colleagues, self._on_refused, self._on_unavailable))
        self.refresh()

    def choose_colleague(self, colleague: str) -> None:
        """A person chose who takes over: an account, or the queue."""
        self._colleague = colleague
        self.refresh()

    def accept(self, place: int) -> None:
        """Take one case that is offered to me."""
        self._accept(self._offered()[place : place + 1])

    def accept_all(self) -> None:
        """Take everything that is offered to me."""
        self._accept(self._offered())

    def decline(self, place: int) -> None:
        """Leave one case where it is."""
        for row in self._offered()[place : place + 1]:
            self._service.decline_case(row.case_id, self._reply(lambda: _("Declined; its holder sees it.")))

    def look(self, place: int) -> None:
        """Look at a case that is offered to me, before I take it."""
        for row in self._offered()[place : place + 1]:
            self._opener.open_case(row.case_id)

    def give(self, place: int) -> None:
        """Offer one case of mine, or give it back to the queue."""
        self._give(self._mine()[place : place + 1])

    def give_all(self) -> None:
        """Offer everything of mine, or give all of it back."""
        self._give(self._mine())

    def keep(self, place: int) -> None:
        """Take an offer back."""
        for row in self._mine()[place : place + 1]:
            self._service.withdraw_offer(row.case_id, self._reply(lambda: _("Not offered any more; it stays yours.")))

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """List anew."""
        self._rows.replace(snapshot)
        self.refresh()

    def on_change(self, event: EventInfo) -> None:
        """List what changed."""
        if self._rows.apply(event):
            self.refresh()

    def on_tick(self, tick: Tick) -> None:
        """Nothing here runs by the clock."""

    def on_link(self, link: LinkState) -> None:
        """The strip says it."""

    def refresh(self) -> None:
        """Paint what is known now; also after a change of language."""
        now, offered, mine = self._clock.now(), self._offered(), self._mine()
        nothing_offered = "" if offered else _("Nothing is offered to you.")
        cannot_give = self._why_not_give(mine)
        is_offering = any(row.offer is not None for row in mine)
        self._view.show_state(
            ShiftState(
                offered=tuple(offered_line(row, row.offer, now) for row in offered if row.offer is not None),
                mine=tuple(my_line(row, now) for row in mine),
                colleagues=self._colleague_choices(),
                colleague=self._colleague,
                accept=Offer(_("Accept"), nothing_offered),
                accept_all=Offer(_("Accept all"), nothing_offered),
                decline=Offer(_("Decline"), nothing_offered),
                look=Offer(_("Look at it"), nothing_offered),
                give=Offer(self._give_words(all_of_it=False), cannot_give),
                give_all=Offer(self._give_words(all_of_it=True), cannot_give),
                keep=Offer(_("Take the offer back"), "" if is_offering else _("You offer nothing.")),
                said=self._said(),
                is_trouble=self._is_trouble,
            )
        )

    def _offered(self) -> Sequence[QueueRow]:
        """Return what is offered to me, what I declined too: I may still take it."""
        me = self._me.account.account_id
        return _sorted(row for row in self._rows.all_rows() if row.offer is not None and row.offer.to_id == me)

    def _mine(self) -> Sequence[QueueRow]:
        return _sorted(row for row in self._rows.all_rows() if self._is_mine(row))

    def _is_mine(self, row: QueueRow) -> bool:
        if row.state is not CaseState.CLOSED:
            return self._me.holds(row)
        return any(one.owner_id == self._me.account.account_id for one in row.promises)

    def _colleague_choices(self) -> tuple[tuple[str, str], ...]:
        people = tuple((one.account_id, colleague_words(one)) for one in self._colleagues)
        return (("", _("choose a colleague")), *people, (QUEUE, _("to the queue: anybody")))

    def _give_words(self, *, all_of_it: bool) -> str:
        if self._colleague == QUEUE:
            return _("Give all to the queue") if all_of_it else _("Give this to the queue")
        return _("Offer all") if all_of_it else _("Offer this one")

    def _why_not_give(self, mine: Sequence[QueueRow]) -> str:
        if not mine:
            return _("You hold no case and promised nothing.")
        return "" if self._colleague else _("Choose a colleague first.")

    def _accept(self, rows: Iterable[QueueRow]) -> None:
        for row in rows:
            self._service.accept_case(row.case_id, self._reply(lambda: _("Accepted: yours from now on.")))

    def _give(self, rows: Sequence[QueueRow]) -> None:
        if not self._colleague:
            return
        if self._colleague == QUEUE:
            self._release([row for row in rows if row.state is not CaseState.CLOSED], len(rows))
            return
        for row in rows:
            command = OfferCase(to=AccountId(self._colleague))
            said = _on_call if row.is_on_call else _offered
            self._service.offer_case(row.case_id, command, self._reply(said))

    def _release(self, still_open: Sequence[QueueRow], wanted: int) -> None:
        for row in still_open:
            self._service.release_case(row.case_id, self._released())
        left = wanted - len(still_open)
        if left:
            text = ngettext(
                "{count} closed case has a promise of yours: only a colleague can take it.",
                "{count} closed cases have promises of yours: only a colleague can take them.",
                left,
            ).format(count=left)
            self._say(lambda: text, is_trouble=True)

    def _released(self) -> Reply[CaseDetail]:
        def done(detail: CaseDetail) -> None:
            del detail  # its event takes it out of "mine"
            self._say(lambda: _("Given to the queue."))

        return Reply(done, self._on_refused, self._on_unavailable)

    def _reply(self, said: Said) -> Reply[None]:
        def done(nothing: None) -> None:
            del nothing
            self._say(said)

        return Reply(done, self._on_refused, self._on_unavailable)

    def _say(self, said: Said, *, is_trouble: bool = False) -> None:
        self._said, self._is_trouble = said, is_trouble
        self.refresh()

    def _on_colleagues(self, colleagues: tuple[ColleagueInfo, ...]) -> None:
        self._colleagues = colleagues
        known = {one.account_id for one in colleagues} | {QUEUE}
        self._colleague = self._colleague if self._colleague in known else ""
        self.refresh()

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._say(lambda: refusal_sentence(refusal), is_trouble=True)

    def _on_unavailable(self, trouble: Unavailable) -> None:
        self._say(lambda: unavailable_sentence(trouble), is_trouble=True)


def _offered() -> str:
    return _("Offered; yours until accepted.")


def _on_call() -> str:
    return _("Offered; a call is still open: say first how it ended, or it cannot be accepted.")


def _sorted(rows: Iterable[QueueRow]) -> Sequence[QueueRow]:
    return sorted(rows, key=lambda row: (row.priority, row.received_at, row.case_id))
