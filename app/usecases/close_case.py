"""Close a case with an outcome."""

from dataclasses import dataclass

from app.domain.case import Case, Outcome
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Close a case, seen at this version. ``keep``: ids of orders and messages that go on without it."""

    actor: Actor
    case_id: CaseId
    version: int
    outcome: Outcome
    keep: tuple[str, ...] = ()


def close_case(command: CloseCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Close the case and free its claim; what is named in ``keep`` goes on.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``changed``, ``call_running``,
            ``still_running`` (running, ids).
    """
    raise NotImplementedError
