"""What waits for a gateway can be sent with the centre's phone instead."""

import pytest

from app.domain.audit import AuditAction
from app.domain.message import Message, MessageState
from app.usecases.actor import SERVICE
from app.usecases.leave_to_hand import LeaveToHand, leave_to_hand
from app.usecases.take_message import TakeMessage, take_message
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import a_message


def message_in(desk: Desk, state: MessageState) -> Message:
    message = a_message(desk.has_claimed().case_id, state=state, leaves_at=desk.clock.now())
    desk.unit.messages.messages[message.message_id] = message
    return message


def test_a_person_takes_it_and_no_gateway_gets_it(desk: Desk) -> None:
    message = message_in(desk, MessageState.QUEUED)
    left = leave_to_hand(LeaveToHand(AN, message.message_id), desk.unit, desk.clock)
    assert (left.state, left.leaves_at) == (MessageState.BY_HAND, None)
    assert desk.record(message.case_id, AuditAction.SMS_LEFT_TO_PEOPLE).actor == AN.account_id
    with desk.refuses("not_queued"):
        take_message(TakeMessage(SERVICE, message.message_id), desk.unit, desk.clock)


@pytest.mark.parametrize("state", [one for one in MessageState if one is not MessageState.QUEUED])
def test_only_what_has_not_left_can_be_taken(desk: Desk, state: MessageState) -> None:
    message = message_in(desk, state)
    with desk.refuses("already_left"):
        leave_to_hand(LeaveToHand(AN, message.message_id), desk.unit, desk.clock)


def test_only_the_holder_takes_it(desk: Desk) -> None:
    message = message_in(desk, MessageState.QUEUED)
    with desk.refuses("not_yours"):
        leave_to_hand(LeaveToHand(PIET, message.message_id), desk.unit, desk.clock)
