"""Who needs somebody first: the order of NEXT over all cases, and when a late case rises among the others.

A life is forgotten where a list has a bottom. So NEXT asks every case the same question, not a section of the list:

1. What somebody has to do something for now: a case of this desk that has a step, one that nobody has, one whose desk
   is silent. By priority; within it mine before new ones, because its driver was told that somebody looks after him.
2. A late record whose target has not run out yet: what happens now has those seconds first.
3. What only has to be closed.
4. What a closed case left to do by hand.

A late case that nobody claims rises into the waiting ones when its target has run out (15 s for priority 1), after
those of now of the same priority and before all lower ones. Its age decides nothing: a box whose clock was reset dates
a crash of this minute years back.
"""

from collections.abc import Iterable
from datetime import datetime

from app.api.queue import QueueRow
from app.domain.case import CaseState
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from ui.session import Me

_NO_HURRY = (NextKind.NOTHING, NextKind.CLOSE)


def queue_order(row: QueueRow) -> tuple[object, ...]:
    """Sort key within a section: priority, what is now before what comes late, least time left, oldest."""
    return (row.priority, row.is_late, row.target_at, row.received_at, row.case_id)


def stands_below(row: QueueRow, now: datetime) -> bool:
    """Whether an unclaimed late case still stands in the section of its own."""
    return row.is_late and now <= row.target_at


def first_in_need(rows: Iterable[QueueRow], me: Me, now: datetime, *, besides: CaseId | None = None) -> QueueRow | None:
    """Return the case that needs somebody at this desk first; None = no case needs anybody."""
    needs = [(_need(row, me, now), row) for row in rows if row.case_id != besides]
    asking = [(need, queue_order(row), row) for need, row in needs if need is not None]
    return min(asking, key=lambda one: one[:2])[2] if asking else None


def _need(row: QueueRow, me: Me, now: datetime) -> tuple[int, ...] | None:
    """How pressing it is, least first; None = it needs nobody here."""
    if row.state is CaseState.CLOSED:
        return None if row.next_step.kind in _NO_HURRY else (4, 0, 0)
    if row.claim is None:
        return (2, row.priority, 1) if stands_below(row, now) else (1, row.priority, 1)
    if me.holds(row):
        if row.next_step.kind is NextKind.NOTHING:
            return None
        return (3, 0, 0) if row.next_step.kind in _NO_HURRY else (1, row.priority, 0)
    return (1, row.priority, 2) if row.claim.is_stale else None
