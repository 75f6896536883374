"""A call is remembered before anything rings."""

import pytest

from app.domain.audit import AuditAction
from app.domain.contact import CallAttempt, CallOutcome
from app.domain.ids import CallId
from app.usecases.start_call import StartCall, start_call
from tests.app.usecases.people import AN, Desk
from tests.support.builders import A_CONTRACT_ID, a_call


def test_the_attempt_is_stored(desk: Desk) -> None:
    case = desk.has_claimed()
    desk.unit.calls.calls[CallId("older")] = a_call(case.case_id, outcome=CallOutcome.BUSY)
    call = start_call(StartCall(AN, case.case_id, "0470 12 34 56", " Jan Peeters "), desk.unit, desk.clock)
    assert len(call.call_id) == 32
    assert call == CallAttempt(
        call_id=call.call_id,
        case_id=case.case_id,
        account_id=AN.account_id,
        to_e164="+32470123456",
        person="Jan Peeters",
        requested_at=desk.clock.now(),
        answered_at=None,
        ended_at=None,
        outcome=None,
        disposition=None,
        source="operator",
    )
    assert desk.unit.calls.get(call.call_id) == call
    record = desk.acted(case, AuditAction.CALL_REQUESTED)
    assert record.facts == {"call_id": call.call_id, "number_kind": "mobile"}
    assert record.personal == {"person": "Jan Peeters", "number": "+32470123456"}


def test_one_call_at_a_time(desk: Desk) -> None:
    case = desk.has_claimed()
    desk.unit.calls.put(a_call(case.case_id))
    with desk.refuses("call_running"):
        start_call(StartCall(AN, case.case_id, "+32470123456", ""), desk.unit, desk.clock)


def test_a_call_of_another_case_does_not_count(desk: Desk) -> None:
    case, other = desk.has_claimed(), desk.has_claimed()
    desk.unit.calls.calls[CallId("other")] = a_call(other.case_id)
    assert start_call(StartCall(AN, case.case_id, "+32470123456", ""), desk.unit, desk.clock).outcome is None


@pytest.mark.parametrize("number", ["112", "", "Jan", "+32", "+3247012345678901"])
def test_what_is_no_number_is_not_dialled(desk: Desk, number: str) -> None:
    case = desk.has_claimed()
    with desk.refuses("invalid_number"):
        start_call(StartCall(AN, case.case_id, number, ""), desk.unit, desk.clock)


def test_a_typed_number_stays_on_the_case(desk: Desk) -> None:
    before = desk.unit.contracts.find(A_CONTRACT_ID)
    case = desk.has_claimed()
    start_call(StartCall(AN, case.case_id, "0475 99 99 99", ""), desk.unit, desk.clock)
    assert [call.to_e164 for call in desk.unit.calls.of_case(case.case_id)] == ["+32475999999"]
    assert desk.unit.contracts.find(A_CONTRACT_ID) == before
    other = desk.has_claimed()
    assert desk.unit.calls.of_case(other.case_id) == ()
