"""Frames put aside, over the API: seen, read again, dealt with."""

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.ids import Imei
from app.usecases.quarantine_uplink import QuarantineUplink, quarantine_uplink
from app.usecases.store import JobUnit
from tests.support.boxes import KNOWN_IMEI, a_crash, tcp_frame
from tests.support.builders import an_uplink
from tests.support.house import House


def put_aside(house: House, payload: bytes) -> int:
    def job(unit: JobUnit) -> int:
        uplink_id = unit.uplinks.append(an_uplink(payload, imei=Imei(KNOWN_IMEI)))
        assert uplink_id is not None
        uplink = unit.uplinks.find(uplink_id)
        assert uplink is not None
        quarantine_uplink(QuarantineUplink(uplink, "bad_record"), unit, house.clock)
        return int(uplink_id)

    return house.submit(job)


async def test_they_are_listed_without_what_is_in_them(house: House) -> None:
    number = put_aside(house, b"\x01\x02")
    (one,) = (await house.person(Role.AUDITOR).get("/v1/quarantine")).json()
    assert (one["uplink_id"], one["reason"], one["bytes"], one["source"]) == (number, "bad_record", 2, "teltonika_tcp")


async def test_what_can_be_read_today_becomes_a_case(house: House) -> None:
    number = put_aside(house, tcp_frame(a_crash(timestamp_ms=round(house.clock.now().timestamp() * 1000))))
    supervisor = house.person(Role.SUPERVISOR)
    one = await supervisor.post(f"/v1/quarantine/{number}/decode", key="k")
    two = await supervisor.post(f"/v1/quarantine/{number}/decode", key="k")
    assert one.json() == two.json() == {"uplink_id": number, "state": "processed"}
    assert len(house.submit(lambda unit: unit.cases.open_cases())) == 1
    again = await supervisor.post(f"/v1/quarantine/{number}/decode")
    assert (again.status_code, again.json()["code"]) == (409, "not_quarantined")


async def test_what_still_cannot_be_read_stays_until_a_person_says_why_not(house: House) -> None:
    number = put_aside(house, b"\x01\x02")
    supervisor = house.person(Role.SUPERVISOR)
    assert (await supervisor.post(f"/v1/quarantine/{number}/decode")).json()["state"] == "quarantined"
    assert (await supervisor.post(f"/v1/quarantine/{number}/release", {"reason": ""})).status_code == 422
    released = await supervisor.post(f"/v1/quarantine/{number}/release", {"reason": "Test frame of the maker."})
    assert released.json()["state"] == "released"
    assert (await supervisor.get("/v1/quarantine")).json() == []
    entries = house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))
    last = entries[-1].record
    assert (last.action, last.personal["reason"]) == (AuditAction.UPLINK_RELEASED, "Test frame of the maker.")
    assert (await supervisor.post("/v1/quarantine/999/release", {"reason": "None such."})).status_code == 404


async def test_what_is_in_a_frame_is_shown_to_a_supervisor_and_that_is_written_down(house: House) -> None:
    number = put_aside(house, b"\x01\x02\xff")
    shown = await house.person(Role.SUPERVISOR).post(f"/v1/quarantine/{number}/views")
    assert shown.json() == {"uplink_id": number, "hex": "0102ff"}
    entries = house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))
    assert entries[-1].record.action is AuditAction.UPLINK_VIEWED
    assert entries[-1].record.facts["uplink_id"] == str(number)
    for role in (Role.ADMIN, Role.AUDITOR, Role.OPERATOR):
        assert (await house.person(role).post(f"/v1/quarantine/{number}/views")).status_code == 403
