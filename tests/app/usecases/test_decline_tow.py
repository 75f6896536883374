""" "Send tow?" is answered with no, as long as somebody asks."""

import pytest

from app.domain.audit import AuditAction
from app.domain.case import TowQuestion
from app.usecases.decline_tow import DeclineTow, decline_tow
from tests.app.usecases.people import AN, Desk
from tests.support.builders import an_order


def test_a_no_is_kept(desk: Desk) -> None:
    case = desk.has_claimed(tow_question=TowQuestion.OPEN)
    answered = decline_tow(DeclineTow(AN, case.case_id), desk.unit, desk.clock)
    assert answered.tow_question is TowQuestion.NO
    record = desk.acted(case, AuditAction.TOW_DECLINED)
    assert (record.facts, record.personal) == ({}, {})


def test_why_is_kept_where_somebody_said_so(desk: Desk) -> None:
    case = desk.has_claimed(tow_question=TowQuestion.OPEN)
    decline_tow(DeclineTow(AN, case.case_id, " the car drives "), desk.unit, desk.clock)
    assert desk.acted(case, AuditAction.TOW_DECLINED).personal == {"reason": "the car drives"}


@pytest.mark.parametrize("question", [one for one in TowQuestion if one is not TowQuestion.OPEN])
def test_what_nobody_asks_is_not_answered(desk: Desk, question: TowQuestion) -> None:
    case = desk.has_claimed(tow_question=question)
    with desk.refuses("changed"):
        decline_tow(DeclineTow(AN, case.case_id), desk.unit, desk.clock)


def test_a_truck_that_was_ordered_is_not_declined(desk: Desk) -> None:
    case = desk.has_claimed(tow_question=TowQuestion.OPEN)
    order = an_order(case.case_id)
    desk.unit.orders.orders[order.order_id] = order
    with desk.refuses("tow_running"):
        decline_tow(DeclineTow(AN, case.case_id), desk.unit, desk.clock)
