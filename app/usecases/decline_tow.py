"""Answer "Send tow?" with no."""

from dataclasses import dataclass

from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DeclineTow:
    """Send no tow truck."""

    actor: Actor
    case_id: CaseId


def decline_tow(command: DeclineTow, uow: UnitOfWork, clock: Clock) -> Case:
    """Keep that a person decided against a tow.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``tow_running``, ``changed`` (nobody asks).
    """
    raise NotImplementedError
