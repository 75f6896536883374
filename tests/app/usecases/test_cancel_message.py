"""An SMS is dropped as long as it has not left."""

import pytest

from app.domain.audit import AuditAction
from app.domain.message import MessageState
from app.usecases.cancel_message import CancelMessage, cancel_message
from tests.app.usecases.people import AN, Desk
from tests.support.builders import a_message

NOT_LEFT = (MessageState.BY_HAND, MessageState.QUEUED)


@pytest.mark.parametrize("state", NOT_LEFT)
def test_a_dropped_sms_is_not_sent(desk: Desk, state: MessageState) -> None:
    case = desk.has_claimed()
    message = a_message(case.case_id, state=state)
    desk.unit.messages.messages[message.message_id] = message
    dropped = cancel_message(CancelMessage(AN, message.message_id), desk.unit, desk.clock)
    assert (dropped.state, dropped.changed_at) == (MessageState.CANCELLED, desk.clock.now())
    assert desk.unit.messages.get(message.message_id) == dropped
    record = desk.acted(case, AuditAction.SMS_CANCELLED)
    assert record.facts == {"message_id": message.message_id, "template": "call_us_back"}
    assert record.personal == {"number": "+32470123456"}


@pytest.mark.parametrize("state", [one for one in MessageState if not (one in NOT_LEFT or one.failed)])
def test_what_has_left_is_not_dropped(desk: Desk, state: MessageState) -> None:
    message = a_message(desk.has_claimed().case_id, state=state)
    desk.unit.messages.messages[message.message_id] = message
    with desk.refuses("already_left"):
        cancel_message(CancelMessage(AN, message.message_id), desk.unit, desk.clock)
