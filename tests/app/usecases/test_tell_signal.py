"""A driver whom nobody helps after a minute is told that his signal came in; claiming the case stops that."""

from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.case import CaseState, Hold
from app.domain.contact import CallPurpose
from app.domain.ids import CaseId, EcallId
from app.domain.message import Message, MessageState, Template
from app.domain.subscription import Language, Person
from app.usecases.actor import SERVICE
from app.usecases.claim_case import ClaimCase, claim_case
from app.usecases.prepare_sms import SmsChannel
from app.usecases.sms_texts import text_of
from app.usecases.take_message import TakeMessage, take_message
from app.usecases.tell_signal import TellSignal, tell_signal
from tests.app.usecases.people import AN, Desk
from tests.support.builders import NOON, a_call, a_claim, a_contract

CHANNEL = SmsChannel("+3224060000", is_automatic=True)
TEN_SECONDS = timedelta(seconds=10)


def waiting(desk: Desk, **changes: object) -> CaseId:
    return desk.has(
        **{"claim": None, "first_claimed_at": None, "driver_reached_at": None, "holds": (), **changes}
    ).case_id


def told(desk: Desk, case_id: CaseId, channel: SmsChannel = CHANNEL) -> Message | None:
    return tell_signal(TellSignal(case_id), desk.unit, desk.clock, channel)


def test_the_driver_is_told_in_his_language_and_may_be_stopped_for_ten_seconds(desk: Desk) -> None:
    case_id = waiting(desk)
    before = desk.case(case_id)
    message = told(desk, case_id)
    assert message is not None
    assert message.text == text_of(Template.WE_HAVE_YOUR_SIGNAL, Language.NL, "+3224060000")
    assert (message.state, message.to_e164) == (MessageState.QUEUED, "+32470123456")
    assert message.leaves_at == desk.clock.now() + TEN_SECONDS
    record = desk.acted(before, AuditAction.SMS_PREPARED)
    assert record.actor == "service"


@pytest.mark.parametrize(
    "changes",
    [
        {"claim": a_claim()},
        {"first_claimed_at": NOON + timedelta(days=1)},
        {"driver_reached_at": NOON + timedelta(days=1)},
        {"is_test": True},
        {"is_late": True},
        {"holds": (Hold.OUTSIDE_BELGIUM,)},
        {"holds": (Hold.PLACE_UNKNOWN,)},
        {"holds": (Hold.CONTRACT_ENDED,)},
        {"state": CaseState.CLOSED},
        {"contract_id": None},
    ],
    ids=str,
)
def test_nobody_is_told_where_no_automatic_step_is_taken(desk: Desk, changes: dict[str, object]) -> None:
    case_id = waiting(desk, **changes)
    with desk.changes_nothing():
        assert told(desk, case_id) is None


def test_nobody_sends_it_by_hand(desk: Desk) -> None:
    assert told(desk, waiting(desk), SmsChannel("+3224060000")) is None


def test_whoever_was_called_needs_no_text(desk: Desk) -> None:
    case_id = waiting(desk)
    call = a_call(case_id, requested_at=NOON + timedelta(minutes=1))
    desk.unit.calls.calls[call.call_id] = call
    assert told(desk, case_id) is None


@pytest.mark.parametrize("purpose", [CallPurpose.PARTNER, CallPurpose.EMERGENCY])
def test_a_call_with_a_firm_or_with_112_is_none_with_the_driver(desk: Desk, purpose: CallPurpose) -> None:
    case_id = waiting(desk)
    call = a_call(case_id, requested_at=NOON + timedelta(minutes=1), purpose=purpose)
    desk.unit.calls.calls[call.call_id] = call
    assert told(desk, case_id) is not None


@pytest.mark.parametrize(
    ("driver", "subscriber", "to"),
    [
        (Person("Jan", Language.FR, "+32470000005"), Person("An", Language.NL, "+32470000006"), "+32470000005"),
        (Person("Jan", Language.FR, "+3216123456", "+32470000005"), Person("An", None, None), "+32470000005"),
        (Person("Jan", Language.FR, "+3216123456"), Person("An", Language.NL, "+32470000006"), None),
        (None, Person("An", Language.NL, "+32470000006"), "+32470000006"),
    ],
    ids=["driver", "second number", "landline", "no driver named"],
)
def test_only_a_mobile_of_the_driver_is_written_to(
    desk: Desk, driver: Person | None, subscriber: Person, to: str | None
) -> None:
    contract = a_contract(driver=driver, subscriber=subscriber)
    desk.unit.contracts.contracts[contract.contract_id] = contract
    message = told(desk, waiting(desk))
    assert (None if message is None else message.to_e164) == to


def test_once_for_every_impact(desk: Desk) -> None:
    case_id = waiting(desk)
    assert told(desk, case_id) is not None
    assert told(desk, case_id) is None
    again = waiting(desk, ecall_ids=(EcallId("1"), EcallId("2")), struck_at=desk.clock.now())
    assert told(desk, again) is not None
    assert told(desk, again) is not None
    assert told(desk, again) is None


def test_claiming_the_case_stops_it(desk: Desk) -> None:
    case_id = waiting(desk)
    message = told(desk, case_id)
    assert message is not None
    claimed = claim_case(ClaimCase(AN, message.case_id), desk.unit, desk.clock)
    assert claimed == desk.case(message.case_id)
    assert desk.unit.messages.get(message.message_id).state is MessageState.CANCELLED
    assert desk.record(message.case_id, AuditAction.SMS_CANCELLED).facts["why"] == "claimed"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"claim": a_claim()}, "claimed"),
        ({"driver_reached_at": NOON + timedelta(days=1)}, "driver_reached"),
        ({"state": CaseState.CLOSED}, "case_closed"),
    ],
)
def test_what_waits_for_a_gateway_is_dropped_when_it_is_not_needed_any_more(
    desk: Desk, changes: dict[str, object], why: str
) -> None:
    message = told(desk, waiting(desk))
    assert message is not None
    case = desk.case(message.case_id)
    desk.unit.cases.cases[case.case_id] = desk.has(**{"case_id": case.case_id, **changes})
    desk.clock.advance(TEN_SECONDS)
    taken = take_message(TakeMessage(SERVICE, message.message_id), desk.unit, desk.clock)
    assert taken.state is MessageState.CANCELLED
    assert desk.record(case.case_id, AuditAction.SMS_CANCELLED).facts["why"] == why
