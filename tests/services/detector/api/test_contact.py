"""The ladder, a typed number and an SMS that leaves by itself, over the API of a real service on a real store."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from app.api.cases import CaseDetail
from app.domain.account import Role
from app.domain.contact import CallOutcome, ContactRole
from app.domain.errors import Conflict
from app.domain.message import MessageState
from app.domain.next_step import NextKind
from app.domain.subscription import ContactPerson, Language, Person, Relation
from app.usecases.actor import SERVICE
from app.usecases.prepare_sms import SmsChannel
from app.usecases.store import JobUnit
from app.usecases.take_message import TakeMessage, take_message
from tests.support.builders import a_contract, an_audit_record
from tests.support.house import Desk, House, a_house

DRIVER, SECOND, SUBSCRIBER, BOSS = "+32470123456", "+3216123456", "+32470000001", "+33145678901"
TEN_SECONDS = timedelta(seconds=10)


@pytest.fixture(name="house")
async def a_house_with_a_gateway(tmp_path: Path) -> AsyncIterator[House]:
    gateway = SmsChannel(call_back_e164="+3224060000", is_automatic=True)
    async with a_house(tmp_path, sms_manner=gateway) as house:
        yield house


async def claimed(house: House) -> tuple[Desk, str]:
    """A crash of a car whose contract knows an employer, claimed."""
    boss = ContactPerson(Person("Transport Maes", Language.FR, BOSS), Relation.EMPLOYER)
    contract = a_contract(driver=Person("Jan Peeters", Language.NL, DRIVER, SECOND), contact_persons=(boss,))

    def job(unit: JobUnit) -> None:
        unit.contracts.put(contract)
        unit.audit.append(an_audit_record("system"))

    case = house.open_case()
    house.submit(job)
    desk, path = house.person(Role.OPERATOR), f"/v1/cases/{case.case_id}"
    await desk.post(f"{path}/views")
    await desk.post(f"{path}/claim")
    return desk, path


def detail(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def called(house: House, desk: Desk, path: str, e164: str, outcome: str) -> CaseDetail:
    house.clock.advance(timedelta(seconds=1))
    case = detail(await desk.post(f"{path}/calls", {"e164": e164, "person": ""}))
    return detail(await desk.post(f"/v1/calls/{case.calls[-1].call_id}/outcome", {"outcome": outcome}))


async def test_the_ladder_leads_from_the_driver_to_whoever_goes_and_looks(house: House) -> None:
    desk, path = await claimed(house)
    case = detail(await desk.get(path))
    assert [(rung.role, rung.person.e164, rung.is_next) for rung in case.ladder] == [
        (ContactRole.DRIVER, DRIVER, True),
        (ContactRole.DRIVER, SECOND, False),
        (ContactRole.SUBSCRIBER, SUBSCRIBER, False),
        (ContactRole.EMPLOYER, BOSS, False),
    ]
    assert case.ladder[3].person.number_country == "FR"
    for outcome, e164, following in (
        ("unreachable", DRIVER, SECOND),
        ("wrong_number", SECOND, DRIVER),
        ("unreachable", DRIVER, SUBSCRIBER),
        ("busy", SUBSCRIBER, BOSS),
    ):
        case = await called(house, desk, path, e164, outcome)
        assert (case.row.next_step.kind, case.row.next_step.e164) == (NextKind.CALL_AGAIN, following)
        assert [rung.person.e164 for rung in case.ladder if rung.is_next] == [following]
    case = await called(house, desk, path, BOSS, "no_answer")
    assert not case.nobody_reached, "a number that was engaged is called once more"
    assert case.row.next_step.e164 == SUBSCRIBER
    case = await called(house, desk, path, SUBSCRIBER, "busy")
    assert case.nobody_reached
    assert case.row.next_step.kind is NextKind.WELFARE_CHECK
    assert "Gelieve iemand" in case.hand_over_text or "go and look" in case.hand_over_text
    assert "nobody answers" not in case.hand_over_text
    assert [rung.outcome for rung in case.ladder] == [
        CallOutcome.UNREACHABLE,
        CallOutcome.WRONG_NUMBER,
        CallOutcome.BUSY,
        CallOutcome.NO_ANSWER,
    ]
    assert sorted(message.e164 for message in case.messages) == [SUBSCRIBER, DRIVER], "no SMS to the employer"
    told = detail(await desk.post(f"{path}/hand-over", {"to": "101", "text": "...", "reference": "4711"}))
    assert (told.row.next_step.kind, told.row.next_step.e164) == (NextKind.CALL_AGAIN, SUBSCRIBER)


async def test_an_sms_that_leaves_by_itself_can_be_stopped_for_ten_seconds(house: House) -> None:
    desk, path = await claimed(house)
    (message,) = (await called(house, desk, path, DRIVER, "no_answer")).messages
    assert (message.state, message.leaves_at) == (MessageState.QUEUED, house.clock.now() + TEN_SECONDS)
    take = TakeMessage(SERVICE, message.message_id)
    with pytest.raises(Conflict, match="too_early"):
        house.submit(lambda unit: take_message(take, unit, house.clock))
    assert house.submit(lambda unit: unit.messages.due(house.clock.now())) == ()
    stopped = detail(await desk.post(f"/v1/messages/{message.message_id}/cancel"))
    assert stopped.messages[0].state is MessageState.CANCELLED
    assert stopped.timeline[-1].action == "sms_cancelled"
    house.clock.advance(TEN_SECONDS)
    assert house.submit(lambda unit: unit.messages.due(house.clock.now())) == ()


async def test_after_ten_seconds_it_leaves_and_nobody_stops_it_any_more(house: House) -> None:
    desk, path = await claimed(house)
    (message,) = (await called(house, desk, path, DRIVER, "no_answer")).messages
    house.clock.advance(TEN_SECONDS)
    (due,) = house.submit(lambda unit: unit.messages.due(house.clock.now()))
    house.submit(lambda unit: take_message(TakeMessage(SERVICE, due.message_id), unit, house.clock))
    late = await desk.post(f"/v1/messages/{message.message_id}/cancel")
    assert (late.status_code, late.json()["code"]) == (409, "already_left")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0470 12 34 56", {"e164": DRIVER, "shown": "+32 470 12 34 56", "kind": "mobile", "country": ""}),
        ("016/12.34.56", {"e164": SECOND, "shown": "+32 16 12 34 56", "kind": "landline", "country": ""}),
        ("0033 1 45 67 89 01", {"e164": BOSS, "shown": "+33 1 45 67 89 01", "kind": "foreign", "country": "FR"}),
        ("0412 34 56 78", {"e164": "+32412345678", "shown": "+32 412 34 56 78", "kind": "invalid", "country": ""}),
        ("047", {"e164": None, "shown": "047", "kind": "invalid", "country": ""}),
    ],
)
async def test_a_typed_number_is_read_and_nothing_of_it_is_kept(
    house: House, text: str, said: dict[str, object]
) -> None:
    desk, _path = await claimed(house)
    before = house.submit(lambda unit: len(unit.audit.of_chain("system")))
    answer = await desk.post("/v1/numbers/read", {"text": text})
    assert answer.json() == said
    assert house.submit(lambda unit: len(unit.audit.of_chain("system"))) == before


async def test_the_second_call_comes_with_its_time_and_an_employer_with_his_hours(house: House) -> None:
    desk, path = await claimed(house)
    await called(house, desk, path, SECOND, "wrong_number")
    case = await called(house, desk, path, DRIVER, "no_answer")
    due_at = house.clock.now() + timedelta(seconds=60)
    assert [(rung.is_next, rung.not_before) for rung in case.ladder[:2]] == [(True, due_at), (False, None)]
    assert case.row.next_step.not_before == due_at
    assert not case.is_driver_reached
    at_work = [rung.role for rung in case.ladder if rung.is_off_hours]
    house.clock.advance(timedelta(hours=8))
    later = detail(await desk.get(path))
    assert later.row.next_step.kind is NextKind.TAKE_OVER
    assert sorted([at_work, [rung.role for rung in later.ladder if rung.is_off_hours]]) == [[], [ContactRole.EMPLOYER]]
