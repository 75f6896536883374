"""A mailbox says that it has an order, or that it never will: the first changes no order, the second lets one phone."""

import pytest

from app.domain.audit import AuditAction
from app.domain.ids import SendingId
from app.domain.sending import Sending, SendingPurpose, SendingState
from app.domain.service_order import OrderState
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.delivery_reports import hear_report
from app.usecases.sending_outcomes import sending_accepted
from tests.app.usecases.people import AN
from tests.app.usecases.test_offer_order import House

FAULT = "5.1.1 the mail came back"


@pytest.fixture(name="house")
def a_house() -> House:
    return House()


def sent(house: House) -> Sending:
    house.offer()
    return house.leave()


def hear(house: House, sending: Sending, fault: str | None) -> bool:
    is_settled = hear_report(sending.sending_id, fault, house.unit, house.clock)
    house.unit.check_audited()
    return is_settled


def test_delivered_is_the_word_of_a_mailbox_and_changes_no_order(house: House) -> None:
    sending, before = sent(house), house.now()
    assert hear(house, sending, None)
    assert house.sendings()[0].state is SendingState.DELIVERED
    assert house.now() == before
    records = [one.record for one in house.unit.audit.of_chain(house.case_.case_id)]
    assert (records[-1].action, records[-1].facts["state"]) == (AuditAction.ORDER_SENT, "delivered")


def test_an_offer_that_comes_back_is_phoned(house: House) -> None:
    sending = sent(house)
    assert hear(house, sending, FAULT)
    assert (house.sendings()[0].state, house.sendings()[0].fault) == (SendingState.FAILED, FAULT)
    assert (house.now().state, house.now().provider) == (OrderState.BY_HAND, house.partner.name)
    assert house.now().offered_at is None
    assert house.record(house.case_.case_id, AuditAction.ORDER_NOT_SENT).facts["fault"] == FAULT


def test_what_was_answered_before_the_report_stands(house: House) -> None:
    sending = sent(house)
    change_order(ChangeOrder(AN, house.order.order_id, OrderState.ACCEPTED), house.unit, house.clock)
    assert hear(house, sending, FAULT)
    assert house.now().state is OrderState.ACCEPTED


def test_a_cancellation_that_comes_back_is_in_the_record_and_still_to_be_confirmed(house: House) -> None:
    sent(house)
    gone = ChangeOrder(AN, house.order.order_id, OrderState.CANCELLED, reason="by bus")
    change_order(gone, house.unit, house.clock)
    cancel = house.leave()
    assert cancel.purpose is SendingPurpose.CANCEL
    assert hear(house, cancel, FAULT)
    assert house.now().state is OrderState.CANCELLED
    assert house.record(house.case_.case_id, AuditAction.ORDER_NOT_SENT).facts["purpose"] == "cancel"
    assert any(one.is_open for one in house.unit.promises.of_case(house.case_.case_id))


def test_a_report_before_its_own_accepted_is_told_again(house: House) -> None:
    house.offer()
    sending = house.leave(accepted=False)
    with house.changes_nothing():
        assert not hear_report(sending.sending_id, None, house.unit, house.clock)
    sending_accepted(sending.sending_id, "250 ok", house.unit, house.clock)
    assert hear(house, sending, None)


def test_twice_and_about_nobody_changes_nothing(house: House) -> None:
    sending = sent(house)
    hear(house, sending, None)
    with house.changes_nothing():
        assert hear_report(sending.sending_id, None, house.unit, house.clock)
        assert hear_report(SendingId("0" * 32), FAULT, house.unit, house.clock)
