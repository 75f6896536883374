"""Answer "Send tow?" with no."""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.case import Case, TowQuestion
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_holder
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DeclineTow:
    """Send no tow truck. ``reason`` empty = not said."""

    actor: Actor
    case_id: CaseId
    reason: str = ""


def decline_tow(command: DeclineTow, uow: UnitOfWork, clock: Clock) -> Case:
    """Keep that a person decided against a tow.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``tow_running``, ``changed`` (nobody asks).
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    if uow.orders.running_for_box(case.imei):
        raise Conflict("tow_running")
    if case.tow_question is not TowQuestion.OPEN:
        raise Conflict("changed")
    answered = replace(case, tow_question=TowQuestion.NO)
    reason = command.reason.strip()
    entry = Entry(AuditAction.TOW_DECLINED, {}, {"reason": reason} if reason else {})
    return save_case(uow, answered, command.actor, clock.now(), entry)
