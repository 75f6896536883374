"""Take a case."""

from dataclasses import dataclass

from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """Take a case, seen at this version."""

    actor: Actor
    case_id: CaseId
    version: int


def claim_case(command: ClaimCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Give the case to the actor. Claiming what one holds already changes nothing.

    Raises:
        Conflict: ``closed``, ``already_claimed`` (name, desk, since), ``changed``.
    """
    raise NotImplementedError
