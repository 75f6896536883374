"""Order a tow truck because a person decided so.

On a Belgian motorway none of ours may come: the police send theirs, and our own fetches the car where that tower put
it. So there an order needs that place, and 101 to have been told before. The drop-off may be typed on any road: the car
is where a person says it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.answer import ON_MOTORWAY, Answer, EmergencyNumber, answer_of, said
from app.domain.audit import AuditAction
from app.domain.case import Case, TowQuestion
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import CaseId, OrderId, new_id
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, yes_or_no
from app.usecases.holding import require_holder
from app.usecases.tow_promises import drop_off_known
from app.usecases.tow_regime import is_police_tow
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderTow:
    """Order a tow truck.

    Attributes:
        pick_up: Where it is fetched; empty = at the place of the case.
        deliver_to: The garage; empty = not said.
    """

    actor: Actor
    case_id: CaseId
    pick_up: str = ""
    deliver_to: str = ""


def order_tow(command: OrderTow, uow: UnitOfWork, clock: Clock) -> ServiceOrder:
    """Place the order, to be phoned by hand, and answer "Send tow?" with yes.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``tow_running``, ``motorway`` (the police tow there),
            ``police_first`` (101 was not told yet).
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    if uow.orders.running_for_box(case.imei):
        raise Conflict("tow_running")
    answers, pick_up = uow.answers.of_case(case.case_id), command.pick_up.strip()
    _require_road(case, answers, pick_up)
    now = clock.now()
    order = ServiceOrder(
        order_id=OrderId(new_id()),
        case_id=case.case_id,
        kind=ServiceKind.TOW,
        state=OrderState.BY_HAND,
        automatic=False,
        road_known=said(answers, ON_MOTORWAY) is not None,
        provider="",
        eta_at=None,
        ordered_at=now,
        changed_at=now,
        pick_up=pick_up,
        deliver_to=command.deliver_to.strip(),
    )
    uow.orders.put(order)
    if pick_up:
        drop_off_known(case.case_id, command.actor, uow, now)
    facts = {"order_id": order.order_id, "automatic": yes_or_no(order.automatic)}
    places = {"pick_up": order.pick_up, "deliver_to": order.deliver_to}
    entry = Entry(AuditAction.TOW_ORDERED, facts, {name: place for name, place in places.items() if place})
    answered = replace(case, tow_question=TowQuestion.YES)
    save_case(uow, answered, command.actor, now, entry)
    return order


def _require_road(case: Case, answers: Sequence[Answer], pick_up: str) -> None:
    if not is_police_tow(case, answers):
        return
    if not pick_up:
        raise Conflict("motorway")
    if answer_of(answers, EmergencyNumber.POLICE_101.fact) is None:
        raise Conflict("police_first")
