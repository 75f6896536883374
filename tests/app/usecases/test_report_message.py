"""What a gateway says of an SMS, in any order, twice, before its time, or never."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import AuditAction
from app.domain.message import Message, MessageState, Receipt, Template
from app.usecases.report_message import (
    HELD_FOR,
    Handed,
    KeepReceipts,
    ReportMessage,
    keep_receipts,
    park_messages,
    report_message,
)
from tests.app.usecases.people import Desk
from tests.support.builders import NOON, a_message

GATEWAY = "smpp smsc.example"
MINUTE = timedelta(minutes=1)


def sending(desk: Desk, template: Template = Template.CALL_US_BACK, **changes: object) -> Message:
    """A message on the wire."""
    known: dict[str, object] = {"state": MessageState.SENDING, "tries": 1, "copies": 1, "template": template}
    message = a_message(desk.has_claimed().case_id, **{**known, **changes})
    desk.unit.messages.messages[message.message_id] = message
    return message


def said(
    message: Message, end: Handed, taken: dict[int, str] | None = None, of: int = 1, **more: object
) -> ReportMessage:
    return ReportMessage(message.message_id, GATEWAY, message.copies, of, taken or {}, end, **more)  # type: ignore[arg-type] # what a test names


def reported(desk: Desk, command: ReportMessage) -> Message:
    return report_message(command, desk.unit, desk.clock, MINUTE)


def receipt(name: str, state: MessageState) -> Receipt:
    return Receipt(GATEWAY, name, state, NOON)


def told(desk: Desk, *receipts: Receipt) -> None:
    keep_receipts(KeepReceipts(receipts), desk.unit, desk.clock)


def now(desk: Desk, message: Message) -> Message:
    return desk.unit.messages.get(message.message_id)


def test_what_was_taken_has_the_name_the_gateway_gave_it(desk: Desk) -> None:
    message = sending(desk)
    done = reported(desk, said(message, Handed.TAKEN, {1: "abc"}))
    assert (done.state, done.parts[0].provider_id, done.gateway) == (MessageState.ACCEPTED, "abc", GATEWAY)
    record = desk.record(message.case_id, AuditAction.SMS_ACCEPTED)
    assert record.facts["provider_ids"] == "abc"
    assert record.personal == {"number": message.to_e164}
    desk.unit.check_audited()


def test_the_same_said_twice_changes_nothing(desk: Desk) -> None:
    message = sending(desk)
    command = said(message, Handed.TAKEN, {1: "abc"})
    reported(desk, command)
    told(desk, receipt("abc", MessageState.DELIVERED))
    with desk.changes_nothing():
        reported(desk, command)
        told(desk, receipt("abc", MessageState.DELIVERED))


@pytest.mark.parametrize("end", [Handed.TRY_LATER, Handed.NOT_LEFT])
def test_what_the_gateway_surely_did_not_take_waits_again(desk: Desk, end: Handed) -> None:
    message = sending(desk, expires_at=NOON + 10 * MINUTE)
    again_at = desk.clock.now() + timedelta(seconds=4)
    done = reported(desk, said(message, end, reason="throttled", again_at=again_at))
    assert (done.state, done.leaves_at, done.reason) == (MessageState.QUEUED, again_at, "throttled")
    assert desk.record(message.case_id, AuditAction.SMS_PUT_BACK).facts["sms_reason"] == "throttled"


def test_what_would_be_too_late_expires_instead(desk: Desk) -> None:
    message = sending(desk, expires_at=desk.clock.now() + timedelta(seconds=3))
    again_at = desk.clock.now() + timedelta(seconds=4)
    assert reported(desk, said(message, Handed.TRY_LATER, again_at=again_at)).state is MessageState.EXPIRED
    desk.record(message.case_id, AuditAction.SMS_EXPIRED)


def test_a_refusal_is_the_last_word(desk: Desk) -> None:
    message = sending(desk)
    done = reported(desk, said(message, Handed.REFUSED, reason="bad_number"))
    assert (done.state, done.reason, done.leaves_at) == (MessageState.REJECTED, "bad_number", None)


@pytest.mark.parametrize("template", Template)
def test_doubt_is_sent_once_more_only_for_a_driver_in_need(desk: Desk, template: Template) -> None:
    message = sending(desk, template)
    done = reported(desk, said(message, Handed.NO_ANSWER))
    again_at = desk.clock.now() + MINUTE if template.kind.is_sent_once_more else None
    assert (done.state, done.leaves_at) == (MessageState.UNKNOWN, again_at)
    desk.record(message.case_id, AuditAction.SMS_UNKNOWN)


def test_a_second_doubt_is_not_a_third_copy(desk: Desk) -> None:
    done = reported(desk, said(sending(desk, copies=2, tries=2), Handed.NO_ANSWER))
    assert (done.state, done.leaves_at) == (MessageState.UNKNOWN, None)


def test_after_a_crash_all_that_was_being_sent_is_in_doubt(desk: Desk) -> None:
    emergency, notice = sending(desk), sending(desk, Template.BATTERY_DROP)
    assert park_messages(desk.unit, desk.clock, MINUTE) == 2
    assert now(desk, emergency).leaves_at == desk.clock.now() + MINUTE
    assert (now(desk, notice).state, now(desk, notice).leaves_at) == (MessageState.UNKNOWN, None)
    assert now(desk, notice).reason == "service_stopped"
    desk.unit.check_audited()


def test_a_late_answer_ends_the_doubt(desk: Desk) -> None:
    message = sending(desk)
    reported(desk, said(message, Handed.NO_ANSWER))
    done = reported(desk, said(message, Handed.NO_ANSWER, {1: "abc"}))
    assert (done.state, done.leaves_at) == (MessageState.ACCEPTED, None)


def test_half_of_a_text_is_doubt_and_its_other_half_may_still_come(desk: Desk) -> None:
    message = sending(desk)
    half = reported(desk, said(message, Handed.NO_ANSWER, {1: "a"}, of=2))
    assert half.state is MessageState.UNKNOWN
    told(desk, receipt("a", MessageState.DELIVERED))
    assert now(desk, message).state is MessageState.UNKNOWN
    reported(desk, said(message, Handed.NO_ANSWER, {2: "b"}, of=2))
    assert now(desk, message).state is MessageState.ACCEPTED
    told(desk, receipt("b", MessageState.DELIVERED))
    assert now(desk, message).state is MessageState.DELIVERED


def test_what_is_said_of_the_first_copy_does_not_end_the_second(desk: Desk) -> None:
    message = sending(desk, copies=2, tries=2)
    first = ReportMessage(message.message_id, GATEWAY, 1, 1, {}, Handed.REFUSED)
    with desk.changes_nothing():
        reported(desk, first)
    assert now(desk, message).state is MessageState.SENDING


def test_a_receipt_before_its_answer_is_held_for_it(desk: Desk) -> None:
    message = sending(desk)
    told(desk, receipt("abc", MessageState.UNDELIVERED), receipt("abc", MessageState.DELIVERED))
    assert reported(desk, said(message, Handed.TAKEN, {1: "abc"})).state is MessageState.DELIVERED
    assert desk.unit.messages.held == {}
    assert desk.record(message.case_id, AuditAction.SMS_DELIVERED).facts["provider_ids"] == "abc"


def test_a_receipt_of_long_ago_is_about_another_text(desk: Desk) -> None:
    message = sending(desk)
    told(desk, receipt("abc", MessageState.DELIVERED))
    desk.clock.advance(HELD_FOR + MINUTE)
    assert reported(desk, said(message, Handed.TAKEN, {1: "abc"})).state is MessageState.ACCEPTED
    told(desk)
    assert desk.unit.messages.held == {}


def test_a_receipt_of_another_gateway_is_about_another_text(desk: Desk) -> None:
    message = sending(desk)
    reported(desk, said(message, Handed.TAKEN, {1: "abc"}))
    told(desk, Receipt("http other.example", "abc", MessageState.DELIVERED, NOON))
    assert now(desk, message).state is MessageState.ACCEPTED


def test_on_its_way_says_nothing_new(desk: Desk) -> None:
    message = sending(desk)
    reported(desk, said(message, Handed.TAKEN, {1: "abc"}))
    with desk.changes_nothing():
        told(desk, receipt("abc", MessageState.ACCEPTED))


def test_no_order_of_answer_and_receipts_makes_another_end(desk: Desk) -> None:
    words = ("answer", MessageState.UNDELIVERED, MessageState.DELIVERED, MessageState.EXPIRED)
    for order in permutations(words):
        message = sending(desk)
        for word in order:
            if isinstance(word, MessageState):
                told(desk, receipt(message.message_id, word))
            else:
                reported(desk, said(message, Handed.TAKEN, {1: message.message_id}))
        assert now(desk, message).state is MessageState.DELIVERED


PIECES = st.lists(st.sampled_from(["answer", "U1", "D1", "D2", "E2", "A1", "R2"]), min_size=1, max_size=9)


@given(PIECES, st.randoms(use_true_random=False))
def test_the_end_depends_on_what_was_said_and_not_on_when(pieces: list[str], shuffled: object) -> None:
    pieces = ["answer", *pieces]
    other = list(pieces)
    shuffled.shuffle(other)  # type: ignore[attr-defined] # a Random
    ends = {_end(order) for order in (pieces, other, pieces + pieces)}
    assert len(ends) == 1


def _end(pieces: list[str]) -> MessageState:
    desk = Desk()
    message = sending(desk)
    states = {"U": MessageState.UNDELIVERED, "D": MessageState.DELIVERED, "E": MessageState.EXPIRED}
    states |= {"A": MessageState.ACCEPTED, "R": MessageState.REJECTED}
    for piece in pieces:
        if piece == "answer":
            reported(desk, said(message, Handed.TAKEN, {1: "1", 2: "2"}, of=2))
        else:
            told(desk, receipt(piece[1], states[piece[0]]))
    return now(desk, message).state
