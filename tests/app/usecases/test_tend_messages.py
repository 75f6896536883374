"""No SMS waits for a gateway that is gone, and none beyond its time."""

from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.message import Message, MessageState, Template
from app.usecases.tend_messages import SILENT_FOR, TendMessages, tend_messages
from tests.app.usecases.people import Desk
from tests.support.builders import a_message

A_MOMENT = timedelta(seconds=1)


def queued(desk: Desk, **changes: object) -> Message:
    known: dict[str, object] = {"state": MessageState.QUEUED, "leaves_at": desk.clock.now()}
    message = a_message(desk.has_claimed().case_id, **{**known, **changes})
    desk.unit.messages.messages[message.message_id] = message
    return message


def test_without_a_gateway_it_becomes_work_for_a_person(desk: Desk) -> None:
    message = queued(desk, expires_at=desk.clock.now() + A_MOMENT)
    assert tend_messages(TendMessages(is_automatic=False), desk.unit, desk.clock) == 1
    now = desk.unit.messages.get(message.message_id)
    assert (now.state, now.leaves_at, now.expires_at) == (MessageState.BY_HAND, None, None)
    desk.record(message.case_id, AuditAction.SMS_LEFT_TO_PEOPLE)
    desk.unit.check_audited()


@pytest.mark.parametrize("is_automatic", [True, False])
def test_what_is_too_late_expires_also_while_the_gateway_is_away(desk: Desk, is_automatic: bool) -> None:
    message = queued(desk, expires_at=desk.clock.now())
    tend_messages(TendMessages(is_automatic), desk.unit, desk.clock)
    assert desk.unit.messages.get(message.message_id).state is MessageState.EXPIRED
    desk.record(message.case_id, AuditAction.SMS_EXPIRED)


def test_what_waits_for_a_gateway_that_is_set_goes_on_waiting(desk: Desk) -> None:
    queued(desk, expires_at=desk.clock.now() + A_MOMENT)
    queued(desk)
    with desk.changes_nothing():
        assert tend_messages(TendMessages(is_automatic=True), desk.unit, desk.clock) == 0


@pytest.mark.parametrize("is_automatic", [True, False])
def test_whoever_would_send_we_have_your_signal_by_hand_calls_instead(desk: Desk, is_automatic: bool) -> None:
    message = queued(desk, template=Template.WE_HAVE_YOUR_SIGNAL)
    tend_messages(TendMessages(is_automatic, left_by=desk.clock.now()), desk.unit, desk.clock)
    assert desk.unit.messages.get(message.message_id).state is MessageState.CANCELLED
    assert desk.record(message.case_id, AuditAction.SMS_CANCELLED).facts["why"] == "gateway_down"


def test_what_a_stopped_gateway_left_half_sent_was_perhaps_sent(desk: Desk) -> None:
    old = queued(desk, state=MessageState.SENDING, copies=1, changed_at=desk.clock.now() - SILENT_FOR)
    new = queued(desk, state=MessageState.SENDING, copies=1, changed_at=desk.clock.now())
    assert tend_messages(TendMessages(is_automatic=False), desk.unit, desk.clock) == 1
    assert desk.unit.messages.get(old.message_id).state is MessageState.UNKNOWN
    assert desk.unit.messages.get(new.message_id).state is MessageState.SENDING
