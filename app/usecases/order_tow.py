"""Order a tow truck because a person decided so."""

from dataclasses import dataclass, replace

from app.domain.answer import ON_MOTORWAY, said
from app.domain.audit import AuditAction
from app.domain.case import TowQuestion
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import CaseId, OrderId, new_id
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, yes_or_no
from app.usecases.holding import require_holder
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderTow:
    """Order a tow truck."""

    actor: Actor
    case_id: CaseId


def order_tow(command: OrderTow, uow: UnitOfWork, clock: Clock) -> ServiceOrder:
    """Place the order, to be phoned by hand, and answer "Send tow?" with yes.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``tow_running``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    if uow.orders.running_for_box(case.imei):
        raise Conflict("tow_running")
    now = clock.now()
    order = ServiceOrder(
        order_id=OrderId(new_id()),
        case_id=case.case_id,
        kind=ServiceKind.TOW,
        state=OrderState.BY_HAND,
        automatic=False,
        road_known=said(uow.answers.of_case(case.case_id), ON_MOTORWAY) is not None,
        provider="",
        eta_at=None,
        ordered_at=now,
        changed_at=now,
    )
    uow.orders.put(order)
    facts = {"order_id": order.order_id, "automatic": yes_or_no(order.automatic)}
    answered = replace(case, tow_question=TowQuestion.YES)
    save_case(uow, answered, command.actor, now, Entry(AuditAction.TOW_ORDERED, facts))
    return order
