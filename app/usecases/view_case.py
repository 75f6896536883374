"""Open a case: audited like changing it, once a session."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ViewCase:
    """Open a case. ``since``: when the actor's session began."""

    actor: Actor
    case_id: CaseId
    since: datetime


def view_case(command: ViewCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Return the case and write down who looked at it, once a session. No event: nothing changed."""
    raise NotImplementedError
