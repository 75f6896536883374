"""Coming back: into the case one worked on, and told what was taken from one's hands meanwhile.

A desk that was killed, or a person who signed in again, finds the case that was on the screen and held, with its notes;
nothing else is ever opened without being asked for, and this only into an empty screen. A case that somebody took over
is said in the strip until it was looked at, with the name of who has it now: two people who phone one driver help
nobody.
"""

from collections.abc import Callable, Iterator

from app.api.cases import CaseDetail
from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.case import CaseState
from app.domain.ids import AccountId, CaseId
from ui.navigator import Navigator
from ui.ports import LinkState
from ui.session import Me


class Returning:
    """A ``FeedListener`` and a ``CaseListener``, both after the navigator."""

    def __init__(self, me: Me, navigator: Navigator, changed: Callable[[], None]) -> None:
        self._me = me
        self._navigator = navigator
        self._changed = changed
        self._mine: set[CaseId] = set()
        self._taken: dict[CaseId, QueueRow] = {}
        self._offered: dict[CaseId, AccountId] = {}
        """To whom I offered what I hold."""
        self._accepted: set[CaseId] = set()
        self._remember: Callable[[str], None] = lambda case_id: None  # noqa: ARG005 - nobody listens yet
        self._remembered = ""
        self._to_open = ""
        self._on_screen: CaseId | None = None

    def start(self, case_in_hand: str, remember: Callable[[str], None]) -> None:
        """Open this case with the first snapshot, if it is still there; tell from now on which one is in hand."""
        self._to_open = self._remembered = case_in_hand
        self._remember = remember
        if case_in_hand:
            self._mine.add(CaseId(case_in_hand))

    def taken(self) -> Iterator[QueueRow]:
        """Give the cases that were mine and are somebody else's, and that I have not looked at since."""
        return iter(sorted(self._taken.values(), key=lambda row: row.number))

    def accepted(self) -> frozenset[CaseId]:
        """Return which of those I had offered to whoever has them now: wanted, and nothing to look into."""
        return frozenset(self._accepted & self._taken.keys())

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """See what became of mine; the first one also says whether there is a case to come back to."""
        rows = {row.case_id: row for row in snapshot.rows}
        for row in rows.values():
            self._see(row)
        self._mine &= set(rows)
        self._taken = {case_id: row for case_id, row in self._taken.items() if case_id in rows}
        to_open, self._to_open = rows.get(CaseId(self._to_open)), ""
        if to_open is not None and to_open.state is CaseState.OPEN and self._navigator.case_id is None:
            self._on_screen = to_open.case_id  # to land in it is not to have looked
            self._navigator.open_case(to_open.case_id)
        self._changed()

    def on_change(self, event: EventInfo) -> None:
        """See whether one of mine was taken."""
        if event.row is not None:
            self._see(event.row)
            self._changed()

    def on_tick(self, tick: Tick) -> None:
        """Nothing to do."""

    def on_link(self, link: LinkState) -> None:
        """Nothing to do: what was done meanwhile comes when the link is back."""

    def on_case(self, detail: CaseDetail | None) -> None:
        """Remember the case in hand; one that was opened after it was taken has been looked at."""
        opened = None if detail is None else detail.row.case_id
        if opened is not None and opened != self._on_screen and self._taken.pop(opened, None) is not None:
            self._changed()
        self._on_screen = opened
        in_hand = "" if detail is None or not self._me.holds(detail.row) else detail.row.case_id
        if detail is not None and detail.row.state is CaseState.CLOSED:
            in_hand = ""
        if in_hand != self._remembered and not self._to_open:
            self._remembered = in_hand
            self._remember(in_hand)

    def _see(self, row: QueueRow) -> None:
        is_over = row.state is CaseState.CLOSED or row.claim is None
        if is_over or self._me.holds(row):
            self._taken.pop(row.case_id, None)
            (self._mine.discard if is_over else self._mine.add)(row.case_id)
        elif row.case_id in self._mine:
            self._mine.discard(row.case_id)
            self._taken[row.case_id] = row
            is_wanted = row.claim is not None and self._offered.get(row.case_id) == row.claim.account_id
            (self._accepted.add if is_wanted else self._accepted.discard)(row.case_id)
        self._offered.pop(row.case_id, None)
        if row.offer is not None and self._me.holds(row):
            self._offered[row.case_id] = row.offer.to_id
