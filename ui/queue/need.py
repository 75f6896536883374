"""Who needs somebody first: the order of NEXT over all cases, and when a late case rises among the others.

A life is forgotten where a list has a bottom. So NEXT asks every case the same question, not a section of the list, and
there is one ranking, ``TURNS``:

1. A call of this desk that is open: somebody is on the line, in whatever case.
2. The people of a crash, priorities 1 and 2. By priority; within it who is in danger and known to be, then whoever
   nobody has called yet, mine before new ones, because its driver was told that somebody looks after him; then who was
   called in vain, then the cases of a desk that is silent. A call whose time has not come is a countdown, and needs
   nobody until it has.
3. Errands, however high the priority of their case: a truck to phone for, a firm that is silent, what was promised. And
   all of priority 3.
4. A late record whose target has not run out yet: what happens now has those seconds first.
5. What only has to be closed.
6. What a closed case left to do by hand.

The case at hand keeps NEXT for the first three turns of its own: nobody is torn from who is in danger, or from a call
that is about to be made. From there on whoever nobody called yet goes before it, where the ranking says so.

A late case that nobody claims rises into the waiting ones when its target has run out (15 s for priority 1), after
those of now of the same priority and before all lower ones. Its age decides nothing: a box whose clock was reset dates
a crash of this minute years back.

A later crash of a car whose earlier case somebody holds is offered to that person first, who knows the driver: for
15 s NEXT of the other desks goes to other cases, if there are any. The row is there for everybody, and sounds.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum

from app.api.queue import ClaimInfo, QueueRow
from app.domain.case import CaseState
from app.domain.clock import age_s
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.domain.verdict import Priority
from ui.session import Me

OFFERED_FIRST_S = 15.0


class Turn(IntEnum):
    """Whose turn it is among cases of one priority."""

    DANGER = 0
    FIRST_CALL = 1
    CALLED_IN_VAIN = 2
    SILENT_DESK = 3
    ERRAND = 4
    ENDING = 5


TURNS: Mapping[NextKind, Turn] = {
    NextKind.SAY_OUTCOME: Turn.DANGER,
    NextKind.HAND_OVER_112: Turn.DANGER,
    NextKind.CALL_101: Turn.DANGER,
    NextKind.ASK_FIRST_MINUTE: Turn.DANGER,
    NextKind.SEND_SMS_BY_HAND: Turn.DANGER,
    NextKind.CALL_BACK: Turn.DANGER,
    NextKind.ASK_TOW: Turn.FIRST_CALL,
    NextKind.ASK_NEXT_FIRM: Turn.ERRAND,
    NextKind.CALL_DRIVER: Turn.FIRST_CALL,
    NextKind.CLAIM: Turn.FIRST_CALL,
    NextKind.WELFARE_CHECK: Turn.CALLED_IN_VAIN,
    NextKind.CALL_AGAIN: Turn.CALLED_IN_VAIN,
    NextKind.FIND_NUMBER: Turn.CALLED_IN_VAIN,
    NextKind.TAKE_OVER: Turn.SILENT_DESK,
    NextKind.CALL_OFF_TOW: Turn.ERRAND,
    NextKind.PLACE_TOW_BY_HAND: Turn.ERRAND,
    NextKind.PHONE_PARTNER: Turn.ERRAND,
    NextKind.PLACE_ORDER_BY_HAND: Turn.ERRAND,
    NextKind.KEEP_PROMISE: Turn.ERRAND,
    NextKind.GO_THROUGH_SERVICES: Turn.ERRAND,
    NextKind.CLOSE: Turn.ENDING,
    NextKind.NOTHING: Turn.ENDING,
}
"""Every step. ``ASK_TOW`` is one key and stands before the first call of its case; most often nobody called yet."""

_LIVE, _PEOPLE, _ERRANDS, _LATE, _ENDING, _LEFT = range(6)
_MINE, _NEW = range(2)


def first_before(rows: Mapping[CaseId, QueueRow], me: Me, now: datetime, at_hand: QueueRow) -> QueueRow | None:
    """Return the case that nobody called yet, if it goes before what is next in the one at hand; None = none does."""
    others = (row for row in rows.values() if row.case_id != at_hand.case_id and comes_before(row, at_hand))
    needs = [(need, queue_order(row), row) for row in others if (need := _need(row, rows, me, now)) is not None]
    before = [one for one in needs if one[0] < _need_of_mine(at_hand)]
    return min(before, key=lambda one: one[:2])[2] if before else None


def comes_before(row: QueueRow, at_hand: QueueRow) -> bool:
    """Whether nobody called in this case yet, and that goes before what is next in the case at hand."""
    is_uncalled = row.claim is None or row.next_step.kind is NextKind.CALL_DRIVER
    can_wait = TURNS[at_hand.next_step.kind] > Turn.FIRST_CALL and not at_hand.is_on_call
    is_sooner = (*_place(row, Turn.FIRST_CALL), _NEW) < _need_of_mine(at_hand)
    return can_wait and is_uncalled and is_sooner and row.state is CaseState.OPEN


def queue_order(row: QueueRow) -> tuple[object, ...]:
    """Sort key within a section: priority, what is now before what comes late, least time left, oldest.

    Time runs out for the claim until somebody has the case, then for the first promise; a case in which nothing runs
    out stands behind those in which something does.
    """
    runs_out_at = _runs_out_at(row)
    return (
        row.priority,
        row.is_late,
        runs_out_at is None,
        runs_out_at or row.received_at,
        row.received_at,
        row.case_id,
    )


def _runs_out_at(row: QueueRow) -> datetime | None:
    is_waiting = row.claim is None and row.state is CaseState.OPEN
    return row.due_at or (row.target_at if is_waiting else None)


def stands_below(row: QueueRow, now: datetime) -> bool:
    """Whether an unclaimed late case still stands in the section of its own."""
    return row.is_late and now <= row.target_at


def offered_to(row: QueueRow, rows: Mapping[CaseId, QueueRow]) -> ClaimInfo | None:
    """Return who holds the earlier case of the car, while nobody has this one; None = nobody, or a silent desk."""
    earlier = None if row.linked_case_id is None else rows.get(row.linked_case_id)
    if earlier is None or row.claim is not None or row.state is CaseState.CLOSED or earlier.state is CaseState.CLOSED:
        return None
    return None if earlier.claim is None or earlier.claim.is_stale else earlier.claim


def first_in_need(
    rows: Mapping[CaseId, QueueRow], me: Me, now: datetime, *, besides: CaseId | None = None
) -> QueueRow | None:
    """Return the case that needs somebody at this desk first; None = no case needs anybody."""
    needs = [(_need(row, rows, me, now), row) for row in rows.values() if row.case_id != besides]
    asking = [(need, queue_order(row), row) for need, row in needs if need is not None]
    return min(asking, key=lambda one: one[:2])[2] if asking else None


def _need(row: QueueRow, rows: Mapping[CaseId, QueueRow], me: Me, now: datetime) -> tuple[int, ...] | None:
    """How pressing it is, least first; None = it needs nobody here."""
    if row.state is CaseState.CLOSED:
        return None if TURNS[row.next_step.kind] is Turn.ENDING else (_LEFT,)
    if row.claim is None:
        return _need_of_waiting(row, rows, me, now)
    if me.holds(row):
        is_quiet = row.next_step.kind is NextKind.NOTHING or row.next_step.waits(now)
        return None if is_quiet and not row.is_on_call else _need_of_mine(row)
    return (*_place(row, Turn.SILENT_DESK), _NEW) if row.claim.is_stale else None


def _need_of_mine(row: QueueRow) -> tuple[int, ...]:
    if row.is_on_call:
        return (_LIVE, row.priority)
    return (*_place(row, TURNS[row.next_step.kind]), _MINE)


def _need_of_waiting(row: QueueRow, rows: Mapping[CaseId, QueueRow], me: Me, now: datetime) -> tuple[int, ...]:
    first = offered_to(row, rows)
    if first is not None and me.is_claim_of(first):
        return (*_place(row, Turn.FIRST_CALL), -1)
    is_for_another = first is not None and age_s(row.waits_since, now) < OFFERED_FIRST_S
    if is_for_another or stands_below(row, now):
        return (_LATE, row.priority)
    return (*_place(row, Turn.FIRST_CALL), _NEW)


def _place(row: QueueRow, turn: Turn) -> tuple[int, int, int]:
    """The group of a turn in this case, its priority, and the turn."""
    if turn is Turn.ENDING:
        return (_ENDING, row.priority, turn)
    is_of_people = turn < Turn.ERRAND and row.priority is not Priority.THREE
    return (_PEOPLE if is_of_people else _ERRANDS, row.priority, turn)
