"""Give a case back to the queue."""

from dataclasses import dataclass

from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    """Give a case back."""

    actor: Actor
    case_id: CaseId


def release_case(command: ReleaseCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Let anybody claim the case.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``call_running``.
    """
    raise NotImplementedError
