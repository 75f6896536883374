"""A text of an operator leaves as it is, at once, to a number that takes one."""

from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.message import MessageState, Template
from app.usecases.prepare_sms import SmsChannel
from app.usecases.write_sms import WriteSms, write_sms
from tests.app.usecases.people import AN, PIET, Desk

NUMBER = "+32470123456"
GATEWAY = SmsChannel("", is_automatic=True)


def test_it_leaves_at_once_and_as_it_is(desk: Desk) -> None:
    case = desk.has_claimed()
    message = write_sms(WriteSms(AN, case.case_id, "0470 12 34 56", " Tot zo ë\n"), desk.unit, desk.clock, GATEWAY)
    assert (message.to_e164, message.text, message.template) == (NUMBER, "Tot zo ë", Template.OPERATORS_TEXT)
    assert (message.state, message.leaves_at) == (MessageState.QUEUED, desk.clock.now())
    assert message.expires_at == desk.clock.now() + timedelta(minutes=45)
    record = desk.acted(case, AuditAction.SMS_PREPARED)
    assert record.personal == {"number": NUMBER, "text": "Tot zo ë"}


def test_without_a_gateway_a_person_sends_it(desk: Desk) -> None:
    case = desk.has_claimed()
    message = write_sms(WriteSms(AN, case.case_id, NUMBER, "Tot zo."), desk.unit, desk.clock, SmsChannel(""))
    assert (message.state, message.leaves_at, message.expires_at) == (MessageState.BY_HAND, None, None)


def test_two_texts_to_one_number_are_two(desk: Desk) -> None:
    case = desk.has_claimed()
    texts = [write_sms(WriteSms(AN, case.case_id, NUMBER, one), desk.unit, desk.clock, GATEWAY) for one in ("a", "b")]
    assert [one.attempt for one in texts] == [1, 2]


@pytest.mark.parametrize(
    ("to", "text", "code"),
    [
        ("nobody", "x", "invalid_number"),
        ("+3216123456", "x", "takes_no_sms"),
        (NUMBER, " \n", "text_missing"),
        (NUMBER, "x" * (6 * 153 + 1), "text_too_long"),
    ],
)
def test_what_cannot_leave_is_refused(desk: Desk, to: str, text: str, code: str) -> None:
    case = desk.has_claimed()
    with desk.refuses(code):
        write_sms(WriteSms(AN, case.case_id, to, text), desk.unit, desk.clock, GATEWAY)


def test_only_the_holder_writes(desk: Desk) -> None:
    case = desk.has_claimed()
    with desk.refuses("not_yours"):
        write_sms(WriteSms(PIET, case.case_id, NUMBER, "x"), desk.unit, desk.clock, GATEWAY)
