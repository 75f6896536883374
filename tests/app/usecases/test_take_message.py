"""No gateway gets an SMS before the time to stop it is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.case import CaseState
from app.domain.message import Message, MessageState, SentPart
from app.usecases.actor import SERVICE
from app.usecases.cancel_message import CancelMessage, cancel_message
from app.usecases.prepare_sms import PrepareSms, SmsChannel, prepare_sms
from app.usecases.take_message import TakeMessage, take_message
from tests.app.usecases.people import AN, Desk
from tests.support.builders import NOON, a_message

GATEWAY = SmsChannel("+3224060000", is_automatic=True, stop_s=10.0)
A_MOMENT = timedelta(milliseconds=1)
TEN_SECONDS = timedelta(seconds=10)


@pytest.fixture(name="queued")
def a_queued_sms(desk: Desk) -> Message:
    case = desk.has_claimed()
    return prepare_sms(PrepareSms(AN, case, "+32470123456"), desk.unit, desk.clock.now(), GATEWAY)


def test_a_gateway_gets_it_when_its_time_has_come_and_not_before(desk: Desk, queued: Message) -> None:
    assert queued.leaves_at == desk.clock.now() + TEN_SECONDS
    desk.clock.advance(TEN_SECONDS - A_MOMENT)
    assert desk.unit.messages.due(desk.clock.now()) == ()
    with desk.refuses("too_early"):
        take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)
    desk.clock.advance(A_MOMENT)
    assert desk.unit.messages.due(desk.clock.now()) == (queued,)
    taken = take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)
    assert (taken.state, taken.changed_at) == (MessageState.SENDING, desk.clock.now())
    assert desk.unit.messages.due(desk.clock.now()) == ()
    record = desk.record(queued.case_id, AuditAction.SMS_TAKEN)
    assert record.personal == {"number": "+32470123456"}


def test_one_that_was_stopped_never_leaves(desk: Desk, queued: Message) -> None:
    cancel_message(CancelMessage(AN, queued.message_id), desk.unit, desk.clock)
    assert desk.record(queued.case_id, AuditAction.SMS_CANCELLED).actor == AN.account_id
    desk.clock.advance(TEN_SECONDS)
    assert desk.unit.messages.due(desk.clock.now()) == ()
    with desk.refuses("not_queued"):
        take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)


def test_one_that_has_left_cannot_be_stopped_any_more(desk: Desk, queued: Message) -> None:
    desk.clock.advance(TEN_SECONDS)
    take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)
    with desk.refuses("already_left"):
        cancel_message(CancelMessage(AN, queued.message_id), desk.unit, desk.clock)
    with desk.refuses("not_queued"):
        take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)


@pytest.mark.parametrize("state", [one for one in MessageState if one is not MessageState.QUEUED])
def test_only_a_queued_sms_goes_to_a_gateway(desk: Desk, state: MessageState) -> None:
    message = a_message(desk.has_claimed().case_id, state=state)
    desk.unit.messages.messages[message.message_id] = message
    with desk.refuses("not_queued"):
        take_message(TakeMessage(SERVICE, message.message_id), desk.unit, desk.clock)


def test_a_queued_sms_that_names_no_time_stays(desk: Desk) -> None:
    message = a_message(desk.has_claimed().case_id, state=MessageState.QUEUED)
    desk.unit.messages.messages[message.message_id] = message
    assert desk.unit.messages.due(desk.clock.now()) == ()
    with desk.refuses("too_early"):
        take_message(TakeMessage(SERVICE, message.message_id), desk.unit, desk.clock)


def perhaps_sent(desk: Desk, **changes: object) -> Message:
    case = desk.has_claimed(**{key: value for key, value in changes.items() if key in ("state", "driver_reached_at")})
    known: dict[str, object] = {"state": MessageState.UNKNOWN, "leaves_at": desk.clock.now(), "tries": 1, "copies": 1}
    more = {key: value for key, value in changes.items() if key in ("leaves_at", "expires_at")}
    message = a_message(case.case_id, **{**known, **more})
    desk.unit.messages.messages[message.message_id] = message
    return message


def test_what_was_perhaps_sent_is_sent_once_more_as_a_second_copy(desk: Desk) -> None:
    message = perhaps_sent(desk)
    assert desk.unit.messages.due(desk.clock.now()) == (message,)
    taken = take_message(TakeMessage(SERVICE, message.message_id), desk.unit, desk.clock)
    assert (taken.state, taken.tries, taken.copies) == (MessageState.SENDING, 2, 2)
    assert desk.record(message.case_id, AuditAction.SMS_TAKEN).facts["copy"] == "2"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"driver_reached_at": NOON + timedelta(days=1)}, "driver_reached"),
        ({"state": CaseState.CLOSED}, "case_closed"),
        ({"expires_at": NOON}, "expired"),
    ],
)
def test_nobody_is_told_twice_what_nobody_needs_any_more(desk: Desk, changes: dict[str, object], why: str) -> None:
    message = perhaps_sent(desk, **changes)
    taken = take_message(TakeMessage(SERVICE, message.message_id), desk.unit, desk.clock)
    assert (taken.state, taken.leaves_at) == (MessageState.UNKNOWN, None)
    assert desk.record(message.case_id, AuditAction.SMS_NOT_REPEATED).facts["why"] == why
    assert desk.unit.messages.due(desk.clock.now()) == ()


def test_an_operator_may_want_it_not_to_be_sent_again(desk: Desk) -> None:
    message = perhaps_sent(desk)
    parked = cancel_message(CancelMessage(AN, message.message_id), desk.unit, desk.clock)
    assert (parked.state, parked.leaves_at) == (MessageState.UNKNOWN, None)
    assert desk.record(message.case_id, AuditAction.SMS_NOT_REPEATED).facts["why"] == "asked"
    with desk.refuses("already_left"):
        cancel_message(CancelMessage(AN, message.message_id), desk.unit, desk.clock)


def test_what_waited_for_too_long_expires_instead_of_leaving(desk: Desk, queued: Message) -> None:
    desk.clock.advance(timedelta(hours=1))
    taken = take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock)
    assert (taken.state, taken.tries) == (MessageState.EXPIRED, 0)
    desk.record(queued.case_id, AuditAction.SMS_EXPIRED)


@pytest.mark.parametrize(("gateway", "copies"), [("smpp one.example", 1), ("http two.example", 2)])
def test_parts_that_another_gateway_took_are_none_of_this_one(
    desk: Desk, queued: Message, gateway: str, copies: int
) -> None:
    """No handset joins the two, and no centre can say how far such a text got: it is another copy."""
    begun = {"copies": 1, "tries": 1, "gateway": "smpp one.example", "parts": (SentPart(1, 1, 3, "a"),)}
    desk.unit.messages.messages[queued.message_id] = replace(queued, **begun)  # type: ignore[arg-type] # as named
    desk.clock.advance(TEN_SECONDS)
    taken = take_message(TakeMessage(SERVICE, queued.message_id, gateway=gateway), desk.unit, desk.clock)
    assert taken.copies == copies


@pytest.mark.parametrize(("after_s", "state"), [(1, MessageState.CANCELLED), (-1, MessageState.SENDING)])
def test_nobody_is_asked_to_call_back_who_has_spoken_since(
    desk: Desk, queued: Message, after_s: int, state: MessageState
) -> None:
    """One that follows a later call, which was not answered, leaves."""
    reached_at = queued.created_at + timedelta(seconds=after_s)
    desk.unit.cases.cases[queued.case_id] = replace(desk.case(queued.case_id), driver_reached_at=reached_at)
    desk.clock.advance(TEN_SECONDS)
    assert take_message(TakeMessage(SERVICE, queued.message_id), desk.unit, desk.clock).state is state
