"""Change a priority by hand.

Holder and supervisor may both do it: whoever decided against a priority that somebody else changed meanwhile is told,
and nothing is changed. The version of the case would be too strict: a box that goes on sending makes new ones.
"""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import CaseId
from app.domain.verdict import Priority
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_writer
from app.usecases.reasons import require_reason
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChangePriority:
    """Change the priority, for a reason that is kept.

    Attributes:
        before: The priority that was decided against; None = whatever it is now.
    """

    actor: Actor
    case_id: CaseId
    priority: Priority
    reason: str
    before: Priority | None = None


def change_priority(command: ChangePriority, uow: UnitOfWork, clock: Clock) -> Case:
    """Keep the priority a person gave; a supervisor may without holding the case.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``changed``.
        Refusal: ``reason_missing``.
    """
    case = uow.cases.get(command.case_id)
    reason = require_reason(command.reason)
    require_writer(case, command.actor)
    if case.priority is command.priority:
        return case
    if command.before not in (None, case.priority):
        raise Conflict("changed")
    facts = {"priority": str(command.priority.value), "before": str(case.priority.value)}
    entry = Entry(AuditAction.PRIORITY_CHANGED, facts, {"reason": reason})
    return save_case(uow, replace(case, priority=command.priority), command.actor, clock.now(), entry)
