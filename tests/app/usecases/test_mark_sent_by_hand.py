"""An SMS is ticked by whoever sent it, once."""

import pytest

from app.domain.audit import AuditAction
from app.domain.ids import MessageId
from app.domain.message import MessageState, Receipt, SentPart
from app.usecases.cancel_message import CancelMessage, cancel_message
from app.usecases.mark_sent_by_hand import MarkSentByHand, mark_sent_by_hand
from app.usecases.report_message import KeepReceipts, keep_receipts
from tests.app.usecases.people import AN, Desk
from tests.support.builders import NOON, a_message


def test_a_ticked_sms_was_sent(desk: Desk) -> None:
    case = desk.has_claimed()
    message = a_message(case.case_id)
    desk.unit.messages.messages[message.message_id] = message
    sent = mark_sent_by_hand(MarkSentByHand(AN, message.message_id), desk.unit, desk.clock)
    assert (sent.state, sent.changed_at) == (MessageState.DONE_BY_HAND, desk.clock.now())
    assert desk.unit.messages.get(message.message_id) == sent
    record = desk.acted(case, AuditAction.SMS_SENT_BY_HAND)
    assert record.facts == {"message_id": message.message_id, "template": "call_us_back"}
    assert record.personal == {"number": "+32470123456"}


@pytest.mark.parametrize("state", [one for one in MessageState if not (one is MessageState.BY_HAND or one.failed)])
def test_only_what_waits_for_a_hand_is_ticked(desk: Desk, state: MessageState) -> None:
    message = a_message(desk.has_claimed().case_id, state=state)
    desk.unit.messages.messages[message.message_id] = message
    with desk.refuses("not_by_hand"):
        mark_sent_by_hand(MarkSentByHand(AN, message.message_id), desk.unit, desk.clock)


def test_what_the_gateway_refused_is_sent_by_hand_and_its_late_receipt_changes_nothing(desk: Desk) -> None:
    part = SentPart(1, 1, 1, "abc", MessageState.UNDELIVERED)
    case = desk.has_claimed()
    message = a_message(case.case_id, state=MessageState.UNDELIVERED, gateway="g", parts=(part,))
    desk.unit.messages.put(message)
    mark_sent_by_hand(MarkSentByHand(AN, message.message_id), desk.unit, desk.clock)
    with desk.changes_nothing():
        receipt = Receipt("g", "abc", MessageState.UNDELIVERED, NOON)
        keep_receipts(KeepReceipts((receipt,)), desk.unit, desk.clock)
    assert desk.unit.messages.get(message.message_id).state is MessageState.DONE_BY_HAND


def test_what_failed_may_be_dropped(desk: Desk) -> None:
    message = a_message(desk.has_claimed().case_id, state=MessageState.REJECTED)
    desk.unit.messages.put(message)
    assert cancel_message(CancelMessage(AN, message.message_id), desk.unit, desk.clock).state is MessageState.CANCELLED


def test_no_message_no_tick(desk: Desk) -> None:
    with desk.refuses("not_found"):
        mark_sent_by_hand(MarkSentByHand(AN, MessageId("none")), desk.unit, desk.clock)
