"""Change a priority by hand."""

from dataclasses import dataclass

from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.domain.verdict import Priority
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChangePriority:
    """Change the priority, for a reason that is kept."""

    actor: Actor
    case_id: CaseId
    priority: Priority
    reason: str


def change_priority(command: ChangePriority, uow: UnitOfWork, clock: Clock) -> Case:
    """Keep the priority a person gave; a supervisor may without holding the case.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
        Refusal: ``reason_missing``.
    """
    raise NotImplementedError
