"""Tell the desks that the time of a promise has come.

Like a claim that becomes stale (``announce_silence``) it follows from the clock alone: nothing is stored but the event
that lets every desk read the row again, with what is NEXT in it. That it was late is written down when it is kept.
"""

from collections.abc import Set
from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AnnounceOverdue:
    """A promise of each of these cases is due."""

    case_ids: Set[CaseId]


def announce_overdue(command: AnnounceOverdue, uow: UnitOfWork, clock: Clock) -> None:
    """Tell the desks to look at these cases again."""
    now = clock.now()
    for case_id in sorted(command.case_ids):
        uow.events.append(Event(EventKind.CASE_CHANGED, now, case_id=case_id))
