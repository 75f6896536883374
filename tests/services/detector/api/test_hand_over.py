"""From telling 112 to being let go: fields and steps, over the API of a real service on a real store."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.api.cases import CaseDetail
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.hand_over import TpsStep
from tests.support.house import Desk, FakeTelephony, House, a_house

NUMBER = {"e164": "+32470123456", "person": "Jan Peeters"}


@pytest.fixture(name="house")
async def a_house_with_an_exchange(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path, telephony=FakeTelephony()) as house:
        yield house


async def claimed(house: House) -> tuple[Desk, str]:
    case = house.open_case()
    desk, path = house.person(Role.OPERATOR), f"/v1/cases/{case.case_id}"
    await desk.post(f"{path}/views")
    await desk.post(f"{path}/claim")
    return desk, path


async def did(desk: Desk, path: str, **body: object) -> CaseDetail:
    answer = await desk.post(path, body)
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def test_what_follows_from_the_case_is_not_asked_and_the_rest_is_ticked(house: House) -> None:
    desk, path = await claimed(house)
    house.clock.advance(timedelta(seconds=20))
    await did(desk, f"{path}/calls", **NUMBER)
    called_at = house.clock.now()
    house.clock.advance(timedelta(seconds=20))
    case = await did(desk, f"{path}/hand-over", to="112", text="A car", their_operator="B12")
    [told] = case.hand_overs
    assert (told.to.value, told.reference, told.their_operator) == ("112", "", "B12")
    steps = {one.step: one.done_at for one in told.steps}
    assert list(steps) == list(TpsStep)
    assert steps[TpsStep.CAR_CALLED] == called_at
    assert steps[TpsStep.CENTRE_CALLED] == steps[TpsStep.TOLD] == house.clock.now()
    assert steps[TpsStep.DATA_RECEIVED] == case.row.received_at
    assert [steps[step] for step in TpsStep if step.is_ticked] == [None, None, None]
    house.clock.advance(timedelta(minutes=5))
    done = await did(desk, f"/v1/hand-overs/{told.hand_over_id}", reference="112-77", done=["released"])
    [after] = done.hand_overs
    assert (after.reference, after.their_operator) == ("112-77", "B12"), "a field left empty wipes nothing out"
    assert {one.step: one.done_at for one in after.steps}[TpsStep.RELEASED] == house.clock.now()
    assert done.timeline[-1].action is AuditAction.HAND_OVER_COMPLETED


async def test_a_call_to_them_over_the_exchange_is_when_they_were_called(house: House) -> None:
    desk, path = await claimed(house)
    await did(desk, f"{path}/emergency-calls", to="112")
    called_at = house.clock.now()
    house.clock.advance(timedelta(seconds=40))
    case = await did(desk, f"{path}/hand-over", to="112", text="A car")
    assert {one.step: one.done_at for one in case.hand_overs[0].steps}[TpsStep.CENTRE_CALLED] == called_at


async def test_there_is_no_hand_over_of_that_id(house: House) -> None:
    desk, _path = await claimed(house)
    answer = await desk.post("/v1/hand-overs/none", {})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.INSTALLER, Role.AUDITOR])
async def test_only_who_works_on_cases_completes_one(house: House, role: Role) -> None:
    assert (await house.person(role).post("/v1/hand-overs/none", {})).status_code == 403
