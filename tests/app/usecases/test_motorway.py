"""On a motorway the police send the tower: what comes later orders no truck by itself while that answer stands."""

from app.domain.answer import ON_MOTORWAY
from app.domain.audit import AuditAction
from app.domain.case import TowQuestion
from app.domain.service_order import OrderState
from tests.app.usecases.crashes import Crash, Desk, after
from tests.support.builders import an_answer


def test_a_second_impact_on_a_motorway_orders_no_truck() -> None:
    desk, first = Desk(), Crash(peak_g=6.3)
    opened = desk.opens(first)
    desk.order_became(OrderState.CANCELLED)
    desk.unit.answers.answers[opened.case_id, ON_MOTORWAY] = an_answer(opened.case_id, ON_MOTORWAY, True)
    case = desk.opens(after(first))
    assert (case.case_id, case.tow_question) == (opened.case_id, TowQuestion.NO)
    assert [order.state for order in desk.orders()] == [OrderState.CANCELLED]
    assert desk.actions(case).count(AuditAction.TOW_ORDERED) == 1


def test_elsewhere_it_orders_one() -> None:
    desk, first = Desk(), Crash(peak_g=6.3)
    opened = desk.opens(first)
    desk.order_became(OrderState.CANCELLED)
    desk.unit.answers.answers[opened.case_id, ON_MOTORWAY] = an_answer(opened.case_id, ON_MOTORWAY, False)
    desk.opens(after(first))
    assert [order.state for order in desk.orders()] == [OrderState.CANCELLED, OrderState.BY_HAND]
