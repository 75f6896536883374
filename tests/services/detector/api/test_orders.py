"""Orders over the API, on a real database: whom to ask, ask, stop, change; who may, and what is on the audit."""

from pathlib import Path

import httpx
import pytest

from app.api.cases import CaseDetail
from app.api.providers import PartnersInfo, ProviderInfo, ProviderList, ProvidersImported
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState, ServiceKind
from app.usecases.provider_cells import COLUMNS
from services.detector.provider_list import write_provider_template
from tests.support.builders import a_case, a_place
from tests.support.house import Desk, House
from tests.support.processes import ROOT

PARTNER = {
    "name": "Depannage Oefening",
    "kinds": "tow; taxi",
    "hours": "always",
    "latitude": "50.8798",
    "longitude": "4.7005",
    "provinces": "VBR",
    "phones": "016 00 00 01",
    "email": "orders@oefening.example",
    "skills": "electric",
}


def _detail(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def _partner(house: House, **cells: str) -> ProviderInfo:
    desk = house.person(Role.SUPERVISOR, name="Luc", at="desk-1")
    answer = await desk.post("/v1/providers", {"cells": {**PARTNER, **cells}})
    assert answer.status_code == 200, answer.text
    return ProviderInfo.model_validate_json(answer.content)


async def _claimed(house: House) -> tuple[Desk, str]:
    case = house.open_case(a_case(place=a_place()))
    desk = house.person(Role.OPERATOR)
    path = f"/v1/cases/{case.case_id}"
    _detail(await desk.post(f"{path}/claim"))
    return desk, path


async def test_a_partner_is_recommended_with_its_distance_and_is_phoned_where_no_road_is_set(house: House) -> None:
    partner = await _partner(house)
    await _partner(house, name="Ver Weg", provinces="WLG")
    desk, path = await _claimed(house)
    ordered = _detail(await desk.post(f"{path}/tow"))
    found = PartnersInfo.model_validate_json((await desk.get(f"{path}/partners?kind=tow")).content)
    assert [one.name for one in found.ranked] == ["Depannage Oefening"]
    assert found.ranked[0].distance_km == pytest.approx(5.8, abs=0.2)
    assert found.ranked[0].way is None, "no gateway is set"
    assert [(one.name, one.why_not) for one in found.others] == [("Ver Weg", ("out_of_area",))]
    order = ordered.orders[0]
    asked = _detail(await desk.post(f"/v1/orders/{order.order_id}/offer", {"provider_id": partner.provider_id}))
    assert (asked.orders[0].state, asked.orders[0].provider) == (OrderState.BY_HAND, partner.cells["name"])
    assert asked.orders[0].phones == ("+32 16 00 00 01",), "the number stands where the order is"
    assert asked.timeline[-1].action is AuditAction.PARTNER_CHOSEN
    assert asked.tow_ways is not None


@pytest.mark.parametrize("kind", [one for one in ServiceKind if one is not ServiceKind.TOW])
async def test_every_other_service_is_ordered_read_out_and_changed(house: House, kind: ServiceKind) -> None:
    desk, path = await _claimed(house)
    body = {"kind": kind.value, "deliver_to": "Leuven", "need": "3 people"}
    ordered = _detail(await desk.post(f"{path}/orders", body))
    (order,) = ordered.orders
    assert (order.kind, order.state, order.need, order.version) == (kind, OrderState.BY_HAND, "3 people", 1)
    assert "3 people" in order.texts["nl"]  # type: ignore[index]  # a language is its code
    assert not ordered.row.has_running_tow
    changed = _detail(await desk.post(f"/v1/orders/{order.order_id}/words", {"pick_up": "Station"}))
    assert (changed.orders[0].version, changed.orders[0].pick_up, changed.orders[0].need) == (2, "Station", "")
    assert changed.timeline[-1].action is AuditAction.ORDER_REVISED
    ended = _detail(await desk.post(f"/v1/orders/{order.order_id}/state", {"state": "cancelled", "reason": "by bus"}))
    assert ended.orders[0].state is OrderState.CANCELLED


async def test_a_taxi_beside_a_truck_and_next_names_the_truck_first(house: House) -> None:
    desk, path = await _claimed(house)
    _detail(await desk.post(f"{path}/orders", {"kind": "taxi"}))
    detail = _detail(await desk.post(f"{path}/tow"))
    assert {order.kind for order in detail.orders} == {ServiceKind.TAXI, ServiceKind.TOW}, (
        "at one instant: in any order"
    )
    assert detail.row.has_running_tow
    assert detail.row.by_hand == 2
    assert detail.row.next_step.kind in (NextKind.CALL_DRIVER, NextKind.PLACE_TOW_BY_HAND)


async def test_refusals_have_their_codes(house: House) -> None:
    partner = await _partner(house, kinds="taxi")
    desk, path = await _claimed(house)
    order = _detail(await desk.post(f"{path}/tow")).orders[0]
    refused = await desk.post(f"/v1/orders/{order.order_id}/offer", {"provider_id": partner.provider_id})
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_kind")
    assert (await desk.post(f"{path}/orders", {"kind": "tow"})).json()["code"] == "order_a_tow"
    assert (await desk.post(f"/v1/orders/{order.order_id}/stop")).json()["code"] == "wrong_state"


async def test_what_an_employer_was_told_is_written_down_and_not_where_somebody_is(house: House) -> None:
    desk, path = await _claimed(house)
    told = {"recipient": "employer", "to": "Transport Oefening", "basis": "contract", "way": "phone"}
    place = await desk.post(f"{path}/disclosures", {**told, "fields": ["car", "place"]})
    assert (place.status_code, place.json()["code"]) == (422, "not_to_employer")
    detail = _detail(await desk.post(f"{path}/disclosures", {**told, "fields": ["car", "driver_reached"]}))
    entry = detail.timeline[-1]
    assert entry.action is AuditAction.DISCLOSED
    assert entry.details["fields"] == "car, driver_reached"
    assert (entry.details["basis"], entry.details["to"]) == ("contract", "Transport Oefening")


async def test_operators_read_the_directory_and_supervisors_mend_it(house: House) -> None:
    await _partner(house)
    operator = house.person(Role.OPERATOR)
    listed = ProviderList.model_validate_json((await operator.get("/v1/providers")).content)
    assert [one.cells["name"] for one in listed.rows] == ["Depannage Oefening"]
    assert listed.rows[0].is_open
    assert set(PARTNER) <= set(listed.columns)
    assert (await operator.post("/v1/providers", {"cells": PARTNER})).status_code == 403
    supervisor = house.person(Role.SUPERVISOR, name="Luc", at="desk-1")
    twice = await supervisor.post("/v1/providers", {"cells": PARTNER})
    assert (twice.status_code, twice.json()["code"]) == (409, "name_taken")
    wrong = await supervisor.post("/v1/providers", {"cells": {**PARTNER, "name": "B", "hours": "at night"}})
    assert (wrong.status_code, wrong.json()["detail"]) == (422, {"hours": "not_hours"})


async def test_a_list_is_imported_whole_or_not_at_all(house: House) -> None:
    desk = house.person(Role.ADMIN, name="Ada", at="desk-1")

    async def sent(text: str, *, is_dry_run: bool) -> ProvidersImported:
        answer = await desk.post("/v1/providers/import", {"text": text, "is_dry_run": is_dry_run})
        assert answer.status_code == 200, answer.text
        return ProvidersImported.model_validate_json(answer.content)

    good, bad = "name,kinds\nA,tow\nB,taxi\n", "name,kinds\nC,tow\nD,boat\n"
    assert (await sent(good, is_dry_run=True)).is_done is False
    report = await sent(bad, is_dry_run=False)
    assert (report.is_done, report.faults[0].line, report.faults[0].faults) == (False, 3, {"kinds": "unknown_word"})
    assert report.faults[0].cells == {"kinds": "boat"}
    assert (await sent(good, is_dry_run=False)).added == 2
    names = [one.name for one in house.parts.store.read(lambda reader: reader.providers())]
    assert names == ["A", "B"]


def test_the_table_of_columns_is_written_down_where_partners_are_told(tmp_path: Path) -> None:
    write_provider_template(tmp_path)
    told = (tmp_path / "providers.md").read_text(encoding="utf-8")
    assert all(f"| `{column}` |" in told for column in COLUMNS)
    assert told == (ROOT / "app" / "usecases" / "provider-columns.md").read_text(encoding="utf-8")


async def test_another_partner_is_asked_in_one_step(house: House) -> None:
    first, second = await _partner(house), await _partner(house, name="Andere")
    desk, path = await _claimed(house)
    order = _detail(await desk.post(f"{path}/tow")).orders[0]
    _detail(await desk.post(f"/v1/orders/{order.order_id}/offer", {"provider_id": first.provider_id}))
    _detail(await desk.post(f"/v1/orders/{order.order_id}/state", {"state": "offered"}))
    asked = _detail(await desk.post(f"/v1/orders/{order.order_id}/another", {"provider_id": second.provider_id}))
    assert {one.provider: one.state for one in asked.orders} == {
        first.cells["name"]: OrderState.CANCELLED,
        "Andere": OrderState.BY_HAND,
    }
    assert [one.order_id for one in asked.promises] == [order.order_id], "the call to the first is promised"
