"""Tell the desks that a claim became stale, or lives again.

The one thing in a queue row that changes by itself: nobody does anything, a desk only stays silent for too long. The
row follows from the claim and the time, so nothing is stored but the event that lets every desk read it again: no
version (the next command of whoever holds the case would be refused for it), and no entry (a lost link of a minute is
not what happened to the driver; taking over is, and its entry says whether the desk was silent).
"""

from collections.abc import Set
from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AnnounceSilence:
    """The claims of these cases look different now."""

    case_ids: Set[CaseId]


def announce_silence(command: AnnounceSilence, uow: UnitOfWork, clock: Clock) -> None:
    """Tell the desks to look at these cases again."""
    now = clock.now()
    for case_id in sorted(command.case_ids):
        uow.events.append(Event(EventKind.CASE_CHANGED, now, case_id=case_id))
