"""Write down what a provider said.

A truck that was refused, or that came in vain, is one that somebody still waits for: "Send tow?" is open again.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState, TowQuestion
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import OrderId
from app.domain.service_order import OrderState, ServiceOrder, may_become
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_finisher
from app.usecases.reasons import require_reason
from app.usecases.unit_of_work import UnitOfWork

_FAILED: Final = frozenset({OrderState.REFUSED, OrderState.UNSUCCESSFUL})


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """The order goes to this state. Empty or None keeps what is known."""

    actor: Actor
    order_id: OrderId
    state: OrderState
    provider: str = ""
    eta_at: datetime | None = None
    reason: str = ""


def change_order(command: ChangeOrder, uow: UnitOfWork, clock: Clock) -> ServiceOrder:
    """Move the order.

    Raises:
        Conflict: ``wrong_state``, ``not_claimed``, ``not_yours``.
        Refusal: ``reason_missing``: a person cancels a truck for a reason.
    """
    order = uow.orders.get(command.order_id)
    case = uow.cases.get(order.case_id)
    require_finisher(case, command.actor)
    if not may_become(order.state, command.state):
        raise Conflict("wrong_state")
    if command.state is OrderState.CANCELLED:
        require_reason(command.reason)
    now = clock.now()
    changed = replace(
        order,
        state=command.state,
        provider=command.provider.strip() or order.provider,
        eta_at=command.eta_at or order.eta_at,
        changed_at=now,
    )
    uow.orders.put(changed)
    save_case(uow, _asked_again(case, changed), command.actor, now, _entry(command, order, changed))
    return changed


def _asked_again(case: Case, order: ServiceOrder) -> Case:
    """Return the case asking for another truck when this one will not come; a closed case asks nothing."""
    if order.state not in _FAILED or case.state is CaseState.CLOSED:
        return case
    return replace(case, tow_question=TowQuestion.OPEN)


def _entry(command: ChangeOrder, before: ServiceOrder, after: ServiceOrder) -> Entry:
    facts = {"order_id": after.order_id, "state": after.state, "state_before": before.state, "provider": after.provider}
    if after.eta_at is not None:
        facts["eta_at"] = after.eta_at.isoformat()
    reason = command.reason.strip()
    return Entry(AuditAction.TOW_CHANGED, facts, {"reason": reason} if reason else {})
