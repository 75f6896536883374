"""A tow over the API, on a real database: one truck for one car, the police on a motorway, and who was told what."""

import asyncio
from collections import Counter
from datetime import timedelta

import httpx
import pytest

from app.api.cases import CaseDetail
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.box import Car
from app.domain.case import TowQuestion
from app.domain.ids import Imei
from app.domain.next_step import NextKind
from app.domain.promise import PromiseKind, PromiseState
from app.domain.service_order import OrderState, TowRegime
from app.domain.subscription import Language
from app.usecases.tow_promises import POLICE_TOWER_NEEDS
from tests.support.builders import NOON, a_box, a_case, a_place, an_audit_record
from tests.support.house import Desk, House

OTHER_BOX = Imei("356093070000022")


def _detail(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def _claimed(house: House, imei: Imei | None = None, name: str = "An", **changes: object) -> tuple[Desk, str]:
    case = house.open_case(a_case(**({} if imei is None else {"imei": imei}), **{"place": a_place(), **changes}))
    desk = house.person(Role.OPERATOR, name=name, at=f"desk of {name}")
    path = f"/v1/cases/{case.case_id}"
    _detail(await desk.post(f"{path}/claim"))
    return desk, path


async def test_two_desks_with_two_boxes_of_one_car_race_and_one_truck_comes(house: House) -> None:
    an, first = await _claimed(house)
    piet, second = await _claimed(house, OTHER_BOX, "Piet")

    def same_car(unit: object) -> None:
        unit.boxes.put(a_box(imei=OTHER_BOX, contract_id=None, car=Car("1-ABC-234", "", "", "")))  # type: ignore[attr-defined]
        unit.audit.append(an_audit_record())  # type: ignore[attr-defined]

    house.submit(same_car)
    ways = [(an, first), (piet, second)] * 4
    answers = await asyncio.gather(*(desk.post(f"{path}/tow") for desk, path in ways))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}
    assert {answer.json()["code"] for answer in answers if answer.status_code != 200} == {"tow_running"}
    briefs = house.parts.store.read(lambda reader: reader.open_briefs())
    assert sum(order.state.is_running for brief in briefs for order in brief.orders) == 1


async def test_one_desk_that_presses_twice_orders_once(house: House) -> None:
    desk, path = await _claimed(house)
    answers = await asyncio.gather(*(desk.post(f"{path}/tow", key=f"k{number}") for number in range(6)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 5}


async def test_a_motorway_cancels_our_own_truck_and_the_follow_up_comes_from_the_drop_off(house: House) -> None:
    desk, path = await _claimed(house)
    ordered = _detail(await desk.post(f"{path}/tow"))
    assert [order.state for order in ordered.orders] == [OrderState.BY_HAND]
    said = _detail(await desk.post(f"{path}/answers", {"fact": "on_motorway", "value": True}))
    assert [order.state for order in said.orders] == [OrderState.CANCELLED]
    assert said.row.next_step.kind is NextKind.CALL_101
    assert said.tow_ways is not None
    assert (said.tow_ways.regime, said.tow_ways.is_police, said.tow_ways.was_101_told) == (TowRegime.FAST, True, False)
    for body, code in ({}, "motorway"), ({"pick_up": "depot Heverlee"}, "police_first"):
        refused = await desk.post(f"{path}/tow", body)
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    told = _detail(await desk.post(f"{path}/hand-over", {"to": "101", "text": "E40, Bertem"}))
    assert told.tow_ways is not None
    assert told.tow_ways.was_101_told
    assert [(one.kind, one.due_at) for one in told.promises] == [(PromiseKind.ASK_DROP_OFF, NOON + POLICE_TOWER_NEEDS)]
    places = {"pick_up": "depot Heverlee", "deliver_to": "Garage Peeters"}
    answers = await asyncio.gather(*(desk.post(f"{path}/tow", places) for _ in range(4)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 3}
    detail = _detail(await desk.post(f"{path}/views"))
    running = [order for order in detail.orders if order.state.is_running]
    assert [(order.pick_up, order.deliver_to) for order in running] == [("depot Heverlee", "Garage Peeters")]
    assert [one.state for one in detail.promises] == [PromiseState.KEPT]
    assert detail.tow_ways is not None
    assert "depot Heverlee" in detail.tow_ways.texts[Language.NL]


async def test_no_motorway_after_all_asks_again(house: House) -> None:
    desk, path = await _claimed(house)
    await desk.post(f"{path}/tow")
    await desk.post(f"{path}/answers", {"fact": "on_motorway", "value": True})
    back = _detail(await desk.post(f"{path}/answers", {"fact": "on_motorway", "value": False}))
    assert back.tow_question is TowQuestion.OPEN
    assert back.row.next_step.kind is NextKind.ASK_TOW


@pytest.mark.parametrize("state", ["refused", "unsuccessful", "cancelled"])
async def test_a_truck_that_will_not_come_needs_a_reason(house: House, state: str) -> None:
    desk, path = await _claimed(house)
    order_id = _detail(await desk.post(f"{path}/tow")).orders[0].order_id
    _detail(await desk.post(f"/v1/orders/{order_id}/state", {"state": "accepted", "provider": "Noels"}))
    refused = await desk.post(f"/v1/orders/{order_id}/state", {"state": state})
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
    done = _detail(await desk.post(f"/v1/orders/{order_id}/state", {"state": state, "reason": "no winch"}))
    assert [order.reason for order in done.orders] == ["no winch"]


async def test_what_was_copied_for_a_mail_is_in_the_timeline(house: House) -> None:
    desk, path = await _claimed(house)
    detail = _detail(await desk.post(f"{path}/tow"))
    body = {"way": "mail", "language": "fr", "to": "Claes"}
    told = _detail(await desk.post(f"/v1/orders/{detail.orders[0].order_id}/disclosure", body))
    (entry,) = (one for one in told.timeline if one.action is AuditAction.TOW_DISCLOSED)
    assert (entry.details["disclosed_to"], entry.details["way"], entry.details["language"]) == ("Claes", "mail", "fr")
    assert entry.details["fields"] == "place, coordinates, car, hazards, name, number"


async def test_a_promised_truck_is_a_clock_in_the_row_until_it_is_there(house: House) -> None:
    desk, path = await _claimed(house)
    order_id = _detail(await desk.post(f"{path}/tow")).orders[0].order_id
    at_20 = NOON + timedelta(minutes=20)
    body = {"state": "accepted", "provider": "Noels", "eta_at": at_20.isoformat()}
    row = _detail(await desk.post(f"/v1/orders/{order_id}/state", body)).row
    assert [(one.kind, one.due_at, one.owner) for one in row.promises] == [(PromiseKind.TOW, at_20, "An")]
    assert row.due_at == at_20
    house.clock.advance(timedelta(minutes=21))
    late = _detail(await desk.post(f"{path}/views"))
    assert late.row.next_step.kind is not NextKind.CLOSE
    there = _detail(await desk.post(f"/v1/orders/{order_id}/state", {"state": "on_site"}))
    assert there.row.promises == ()
    assert there.row.due_at is None
