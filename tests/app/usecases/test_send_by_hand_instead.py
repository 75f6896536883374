"""A queued SMS is sent by the gateway or by a person, never by both; what waits too long is left to people."""

from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.message import Message, MessageState
from app.usecases.actor import SERVICE
from app.usecases.prepare_sms import PrepareSms, SmsChannel, prepare_sms
from app.usecases.send_by_hand_instead import SendByHandInstead, send_by_hand_instead
from app.usecases.take_message import TakeMessage, take_message
from app.usecases.tend_messages import TendMessages, tend_messages
from tests.app.usecases.people import AN, PIET, Desk

GATEWAY = SmsChannel("+3224060000", is_automatic=True, stop_s=10.0)
TEN_SECONDS = timedelta(seconds=10)


@pytest.fixture(name="queued")
def a_queued_sms(desk: Desk) -> Message:
    case = desk.has_claimed()
    return prepare_sms(PrepareSms(AN, case, "+32470123456"), desk.unit, desk.clock.now(), GATEWAY)


def test_what_a_person_took_no_gateway_takes_any_more(desk: Desk, queued: Message) -> None:
    desk.clock.advance(TEN_SECONDS)
    left = send_by_hand_instead(SendByHandInstead(AN, queued.message_id), desk.unit, desk.clock)
    assert (left.state, left.leaves_at) == (MessageState.BY_HAND, None)
    assert send_by_hand_instead(SendByHandInstead(AN, queued.message_id), desk.unit, desk.clock) == left
    assert desk.unit.messages.due(desk.clock.now()) == ()
    with desk.refuses("not_queued"):
        take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)
    record = desk.record(queued.case_id, AuditAction.SMS_LEFT_TO_PEOPLE)
    assert (record.actor, record.facts["why"]) == (AN.account_id, "asked")


def test_what_the_gateway_took_no_person_sends(desk: Desk, queued: Message) -> None:
    desk.clock.advance(TEN_SECONDS)
    take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)
    with desk.refuses("already_left"):
        send_by_hand_instead(SendByHandInstead(AN, queued.message_id), desk.unit, desk.clock)


def test_only_whoever_has_the_case_takes_it(desk: Desk, queued: Message) -> None:
    with desk.refuses("not_yours"):
        send_by_hand_instead(SendByHandInstead(PIET, queued.message_id), desk.unit, desk.clock)


def test_while_the_gateway_is_down_it_waits_and_then_is_work_for_a_person(desk: Desk, queued: Message) -> None:
    desk.clock.advance(TEN_SECONDS + timedelta(seconds=60))
    early = TendMessages(is_automatic=True, left_by=desk.clock.now() - timedelta(seconds=61))
    assert tend_messages(early, desk.unit, desk.clock) == 0
    late = TendMessages(is_automatic=True, left_by=desk.clock.now() - timedelta(seconds=60))
    assert tend_messages(late, desk.unit, desk.clock) == 1
    left = desk.unit.messages.get(queued.message_id)
    assert (left.state, left.leaves_at) == (MessageState.BY_HAND, None)
    assert desk.record(queued.case_id, AuditAction.SMS_LEFT_TO_PEOPLE).facts["why"] == "gateway_down"
    with desk.refuses("not_queued"):  # the gateway is back: a person may be sending it
        take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)


def test_a_gateway_that_answers_keeps_what_waits(desk: Desk, queued: Message) -> None:
    desk.clock.advance(timedelta(minutes=10))
    assert tend_messages(TendMessages(is_automatic=True), desk.unit, desk.clock) == 0
    assert desk.unit.messages.get(queued.message_id).state is MessageState.QUEUED
