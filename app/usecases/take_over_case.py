"""Take a case from a silent desk."""

from dataclasses import dataclass

from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeOverCase:
    """Take over a case, for a reason that is kept."""

    actor: Actor
    case_id: CaseId
    reason: str


def take_over_case(command: TakeOverCase, uow: UnitOfWork, clock: Clock, *, stale_s: float) -> Case:
    """Give the case to the actor although somebody holds it: that desk is silent, or the actor is a supervisor.

    Raises:
        Refusal: ``reason_missing``.
        Conflict: ``closed``, ``not_claimed``, ``not_stale`` (name, desk).
    """
    raise NotImplementedError
