"""What was left to people while the gateway was down goes back to it when a person says so, and leaves at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.message import Message, MessageState
from app.usecases.prepare_sms import PrepareSms, SmsChannel, prepare_sms
from app.usecases.send_by_gateway import SendByGateway, send_by_gateway
from tests.app.usecases.people import AN, PIET, Desk

BY_HAND = SmsChannel("+3224060000")
GATEWAY = replace(BY_HAND, is_automatic=True, valid_s=600.0)


@pytest.fixture(name="left")
def an_sms_left_to_people(desk: Desk) -> Message:
    case = desk.has_claimed()
    return prepare_sms(PrepareSms(AN, case, "+32470123456"), desk.unit, desk.clock.now(), BY_HAND)


def test_it_is_queued_and_leaves_at_once(desk: Desk, left: Message) -> None:
    given = send_by_gateway(SendByGateway(AN, left.message_id, GATEWAY), desk.unit, desk.clock)
    now = desk.clock.now()
    assert (given.state, given.leaves_at, given.expires_at) == (MessageState.QUEUED, now, now + timedelta(minutes=10))
    assert desk.unit.messages.due(now) == (given,)
    assert desk.record(left.case_id, AuditAction.SMS_GIVEN_BACK).actor == AN.account_id
    assert send_by_gateway(SendByGateway(AN, left.message_id, GATEWAY), desk.unit, desk.clock) == given


@pytest.mark.parametrize(
    ("state", "channel", "code"),
    [
        (MessageState.BY_HAND, BY_HAND, "no_gateway"),
        (MessageState.DONE_BY_HAND, GATEWAY, "not_by_hand"),
        (MessageState.UNDELIVERED, GATEWAY, "not_by_hand"),
        (MessageState.CANCELLED, GATEWAY, "not_by_hand"),
    ],
)
def test_what_was_sent_or_cannot_leave_is_not_given(
    desk: Desk, left: Message, state: MessageState, channel: SmsChannel, code: str
) -> None:
    desk.unit.messages.put(replace(left, state=state))
    with desk.refuses(code):
        send_by_gateway(SendByGateway(AN, left.message_id, channel), desk.unit, desk.clock)


def test_only_whoever_holds_the_case_gives_it(desk: Desk, left: Message) -> None:
    with desk.refuses("not_yours"):
        send_by_gateway(SendByGateway(PIET, left.message_id, GATEWAY), desk.unit, desk.clock)
