"""Tell the desks that cases look different now, because of the time alone.

Two things in a queue row change by themselves: a claim becomes stale or lives again, and the time of a promise comes.
Both follow from what is stored and the clock, so nothing is stored but the event that lets every desk read the row
again: no version (the next command of whoever holds the case would be refused for it), and no entry (a lost link of a
minute is not what happened to the driver; taking over is, and its entry says whether the desk was silent; that a
promise was late is written down when it is kept).
"""

from collections.abc import Set
from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AnnounceByClock:
    """These cases look different now."""

    case_ids: Set[CaseId]


def announce_by_clock(command: AnnounceByClock, uow: UnitOfWork, clock: Clock) -> None:
    """Tell the desks to look at these cases again."""
    now = clock.now()
    for case_id in sorted(command.case_ids):
        uow.events.append(Event(EventKind.CASE_CHANGED, now, case_id=case_id))
