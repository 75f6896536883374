"""A person sends a truck, and one car never gets two."""

import pytest

from app.domain.audit import AuditAction
from app.domain.case import Hold, TowQuestion
from app.domain.ids import Imei
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.order_tow import OrderTow, order_tow
from tests.app.usecases.people import AN, Desk
from tests.support.builders import an_order

RUNNING = [one for one in OrderState if one.is_running]
OVER = [one for one in OrderState if not one.is_running]


@pytest.mark.parametrize("question", list(TowQuestion))
def test_a_persons_order_is_to_be_phoned_and_answers_the_question(desk: Desk, question: TowQuestion) -> None:
    case = desk.has_claimed(tow_question=question, holds=(Hold.LATE,))
    order = order_tow(OrderTow(AN, case.case_id), desk.unit, desk.clock)
    assert len(order.order_id) == 32
    assert order == ServiceOrder(
        order_id=order.order_id,
        case_id=case.case_id,
        kind=ServiceKind.TOW,
        state=OrderState.BY_HAND,
        automatic=False,
        road_known=False,
        provider="",
        eta_at=None,
        ordered_at=desk.clock.now(),
        changed_at=desk.clock.now(),
    )
    assert desk.unit.orders.get(order.order_id) == order
    assert desk.case(case.case_id).tow_question is TowQuestion.YES
    assert desk.acted(case, AuditAction.TOW_ORDERED).facts == {"order_id": order.order_id, "automatic": "no"}


@pytest.mark.parametrize("state", RUNNING)
def test_a_running_order_of_this_or_an_older_case_is_the_order(desk: Desk, state: OrderState) -> None:
    case, older = desk.has_claimed(), desk.has()
    order = an_order(older.case_id, state=state)
    desk.unit.orders.orders[order.order_id] = order
    with desk.refuses("tow_running"):
        order_tow(OrderTow(AN, case.case_id), desk.unit, desk.clock)


@pytest.mark.parametrize("state", OVER)
def test_after_an_order_that_is_over_there_may_be_another(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    earlier = an_order(case.case_id, state=state)
    desk.unit.orders.orders[earlier.order_id] = earlier
    assert order_tow(OrderTow(AN, case.case_id), desk.unit, desk.clock).state is OrderState.BY_HAND


def test_the_truck_of_another_car_is_another_truck(desk: Desk) -> None:
    case, other = desk.has_claimed(), desk.has(imei=Imei("356093070000022"))
    order = an_order(other.case_id)
    desk.unit.orders.orders[order.order_id] = order
    assert order_tow(OrderTow(AN, case.case_id), desk.unit, desk.clock).case_id == case.case_id
