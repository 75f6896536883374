"""The telephone of a desk, the line of a call, and 112 at a click, over the API of a real service on a real store."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.api.cases import CaseDetail
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.call_event import CallEventKind
from app.domain.contact import CallOutcome, CallPurpose
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.usecases.prepare_sms import SmsChannel
from app.usecases.report_call import ReportCall, report_call
from app.usecases.store import JobUnit
from tests.support.builders import an_audit_record, an_order
from tests.support.house import Desk, FakeTelephony, House, a_house
from tests.support.partners import a_provider

NUMBER = {"e164": "+32470123456", "person": "Jan Peeters"}


@pytest.fixture(name="phone")
def a_phone() -> FakeTelephony:
    return FakeTelephony()


@pytest.fixture(name="house")
async def a_house_with_an_exchange(tmp_path: Path, phone: FakeTelephony) -> AsyncIterator[House]:
    async with a_house(tmp_path, telephony=phone) as house:
        yield house


async def claimed(house: House) -> tuple[Desk, str]:
    case = house.open_case()
    desk, path = house.person(Role.OPERATOR), f"/v1/cases/{case.case_id}"
    await desk.post(f"{path}/views")
    await desk.post(f"{path}/claim")
    return desk, path


def detail(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


def tell(house: House, call_id: str, kind: CallEventKind, outcome: CallOutcome | None = None) -> None:
    report = ReportCall(call_id, kind, "fake", 0.0, outcome)  # type: ignore[arg-type]  # an id of the API is a text
    house.submit(lambda unit: report_call(report, unit, house.clock, SmsChannel("")))


async def test_a_desk_says_which_telephone_stands_there_and_the_audit_keeps_who(house: House) -> None:
    desk = house.person(Role.OPERATOR, at="desk-3")
    assert (await desk.get("/v1/telephone")).json() == {"desk": "desk-3", "endpoint": ""}
    answer = await desk.post("/v1/telephone", {"endpoint": " PJSIP/operator1 "})
    assert answer.json() == {"desk": "desk-3", "endpoint": "PJSIP/operator1"}
    other = house.person(Role.OPERATOR, name="Piet", at="desk-4")
    assert (await other.get("/v1/telephone")).json()["endpoint"] == ""
    entries = house.submit(lambda unit: unit.audit.of_chain("system"))
    [entry] = [one.record for one in entries if one.record.action is AuditAction.DESK_TELEPHONE_SET]
    assert (entry.actor_name, dict(entry.facts)["desk"]) == ("An Vermeulen", "desk-3")


@pytest.mark.parametrize("endpoint", ["PJSIP/trunk/0900123456", "Local/112@out", "PJSIP/a&PJSIP/b", "operator1"])
async def test_a_number_behind_a_trunk_is_no_telephone(house: House, endpoint: str) -> None:
    answer = await house.person(Role.OPERATOR).post("/v1/telephone", {"endpoint": endpoint})
    assert (answer.status_code, answer.json()["code"]) == (422, "no_endpoint")


async def test_every_step_of_the_line_is_in_the_case(house: House, phone: FakeTelephony) -> None:
    desk, path = await claimed(house)
    (call,) = detail(await desk.post(f"{path}/calls", NUMBER)).calls
    assert (call.line, call.is_line_up) == (CallEventKind.REQUESTED, True)
    tell(house, call.call_id, CallEventKind.RINGING)
    tell(house, call.call_id, CallEventKind.ANSWERED)
    case = detail(await desk.post(f"/v1/calls/{call.call_id}/digits", {"digits": "1"}))
    assert (case.calls[0].line, case.row.next_step.kind) == (CallEventKind.ANSWERED, NextKind.SAY_OUTCOME)
    detail(await desk.post(f"/v1/calls/{call.call_id}/hangup"))
    assert (phone.pressed, phone.hung_up) == ([(call.call_id, "1")], [call.call_id])


async def test_a_call_may_be_asked_for_without_the_exchange(house: House, phone: FakeTelephony) -> None:
    desk, path = await claimed(house)
    (call,) = detail(await desk.post(f"{path}/calls", {**NUMBER, "by_hand": True})).calls
    assert (call.line, call.source, phone.dialled) == (None, "operator", [])


async def test_a_lost_call_goes_on_by_hand(house: House) -> None:
    desk, path = await claimed(house)
    (call,) = detail(await desk.post(f"{path}/calls", NUMBER)).calls
    tell(house, call.call_id, CallEventKind.LOST)
    (call,) = detail(await desk.post(f"/v1/calls/{call.call_id}/by-hand")).calls
    assert (call.line, call.is_line_up, call.source) == (CallEventKind.BY_HAND, False, "operator")
    tell(house, call.call_id, CallEventKind.ENDED, CallOutcome.UNKNOWN)
    ended = detail(await desk.post(f"/v1/calls/{call.call_id}/outcome", {"outcome": "busy"}))
    assert ended.calls[0].outcome is CallOutcome.BUSY


async def test_somebody_elses_call_is_not_hung_up(house: House, phone: FakeTelephony) -> None:
    desk, path = await claimed(house)
    (call,) = detail(await desk.post(f"{path}/calls", NUMBER)).calls
    answer = await house.person(Role.OPERATOR, name="Piet", at="desk-4").post(f"/v1/calls/{call.call_id}/hangup")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours")
    assert phone.hung_up == []


async def test_112_rings_at_a_click_and_is_no_attempt_to_reach_anybody(house: House, phone: FakeTelephony) -> None:
    desk, path = await claimed(house)
    before = detail(await desk.get(path))
    case = detail(await desk.post(f"{path}/emergency-calls", {"to": "112"}))
    [call] = case.emergency_calls
    assert (call.e164, call.number_shown, call.purpose) == ("112", "112", CallPurpose.EMERGENCY)
    assert phone.dialled == [(call.call_id, "112")]
    assert case.calls == ()
    assert [rung.person.e164 for rung in case.ladder] == [rung.person.e164 for rung in before.ladder]
    assert case.row.next_step == before.row.next_step
    assert not case.row.is_on_call
    again = detail(await desk.post(f"{path}/calls", NUMBER))
    assert len(again.calls) == 1, "the driver can be called beside it"


async def test_112_needs_an_exchange_and_the_holder(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        desk, path = await claimed(house)
        answer = await desk.post(f"{path}/emergency-calls", {"to": "112"})
        assert (answer.status_code, answer.json()["code"]) == (422, "no_exchange")


async def test_nobody_else_calls_112_for_the_case(house: House, phone: FakeTelephony) -> None:
    _desk, path = await claimed(house)
    other = house.person(Role.OPERATOR, name="Piet", at="desk-4")
    answer = await other.post(f"{path}/emergency-calls", {"to": "101"})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours")
    assert phone.dialled == []


async def test_only_112_and_101_can_be_asked_for(house: House) -> None:
    desk, path = await claimed(house)
    for number in ("113", "+32470123456", ""):
        assert (await desk.post(f"{path}/emergency-calls", {"to": number})).status_code == 422


async def test_a_caller_who_is_gone_is_put_into_no_case(house: House) -> None:
    desk, path = await claimed(house)
    answer = await desk.post(f"{path}/call-backs", {"caller_id": "1795652324.7"})
    assert (answer.status_code, answer.json()["code"]) == (409, "caller_gone")


def _firm_is_asked(house: House, path: str) -> str:
    """Give the case a tow order at a firm of the directory; the id of the order."""
    provider = a_provider(phones=("+3216123456",))
    order = an_order(CaseId(path.rpartition("/")[2]), provider=provider.name, provider_id=provider.provider_id)

    def job(unit: JobUnit) -> None:
        unit.providers.put(provider)
        unit.orders.put(order)
        unit.audit.append(an_audit_record(order.case_id))

    house.submit(job)
    return order.order_id


async def test_a_firm_rings_at_a_click_and_is_no_attempt_to_reach_anybody(house: House, phone: FakeTelephony) -> None:
    desk, path = await claimed(house)
    order_id = _firm_is_asked(house, path)
    before = detail(await desk.get(path))
    case = detail(await desk.post(f"/v1/orders/{order_id}/calls"))
    [call] = case.firm_calls
    assert (call.e164, call.person, call.purpose) == ("+3216123456", "Depannage Oefening", CallPurpose.PARTNER)
    assert phone.dialled == [(call.call_id, "+3216123456")]
    assert (case.calls, case.emergency_calls, case.row.is_on_call) == ((), (), False)
    assert case.row.next_step == before.row.next_step
    tell(house, call.call_id, CallEventKind.ENDED, CallOutcome.NO_ANSWER)
    assert detail(await desk.get(path)).messages == before.messages, "no SMS asks a firm to call back"
    assert len(detail(await desk.post(f"{path}/calls", NUMBER)).calls) == 1, "the driver can be called beside it"


async def test_a_firm_that_is_another_one_by_now_does_not_ring(house: House, phone: FakeTelephony) -> None:
    desk, path = await claimed(house)
    order_id = _firm_is_asked(house, path)
    answer = await desk.post(f"/v1/orders/{order_id}/calls", {"e164": "+3216999999"})
    assert (answer.status_code, answer.json()["code"], phone.dialled) == (409, "changed", [])
    case = detail(await desk.post(f"/v1/orders/{order_id}/calls", {"e164": "+3216123456"}))
    assert [one.e164 for one in case.firm_calls] == ["+3216123456"]


async def test_without_an_exchange_the_desk_dials_a_firm_and_it_is_written_down(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        desk, path = await claimed(house)
        order_id = _firm_is_asked(house, path)
        case = detail(await desk.post(f"/v1/orders/{order_id}/calls"))
        assert (case.firm_calls, case.calls) == ((), ())
        chain = house.submit(lambda unit: unit.audit.of_chain(path.rpartition("/")[2]))
        asked = [one.record for one in chain if one.record.action is AuditAction.CALL_REQUESTED]
        assert [(one.facts["to"], dict(one.personal)) for one in asked] == [
            ("Depannage Oefening", {"number": "+3216123456"})
        ]
        answer = await desk.post(f"/v1/orders/{order_id}/calls", {"place": 3})
        assert (answer.status_code, answer.json()["code"]) == (422, "no_number")
