"""Keeps the waiting list in the order in which people need help.

Knows no Qt: it receives what the service tells and what the operator wants, and hands a complete ``QueueState`` to its
view. Messages may arrive twice or out of order; the case version decides, so the same message applied twice changes
nothing. What arrives never changes the open case or the selection, and what is folded only where a case begins to wait:
it is shown, whatever was folded. And nothing vanishes unseen: a case that somebody closed, or that ended while this
desk was away, stays in the section "closed".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.queue import QueueRow, QueueSnapshot, RejectedRow
from app.api.service import EventInfo, Health, ListenerState, Tick
from app.domain.case import CaseState
from app.domain.clock import Clock, age_s
from app.domain.ids import CaseId, EcallId
from app.domain.next_step import NextKind
from app.i18n import _, language
from ui.actions import ActionId, Actions
from ui.ports import LinkState, Scheduler
from ui.queue.need import first_before, first_in_need, offered_to, queue_order, stands_below
from ui.queue.rows import TITLES, WAITS, case_key, case_line, rejected_line
from ui.queue.state import Head, Hint, Line, QueueState, Row, Section
from ui.rights import why_no_cases
from ui.rows import is_news
from ui.session import Me
from ui.words.times import age_text, since_text

CLOSED_KEPT = 50
KEPT_A_SECOND = 4
"""How often in a second order and words are worked out anew although no row changed: only time changes them."""


class QueueView(Protocol):
    """The list."""

    def show_state(self, state: QueueState) -> None:
        """Paint it."""

    def take_focus(self) -> None:
        """Let the list have the keys: a person moves in it."""


class CaseOpener(Protocol):
    """The navigator, as far as the queue needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class QueuePresenter:
    """Between the service's rows and the list. A ``FeedListener`` and a ``CaseListener``."""

    def __init__(self, view: QueueView, me: Me, opener: CaseOpener, clock: Clock) -> None:
        self._view = view
        self._me = me
        self._opener = opener
        self._clock = clock
        self._rows: dict[CaseId, QueueRow] = {}
        self._gone: dict[CaseId, QueueRow] = {}
        self._rejected: dict[EcallId, RejectedRow] = {}
        self._folded = {Section.REJECTED, Section.CLOSED}
        self._selected = ""
        self._open_case: CaseId | None = None
        self._health: Health | None = None
        self._lost: LinkState | None = None
        self._shown: QueueState | None = None
        self._changes = 0
        self._grouped_for = (-1, 0)
        self._in_groups: dict[Section, list[QueueRow]] = {}
        self._said_for: object = None
        self._said: dict[tuple[CaseId, Section, bool, bool, str], tuple[QueueRow, Row]] = {}
        self._first: dict[CaseId | None, QueueRow | None] = {}

    def connect(self, actions: Actions, scheduler: Scheduler) -> None:
        """Take the actions of the queue, and let the clocks run."""
        actions.connect(ActionId.QUEUE_UP, lambda: self.move(-1))
        actions.connect(ActionId.QUEUE_DOWN, lambda: self.move(1))
        actions.connect(ActionId.OPEN_CASE, self.open_selected)
        scheduler.every(1.0, self.refresh)

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Start again; what was open here and is not in it any more has ended while nobody looked."""
        fresh = {row.case_id: row for row in snapshot.rows}
        for case_id, row in self._rows.items():
            if case_id not in fresh:
                self._gone[case_id] = row
        self._unfold_for(fresh)
        for case_id in fresh:
            self._gone.pop(case_id, None)
        self._rows = fresh
        self._changes += 1
        self._rejected = {row.ecall_id: row for row in snapshot.rejected}
        self.refresh()

    def on_change(self, event: EventInfo) -> None:
        """Take a newer row; an older one, or the same again, changes nothing."""
        if event.rejected is not None:
            self._rejected[event.rejected.ecall_id] = event.rejected
        if event.accepted is not None:
            self._rejected.pop(event.accepted, None)
        row = event.row
        if row is not None and is_news(row, self._rows.get(row.case_id)):
            self._unfold_for({row.case_id: row})
            self._rows[row.case_id] = row
            self._changes += 1
            self._gone.pop(row.case_id, None)
        self.refresh()

    def on_tick(self, tick: Tick) -> None:
        """Know when a box was last heard."""
        self._health = tick.health
        self.refresh()

    def on_link(self, link: LinkState) -> None:
        """Say that nothing here is confirmed any more, or that it is again."""
        self._lost = None if link.alive else link
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Mark the case on the screen, which is the chosen one from then on; a newer row with it counts as news."""
        before, self._open_case = self._open_case, None if detail is None else detail.row.case_id
        if detail is not None and detail.row.case_id != before:
            self._selected = case_key(detail.row.case_id)
        if detail is not None:
            known = self._rows.get(detail.row.case_id)
            if known is not None and known.version < detail.row.version:
                self._rows[detail.row.case_id] = detail.row
                self._changes += 1
        self.refresh()

    def select(self, key: str) -> None:
        """A person chose a row."""
        self._selected = key
        self.refresh()

    def open_row(self, key: str) -> None:
        """A person wants a row on the screen; a rejected event has nothing to open."""
        self.select(key)
        self.open_selected()

    def open_selected(self) -> None:
        """Open the chosen row; the chosen head of a section folds or unfolds."""
        for line in () if self._shown is None else self._shown.lines:
            if line.key != self._selected:
                continue
            if isinstance(line, Head):
                self.toggle(line.section)
            elif isinstance(line, Row) and line.case_id is not None:
                self._opener.open_case(line.case_id)

    def move(self, step: int) -> None:
        """Choose the next row down (1) or up (-1); at the end it stays."""
        keys = [row.key for row in self._visible_rows()]
        if not keys:
            return
        place = keys.index(self._selected) + step if self._selected in keys else 0
        self.select(keys[min(max(place, 0), len(keys) - 1)])
        self._view.take_focus()

    def toggle(self, section: Section) -> None:
        """Fold or unfold a section because a person asked for it."""
        self._folded ^= {section}
        self.refresh()

    def refresh(self) -> None:
        """Paint what is known now, if it looks different."""
        state = QueueState(tuple(self._lines()), self._selected, self._not_confirmed())
        if state != self._shown:
            self._shown = state
            self._view.show_state(state)

    def top_waiting(self) -> QueueRow | None:
        """Return the case that nobody has and that needs somebody first; None = no one waits."""
        grouped = self._grouped()
        return next((row for section in WAITS for row in grouped[section]), None)

    def first_in_need(self, besides: CaseId | None = None) -> QueueRow | None:
        """Return the case that needs this desk first, mine or anybody's; None = none does."""
        self._grouped()
        if besides not in self._first:
            self._first[besides] = first_in_need(self._rows, self._me, self._clock.now(), besides=besides)
        return self._first[besides]

    def first_before(self, at_hand: QueueRow) -> QueueRow | None:
        """Return the case that nobody called yet and that comes before what is next in the one at hand."""
        return first_before(self._rows, self._me, self._clock.now(), at_hand)

    def mine_before(self, row: QueueRow) -> QueueRow | None:
        """Return the earlier case of the same car that this desk has; None = it has none, or it is not open."""
        claim = offered_to(row, self._rows)
        is_mine = claim is not None and self._me.is_claim_of(claim) and row.linked_case_id is not None
        return self._rows[row.linked_case_id] if is_mine and row.linked_case_id is not None else None

    def _unfold_for(self, rows: Mapping[CaseId, QueueRow]) -> None:
        """Show what waits again when a case comes to wait: one stray click on a head hides no crash."""
        for case_id, row in rows.items():
            known = self._rows.get(case_id)
            section = self._section_of(row)
            if section in WAITS and (known is None or self._section_of(known) not in WAITS):
                self._folded.discard(section)

    def _visible_rows(self) -> list[Row]:
        return [] if self._shown is None else [line for line in self._shown.lines if isinstance(line, Row)]

    def _lines(self) -> Iterator[Line]:
        if not self._me.sees_cases:
            yield Hint(why_no_cases(self._me))
            return
        now, grouped = self._clock.now(), self._grouped()
        for section in Section:
            rows = self._section_rows(section, now, grouped)
            if not rows and section not in (Section.WAITING, Section.MINE):
                continue
            folded = section in self._folded
            yield Head(section, TITLES[section](), len(rows), folded)
            if section is Section.WAITING and not rows:
                yield Hint(self._nobody_waits(now, is_late=bool(grouped[Section.LATE])))
            if not folded:
                yield from rows

    def _section_rows(
        self, section: Section, now: datetime, grouped: Mapping[Section, Sequence[QueueRow]]
    ) -> list[Row]:
        if section is Section.REJECTED:
            rejected = sorted(self._rejected.values(), key=lambda row: row.received_at, reverse=True)
            return [rejected_line(row, now) for row in rejected]
        return [self._case_line(row, section, now) for row in grouped[section]]

    def _case_line(self, row: QueueRow, section: Section, now: datetime) -> Row:
        first = offered_to(row, self._rows)
        if first is None:
            offer = ""
        elif self._me.is_claim_of(first):
            offer = _("again: your case")
        else:
            offer = _("first to {name}").format(name=first.name)
        return self._said_line(row, section, now, offer)

    def _said_line(self, row: QueueRow, section: Section, now: datetime, offer: str) -> Row:
        """Return the row as it was worked out a moment ago: a click lets the list look at all of them several times."""
        moment = (_moment(now), language())
        if moment != self._said_for:
            self._said_for, self._said = moment, {}
        is_open = row.case_id == self._open_case
        asked = (row.case_id, section, is_open, now > row.target_at, offer)
        known = self._said.get(asked)
        if known is None or known[0] is not row:
            known = self._said[asked] = row, case_line(row, section, now, is_open=is_open, offer=offer)
        return known[1]

    def _grouped(self) -> dict[Section, list[QueueRow]]:
        """Every case in its section and in its turn.

        Sorted in one go and kept for a moment: at a click every action that becomes possible asks who waits.
        """
        asked = (self._changes, _moment(self._clock.now()))
        if asked != self._grouped_for:
            self._grouped_for, self._in_groups, self._first = asked, self._sorted(), {}
        return self._in_groups

    def _sorted(self) -> dict[Section, list[QueueRow]]:
        grouped: dict[Section, list[QueueRow]] = {section: [] for section in Section}
        for row in sorted(self._rows.values(), key=queue_order):
            grouped[self._section_of(row)].append(row)
        ended = [*grouped[Section.CLOSED], *self._gone.values()]
        grouped[Section.CLOSED] = sorted(ended, key=lambda row: row.attention_at, reverse=True)[:CLOSED_KEPT]
        return grouped

    def _section_of(self, row: QueueRow) -> Section:
        if row.state is CaseState.CLOSED:
            is_silent = row.next_step.kind is NextKind.PHONE_PARTNER
            is_left = row.has_running_tow or row.by_hand or row.promises or is_silent
            return Section.FOLLOW_UP if is_left else Section.CLOSED
        if row.claim is None:
            return Section.LATE if stands_below(row, self._clock.now()) else Section.WAITING
        return Section.MINE if self._me.holds(row) else Section.OTHERS

    def _not_confirmed(self) -> str:
        if self._lost is None:
            return ""
        if self._lost.heard_at is None:
            return _("not confirmed yet")
        return _("not confirmed since {time}").format(time=since_text(self._lost.heard_at, self._clock.now()))

    def _nobody_waits(self, now: datetime, *, is_late: bool) -> str:
        if is_late:
            return _("Only a late record waits, below.")
        if self._lost is not None:
            return _("No one was waiting when the link was lost.")
        return _("No one is waiting. {boxes}").format(boxes=_boxes_text(self._health, now))


def _moment(now: datetime) -> int:
    return int(now.timestamp() * KEPT_A_SECOND)


def _boxes_text(health: Health | None, now: datetime) -> str:
    if health is None:
        return _("Boxes: not known yet.")
    if not health.listeners or any(listener.state is ListenerState.FAILED for listener in health.listeners):
        return _("Boxes cannot reach us.")
    heard_at = health.boxes_heard_at
    if heard_at is None:
        return _("Boxes: listening, nothing received yet.")
    age = age_text(age_s(heard_at, now)).replace(" ", "\u00a0")
    return _("Boxes: last frame {age} ago.").format(age=age)
