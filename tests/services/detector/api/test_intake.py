"""Feeds of others: admitted by an admin, stored before they are answered, the same twice stored once."""

import base64
from dataclasses import replace
from datetime import timedelta
from functools import partial

import cbor2
import httpx
import pytest

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.uplink import StoredUplink, UplinkSource
from app.usecases.actor import SERVICE
from app.usecases.issue_device_key import IssueDeviceKey, issue_device_key
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.store import JobUnit
from services.detector.api.application import create_feed_app
from tests.conftest import WarningsSeen
from tests.support.builders import a_box
from tests.support.house import Desk, House
from tests.support.msd import AnMsd
from tests.support.s2 import ROOT, AFrame, open_independently
from tests.support.s2_box import BOX
from tests.support.wait import until

EVENT = AFrame(sequence=1)
MSD = AnMsd().write()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def stored(house: House) -> tuple[StoredUplink, ...]:
    return house.submit(lambda unit: unit.uplinks.pending(100))


async def a_feed(house: House, kind: str, name: str = "Provider") -> Desk:
    opened = await house.person(Role.ADMIN).post("/v1/feeds", {"name": name, "kind": kind})
    return house.desk(opened.json()["token"])


@pytest.fixture(name="provider")
async def a_provider_and_a_box(house: House) -> Desk:
    def job(unit: JobUnit) -> None:
        register_box(RegisterBox(SERVICE, a_box(imei=BOX, car=None, contract_id=None)), unit, house.clock)
        sealed = house.parts.vault.seal(BOX, 1, ROOT)
        issue_device_key(IssueDeviceKey(SERVICE, BOX, 1, sealed, is_rotation=False), unit, house.clock)

    house.submit(job)
    return await a_feed(house, "s2")


async def batch(provider: Desk, *frames: AFrame) -> list[dict[str, str | None]]:
    answer = await provider.post("/v1/intake/s2", {"frames": [{"frame": b64(frame.write())} for frame in frames]})
    assert answer.status_code == 200
    found: list[dict[str, str | None]] = answer.json()["frames"]
    return found


async def test_a_batch_is_stored_and_the_answers_are_for_the_boxes(house: House, provider: Desk) -> None:
    said = await batch(provider, EVENT, replace(EVENT, sequence=2))
    assert [one["outcome"] for one in said] == ["stored", "stored"]
    answers = [open_independently(base64.b64decode(one["answer"] or ""), {1: ROOT}) for one in said]
    assert {answer.kind for answer in answers} == {0x80}
    assert max(cbor2.loads(answer.clear)[31] for answer in answers) == 2
    assert {one.raw.source for one in stored(house)} == {UplinkSource.S2_FEED}
    again = await batch(provider, EVENT, replace(EVENT, sequence=2))
    assert [one["outcome"] for one in again] == ["repeated", "repeated"]
    assert len(stored(house)) == 2


async def test_each_frame_is_judged_by_itself(house: House, provider: Desk, expected_log: WarningsSeen) -> None:
    await batch(provider, EVENT)
    said = await batch(
        provider,
        replace(EVENT, payload=cbor2.dumps({1: 5})),
        replace(EVENT, sequence=2, root=bytes(32)),
        replace(EVENT, imei="356093070009027"),
        replace(EVENT, sequence=3),
    )
    assert [(one["outcome"], one["code"]) for one in said] == [
        ("conflicting", None),
        ("refused", "not_authentic"),
        ("refused", "unknown_device"),
        ("stored", None),
    ]
    assert len(stored(house)) == 2

    def reported() -> bool:
        entries = house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))
        return any(one.record.action is AuditAction.SECURITY_EVENT for one in entries)

    await until(reported)
    assert set(expected_log.sentences()) == {"frames that no honest box sends were refused"}


async def test_a_minimum_set_of_data_is_stored_once_as_it_came(house: House) -> None:
    centre = await a_feed(house, "msd", "Centre")
    collected = (house.clock.now() - timedelta(seconds=42)).isoformat()
    body = {"msd": b64(MSD), "collected_at": collected}
    first = await centre.post("/v1/intake/msd", body)
    assert first.json() == (await centre.post("/v1/intake/msd", body)).json()
    assert first.json()["is_readable"] is True
    assert first.json()["imei"].startswith("00")
    (one,) = stored(house)
    assert (one.raw.payload, one.raw.source) == (MSD, UplinkSource.MSD_FEED)
    (health,) = house.parts.feed_tally.health()
    assert (health.name, health.frames, health.delay_s) == ("Centre", 2, 42.0)


async def test_one_of_a_known_box_is_that_boxs_and_one_that_cannot_be_read_is_kept(house: House) -> None:
    centre = await a_feed(house, "msd")
    named = await centre.post("/v1/intake/msd", {"msd": b64(MSD), "imei": BOX})
    assert named.json() == {"imei": BOX, "is_readable": True}
    torn = await centre.post("/v1/intake/msd", {"msd": b64(MSD[:5])})
    assert torn.json()["is_readable"] is False
    for one in stored(house):
        house.submit(partial(house.parts.process, one))
    assert house.submit(lambda unit: unit.uplinks.quarantined_count()) == 1
    (case,) = house.submit(lambda unit: unit.cases.open_cases())
    assert (case.imei, case.priority.value) == (BOX, 1)


async def test_a_test_call_is_a_test_case(house: House) -> None:
    centre = await a_feed(house, "msd")
    await centre.post("/v1/intake/msd", {"msd": b64(AnMsd(test_call=True).write())})
    (one,) = stored(house)
    house.submit(lambda unit: house.parts.process(one, unit))
    (case,) = house.submit(lambda unit: unit.cases.open_cases())
    assert case.is_test


async def test_what_cannot_be_meant_is_refused(house: House, provider: Desk) -> None:
    centre = await a_feed(house, "msd")
    for body in ({"msd": b64(bytes(141))}, {"msd": ""}, {"msd": "*"}, {"msd": b64(MSD), "imei": "1"}, {}):
        assert (await centre.post("/v1/intake/msd", body)).status_code == 422
    assert (await provider.post("/v1/intake/s2", {"frames": []})).status_code == 422
    many = {"frames": [{"frame": b64(b"x")}] * 65}
    assert (await provider.post("/v1/intake/s2", many)).status_code == 422
    assert stored(house) == ()


async def test_a_feed_may_send_its_own_kind_only_and_nothing_once_shut_out(house: House, provider: Desk) -> None:
    assert (await provider.post("/v1/intake/msd", {"msd": b64(MSD)})).status_code == 403
    assert (await provider.get("/v1/queue")).status_code == 401
    admin = house.person(Role.ADMIN)
    (feed,) = (await admin.get("/v1/feeds")).json()
    assert "token" not in feed
    assert not (await admin.post(f"/v1/feeds/{feed['feed_id']}/close")).json()["is_active"]
    assert (await provider.post("/v1/intake/s2", {"frames": [{"frame": b64(EVENT.write())}]})).status_code == 401


async def test_a_token_is_shown_once(house: House) -> None:
    admin = house.person(Role.ADMIN)
    body = {"name": "Provider", "kind": "s2"}
    first, second = [(await admin.post("/v1/feeds", body, key="k")).json() for _ in range(2)]
    assert first["feed"] == second["feed"]
    assert (bool(first["token"]), second["token"]) == (True, None)


async def test_the_outside_has_the_intake_and_nothing_else(house: House, provider: Desk) -> None:
    transport = httpx.ASGITransport(create_feed_app(house.parts))
    token = provider.client.headers["Authorization"]
    async with httpx.AsyncClient(transport=transport, base_url="https://feeds.example") as outside:
        outside.headers["Authorization"] = token
        body = {"frames": [{"frame": b64(EVENT.write())}]}
        assert (await outside.post("/v1/intake/s2", json=body)).status_code == 200
        for path in ("/v1/health", "/v1/queue", "/openapi.json", "/v1/feeds"):
            assert (await outside.get(path)).status_code == 404
        page = await outside.post("/v1/intake/s2", json=body, headers={"Origin": "https://feeds.example"})
        assert (page.status_code, page.json()["code"]) == (403, "origin_refused")
