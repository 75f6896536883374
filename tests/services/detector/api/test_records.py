"""Records over the API: found, looked at with an entry, mended by who may, and nothing personal in a log."""

import pytest

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from tests.support.builders import A_CONTRACT_ID, AN_IMEI
from tests.support.house import House

RECORDS = "/v1/records"


def _system(house: House) -> list[AuditAction]:
    return [one.record.action for one in house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))]


async def test_a_record_is_found_opened_and_mended(house: House) -> None:
    case = house.open_case()
    desk = house.person(Role.OPERATOR)
    found = (await desk.post(f"{RECORDS}/find", {"text": "0470 123456"})).json()
    (row,) = found["rows"]
    assert (row["contract_id"], row["plate"], row["driver"], found["more"]) == (
        A_CONTRACT_ID,
        "1-ABC-234",
        "Jan Peeters",
        False,
    )
    opened = (await desk.post(f"{RECORDS}/open", {"contract_id": A_CONTRACT_ID})).json()
    assert (opened["contract"]["driver_phone"], opened["boxes"][0]["imei"]) == ("+32470123456", AN_IMEI)
    assert _system(house)[-1] is AuditAction.RECORD_VIEWED
    body = {"contract_id": A_CONTRACT_ID, "imei": AN_IMEI, "version": opened["version"]}
    mended = await desk.post(f"{RECORDS}/mend", {**body, "cells": {"driver_phone": "0470 99 99 99"}})
    assert mended.json()["contract"]["driver_phone"] == "+32470999999"
    file = house.parts.store.read(lambda reader: reader.file(case.case_id))
    assert AuditAction.RECORD_CHANGED in [one.record.action for one in file.entries]
    late = await desk.post(f"{RECORDS}/mend", {**body, "cells": {"street": "Kerkstraat 1"}})
    assert (late.status_code, late.json()["code"]) == (409, "changed")


async def test_a_box_is_put_on_record_outside_training_and_may_then_log_in(house: House) -> None:
    desk = house.person(Role.INSTALLER)
    made = await desk.post(f"{RECORDS}/mend", {"cells": {"imei": AN_IMEI, "box_model": "Teltonika FMC640"}})
    assert made.json()["boxes"] == [{"imei": AN_IMEI, "box_model": "Teltonika FMC640"}]
    assert house.parts.store.read(lambda reader: reader.box(AN_IMEI)) is not None
    opened = await desk.post(f"{RECORDS}/open", {"imei": AN_IMEI})
    assert opened.json()["contract_id"] is None


async def test_what_cannot_be_meant_is_said_by_column(house: House) -> None:
    desk = house.person(Role.OPERATOR)
    answer = await desk.post(f"{RECORDS}/mend", {"cells": {"policy_number": "=1", "subscriber_name": "An"}})
    assert (answer.status_code, answer.json()["detail"]) == (422, {"policy_number": "formula"})


async def test_an_auditor_mends_nothing_and_an_installer_no_contract(house: House) -> None:
    cells = {"cells": {"policy_number": "58-9", "subscriber_name": "An"}}
    for role in (Role.AUDITOR, Role.INSTALLER):
        answer = await house.person(role).post(f"{RECORDS}/mend", cells)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_nothing_personal_reaches_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    desk = house.person(Role.OPERATOR)
    await desk.post(f"{RECORDS}/find", {"text": "Hélène"})
    await desk.post(f"{RECORDS}/mend", {"cells": {"policy_number": "58-9", "subscriber_name": "Hélène"}})
    assert "Hélène" not in caplog.text
    assert (await desk.post(f"{RECORDS}/open", {"contract_id": "x"})).status_code == 404
