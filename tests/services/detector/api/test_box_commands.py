"""Boxes are asked by who may, and what they were asked is shown to nobody else."""

import pytest

from app.domain.account import Role
from app.domain.box_command import BoxAnswer
from app.usecases.hear_box import HearBox
from tests.support.builders import AN_IMEI, NOON
from tests.support.house import House
from tests.support.intake import FakeLine

BOX = f"/v1/boxes/{AN_IMEI}/commands"
PARAMETER = {"request": "parameter", "parameter": 2001, "value": "internet.be"}
POSITION = {"request": "position"}


async def test_the_box_of_a_case_is_asked_and_its_answer_stands_in_the_timeline(house: House) -> None:
    an, case_id = house.person(Role.OPERATOR), house.open_case().case_id
    path, line = f"/v1/cases/{case_id}/box-commands", FakeLine()
    assert (await an.post(path, POSITION)).json()["code"] == "not_claimed"
    await an.post(f"/v1/cases/{case_id}/views")
    await an.post(f"/v1/cases/{case_id}/claim")
    asked = (await an.post(path, POSITION, key="k")).json()
    assert (await an.post(path, POSITION, key="k")).json() == asked
    assert (asked["state"], asked["imei"], asked["answer"]) == ("waiting", AN_IMEI, None)
    house.parts.dispatcher.connected(AN_IMEI, line)
    await house.parts.dispatcher.look()
    assert [one.command_id for one in line.asked] == [asked["command_id"]]
    answer = BoxAnswer("GPS:1", 50.86, 4.63, NOON)
    house.parts.dispatcher.heard(HearBox(AN_IMEI, answer))
    await house.parts.dispatcher.look()
    (shown,) = (await an.get(path)).json()
    assert (shown["state"], shown["answer"]["latitude_deg"]) == ("answered", 50.86)
    timeline = (await an.get(f"/v1/cases/{case_id}")).json()["timeline"]
    assert [one["action"] for one in timeline[-2:]] == ["box_asked", "box_answered"]
    assert timeline[-1]["details"]["answer"] == "GPS:1"


async def test_an_installer_asks_the_box_itself_and_sees_nothing_of_cases(house: House) -> None:
    installer, an = house.person(Role.INSTALLER), house.person(Role.OPERATOR)
    assert (await installer.post(BOX, PARAMETER)).status_code == 404
    assert (await installer.get(BOX)).status_code == 404
    case_id = house.open_case().case_id
    await an.post(f"/v1/cases/{case_id}/views")
    await an.post(f"/v1/cases/{case_id}/claim")
    await an.post(f"/v1/cases/{case_id}/box-commands", {"request": "tracking", "period_s": 5})
    mine = (await installer.post(BOX, {**PARAMETER, "within_s": 60})).json()
    assert (mine["request"], mine["parameter"], mine["value"]) == ("parameter", 2001, "***")
    assert (await installer.get(BOX)).json() == [mine]
    for wrong in (POSITION, {"request": "tracking", "period_s": 5}, {"request": "parameter"}, {}):
        assert (await installer.post(BOX, wrong)).status_code == 422
    assert (await installer.get(f"/v1/cases/{case_id}/box-commands")).status_code == 403
    assert (await an.get(BOX)).status_code == 403


@pytest.mark.parametrize(
    ("value", "said", "shown"),
    [
        ("+32471234567", "New value 4000:+32471234567", "New value 4000:***"),
        ("1", "New value 1001:1", "New value 1001:***"),
        ("a b ", "Param ID:2003 Value:a b", "Param ID:2003 Value:***"),
        ("secret", "secret", "***"),
        ("secret", "Unknown command", "Unknown command"),
    ],
)
async def test_what_a_setting_is_set_to_is_not_read_back(house: House, value: str, said: str, shown: str) -> None:
    installer, line = house.person(Role.INSTALLER), FakeLine()
    house.open_case()
    await installer.post(BOX, {**PARAMETER, "value": value})
    house.parts.dispatcher.connected(AN_IMEI, line)
    await house.parts.dispatcher.look()
    assert [one.order.value for one in line.asked] == [value]
    house.parts.dispatcher.heard(HearBox(AN_IMEI, BoxAnswer(said)))
    await house.parts.dispatcher.look()
    (listed,) = (await installer.get(BOX)).json()
    assert (listed["value"], listed["answer"]["text"]) == ("***", shown)


async def test_who_has_not_opened_the_case_does_not_see_where_it_is(house: House) -> None:
    an, case_id = house.person(Role.OPERATOR), house.open_case().case_id
    assert (await an.get(f"/v1/cases/{case_id}/box-commands")).json()["code"] == "view_first"
    assert (await an.get(f"/v1/cases/{'0' * 32}/box-commands")).status_code == 404


@pytest.mark.parametrize("wrong", [PARAMETER, {"request": "tracking"}, {"request": "position", "within_s": 5}])
async def test_what_cannot_be_asked_for_a_case_is_refused(house: House, wrong: dict[str, object]) -> None:
    an, case_id = house.person(Role.OPERATOR), house.open_case().case_id
    await an.post(f"/v1/cases/{case_id}/claim")
    answer = await an.post(f"/v1/cases/{case_id}/box-commands", wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
