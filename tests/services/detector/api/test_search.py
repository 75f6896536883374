"""One search over the API: cases, contracts, people, boxes, municipalities; nobody finds what they may not see."""

import logging
from dataclasses import replace

import pytest

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN
from app.domain.case import CaseState, Outcome
from tests.support.builders import A_CONTRACT_ID, AN_IMEI, a_case
from tests.support.house import Desk, House

SEARCH = "/v1/search"


async def _hits(desk: Desk, text: str, **more: object) -> list[tuple[str, str, bool]]:
    answer = await desk.post(SEARCH, {"text": text, **more})
    assert answer.status_code == 200, answer.text
    assert answer.json()["text"] == text
    return [(one["kind"], one["found_in"], one["is_exact"]) for one in answer.json()["hits"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1abc234", [("open_case", "plate", True), ("contract", "plate", True)]),
        ("1-ABC-243", [("open_case", "plate", False), ("contract", "plate", False)]),
        ("peeters jan", [("open_case", "name", True), ("person", "name", True)]),
        ("Jan Peetres", [("open_case", "name", False), ("person", "name", False)]),
        ("0032 470 12 34 56", [("open_case", "phone", True), ("person", "phone", True)]),
        (AN_IMEI, [("open_case", "box", True), ("box", "box", True)]),
        ("leefdaal", [("municipality", "place", True)]),
        ("3061", [("municipality", "place", True)]),
        ("", []),
        ("zzz", []),
        ("'; -- \"", []),
        ("🚗" * 200, []),
    ],
)
async def test_any_writing_finds_what_is_meant(house: House, text: str, found: list[tuple[str, str, bool]]) -> None:
    house.open_case()
    assert await _hits(house.person(Role.OPERATOR), text) == found


async def test_a_case_is_found_by_its_number_in_any_writing(house: House) -> None:
    case = house.open_case()
    year, number = case.number.split("-")
    desk = house.person(Role.AUDITOR)
    for text in (case.number, f"{year}/{int(number)}", f"{year}{number}", str(int(number))):
        answer = (await desk.post(SEARCH, {"text": text})).json()
        assert [one["case"]["case_id"] for one in answer["hits"] if one["found_in"] == "number"] == [case.case_id]


async def test_a_hit_says_what_a_list_may_say(house: House) -> None:
    case = house.open_case()
    answer = (await house.person(Role.OPERATOR).post(SEARCH, {"text": "peeters"})).json()
    of_case, of_person = answer["hits"]
    assert (of_case["case"]["number"], of_case["case"]["driver"]) == (case.number, "Jan Peeters")
    assert (of_case["case"]["is_driver_reached"], of_case["case"]["claimed_by"]) == (False, "")
    assert (of_person["person"], of_person["record"]["contract_id"]) == ("Jan Peeters", A_CONTRACT_ID)


async def test_a_closed_case_is_found_by_the_name_of_its_contract(house: House) -> None:
    now = house.clock.now()
    house.open_case(replace(a_case(), state=CaseState.CLOSED, closed_at=now, outcome=Outcome.TRUE_CRASH))
    desk = house.person(Role.OPERATOR)
    assert ("closed_case", "name", True) in await _hits(desk, "peeters")
    assert await _hits(desk, "peeters", kinds=["open_case"]) == []


async def test_only_what_is_asked_for_is_found_and_more_is_said(house: House) -> None:
    house.open_case()
    desk = house.person(Role.OPERATOR)
    assert await _hits(desk, "peeters", kinds=["person"]) == [("person", "name", True)]
    answer = (await desk.post(SEARCH, {"text": "sint", "kinds": ["municipality"], "limit": 2})).json()
    assert (len(answer["hits"]), answer["more"]) == (2, ["municipality"])
    assert (await desk.post(SEARCH, {"text": "x" * 201})).status_code == 422


@pytest.mark.parametrize("role", [Role.INSTALLER, Role.ADMIN])
async def test_who_sees_no_cases_finds_none(house: House, role: Role) -> None:
    case = house.open_case()
    desk = house.person(role)
    assert await _hits(desk, "1abc234") == [("contract", "plate", True)]
    assert await _hits(desk, case.number, kinds=["open_case", "closed_case"]) == []


async def test_a_search_is_written_down_nowhere(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.open_case()
    desk = house.person(Role.OPERATOR)
    caplog.set_level(logging.DEBUG)
    before = house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))
    await _hits(desk, "peeters bertem")
    assert house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN)) == before
    assert "peeters" not in caplog.text.casefold()


async def test_while_what_was_stored_before_is_not_entered_yet_the_answer_says_so(house: House) -> None:
    """After an update: who finds no contract would open a second case of the car, and believe that there is none."""
    desk, imports = house.person(Role.OPERATOR), house.parts.imports
    is_whole = []
    for imports.is_entering in (True, False):
        for path in (SEARCH, "/v1/records/find"):
            is_whole.append((await desk.post(path, {"text": "zzz"})).json()["is_whole"])
    assert is_whole == [False, False, True, True]
