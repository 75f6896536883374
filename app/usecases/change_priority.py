"""Change a priority by hand."""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.domain.verdict import Priority
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_writer
from app.usecases.reasons import require_reason
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
    case = uow.cases.get(command.case_id)
    reason = require_reason(command.reason)
    require_writer(case, command.actor)
    if case.priority is command.priority:
        return case
    facts = {"priority": str(command.priority.value), "before": str(case.priority.value)}
    entry = Entry(AuditAction.PRIORITY_CHANGED, facts, {"reason": reason})
    return save_case(uow, replace(case, priority=command.priority), command.actor, clock.now(), entry)
