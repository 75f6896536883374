"""Who needs somebody first: the order of NEXT over all cases, and when a late case rises among the others.

A life is forgotten where a list has a bottom. So NEXT asks every case the same question, not a section of the list:

1. What somebody has to do something for now: a case of this desk that has a step, one that nobody has, one whose desk
   is silent. By priority; within it mine before new ones, because its driver was told that somebody looks after him.
   Only a number that was called before and is called again comes after those whom nobody has called yet.
   A call whose time has not come yet is a countdown, and needs nobody until it has.
2. A late record whose target has not run out yet: what happens now has those seconds first.
3. What only has to be closed.
4. What a closed case left to do by hand.

A late case that nobody claims rises into the waiting ones when its target has run out (15 s for priority 1), after
those of now of the same priority and before all lower ones. Its age decides nothing: a box whose clock was reset dates
a crash of this minute years back.

A later crash of a car whose earlier case somebody holds is offered to that person first, who knows the driver: for
15 s NEXT of the other desks goes to other cases, if there are any. The row is there for everybody, and sounds.
"""

from collections.abc import Mapping
from datetime import datetime

from app.api.queue import ClaimInfo, QueueRow
from app.domain.case import CaseState
from app.domain.clock import age_s
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.domain.verdict import Priority
from ui.session import Me

OFFERED_FIRST_S = 15.0
_NO_HURRY = (NextKind.NOTHING, NextKind.CLOSE)
_CALLED_IN_VAIN = (NextKind.CALL_AGAIN, NextKind.FIND_NUMBER)
_CAN_WAIT = (*_CALLED_IN_VAIN, NextKind.CLOSE)


def first_before(rows: Mapping[CaseId, QueueRow], me: Me, now: datetime, at_hand: QueueRow) -> QueueRow | None:
    """Return the case of the first priority that nobody called yet, if it goes before what is next in the one at hand.

    Where one waits for a first call, a promise of that priority that is overdue goes before that call; nothing else
    that this desk has to do hides it. None = the case at hand goes on.
    """
    others = [row for row in rows.values() if row.case_id != at_hand.case_id and row.priority is Priority.ONE]
    if not any(comes_before(row, at_hand) and _need(row, rows, me, now) is not None for row in others):
        return None
    asking = [row for row in others if comes_before(row, at_hand) or row.next_step.kind is NextKind.KEEP_PROMISE]
    needs = [(need, queue_order(row), row) for row in asking if (need := _need(row, rows, me, now)) is not None]
    return min(needs, key=lambda one: one[:2])[2]


def comes_before(row: QueueRow, at_hand: QueueRow) -> bool:
    """Whether a case of the first priority that nobody called yet goes before what is next in the case at hand."""
    is_uncalled = row.claim is None or row.next_step.kind is NextKind.CALL_DRIVER
    can_wait = at_hand.next_step.kind in _CAN_WAIT and not at_hand.is_on_call
    return can_wait and is_uncalled and row.priority is Priority.ONE and row.state is CaseState.OPEN


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
        return None if row.next_step.kind in _NO_HURRY else (4, 0, 0)
    if row.claim is None:
        return _need_of_waiting(row, rows, me, now)
    if me.holds(row):
        if row.next_step.kind is NextKind.NOTHING or row.next_step.waits(now):
            return None
        place = 3 if row.next_step.kind in _CALLED_IN_VAIN else 1
        return (3, 0, 0) if row.next_step.kind in _NO_HURRY else (1, row.priority, place)
    return (1, row.priority, 4) if row.claim.is_stale else None


def _need_of_waiting(row: QueueRow, rows: Mapping[CaseId, QueueRow], me: Me, now: datetime) -> tuple[int, ...]:
    first = offered_to(row, rows)
    if first is not None and me.is_claim_of(first):
        return (1, row.priority, 0)
    if first is not None and age_s(row.waits_since, now) < OFFERED_FIRST_S:
        return (2, row.priority, 2)
    return (2, row.priority, 2) if stands_below(row, now) else (1, row.priority, 2)
