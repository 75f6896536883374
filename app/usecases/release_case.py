"""Give a case back to the queue."""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.calls import require_no_open_call
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_holder
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
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    require_no_open_call(uow, case.case_id)
    entry = Entry(AuditAction.CASE_RELEASED, {"desk": command.actor.desk})
    return save_case(uow, replace(case, claim=None), command.actor, clock.now(), entry)
