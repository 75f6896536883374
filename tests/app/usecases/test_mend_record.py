"""One record is mended or made by hand, checked like a row of a file, and open cases see it at once."""

from dataclasses import replace

import pytest

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.errors import Conflict, Forbidden, Refusal
from app.domain.ids import AccountId, Imei
from app.domain.subscription import Contract
from app.settings import Settings
from app.usecases.actor import Actor
from app.usecases.import_merge import version_of
from app.usecases.mend_record import MendRecord, mend_record
from app.usecases.record_text import CarRecord
from tests.app.usecases.people import AN, Desk
from tests.support.builders import A_CONTRACT_ID, AN_IMEI, a_box

OTHER = Imei("356307042441099")
NEW = {"policy_number": "58-77", "subscriber_name": "Bart Jacobs", "subscriber_phone": "0470 77 77 77"}


def _record(desk: Desk) -> CarRecord:
    record = desk.unit.records.record_of_contract(A_CONTRACT_ID)
    assert record is not None
    return record


def _mend(desk: Desk, **cells: str) -> CarRecord:
    return _mend_cells(desk, cells)


def _mend_cells(desk: Desk, cells: dict[str, str]) -> CarRecord:
    record = _record(desk)
    imei = record.boxes[0].imei if record.boxes else None
    command = MendRecord(AN, A_CONTRACT_ID, imei, version_of(record), cells)
    after = mend_record(command, desk.unit, desk.clock, Settings())
    desk.unit.check_audited()
    return after


def _new(desk: Desk, **cells: str) -> CarRecord:
    return _new_by(AN, desk, cells)


def _new_by(actor: Actor, desk: Desk, cells: dict[str, str]) -> CarRecord:
    after = mend_record(MendRecord(actor, None, None, None, cells), desk.unit, desk.clock, Settings())
    desk.unit.check_audited()
    return after


@pytest.fixture
def boxed(desk: Desk) -> Desk:
    desk.unit.boxes.boxes[AN_IMEI] = a_box()
    return desk


def _refused(caught: pytest.ExceptionInfo[Refusal]) -> dict[str, str]:
    assert caught.value.code == "cells_refused"
    return dict(caught.value.detail)


def _contract(record: CarRecord) -> Contract:
    assert record.contract is not None
    return record.contract


def test_only_what_was_typed_changes(boxed: Desk) -> None:
    before = _record(boxed)
    after = _mend(boxed, driver_phone="0470 55 55 55", ends_on="31/12/2027")
    driver = _contract(before).driver
    assert driver is not None
    assert _contract(after).driver == replace(driver, mobile_e164="+32470555555")
    assert after.boxes == before.boxes
    assert boxed.record(SYSTEM_CHAIN, AuditAction.CONTRACT_REGISTERED).actor == AN.account_id


def test_who_was_faster_wins(boxed: Desk) -> None:
    version = version_of(_record(boxed))
    _mend(boxed, street="Kerkstraat 1")
    late = MendRecord(AN, A_CONTRACT_ID, AN_IMEI, version, {"street": "Dorpsplein 2"})
    with pytest.raises(Conflict, match="changed"):
        mend_record(late, boxed.unit, boxed.clock, Settings())


def test_what_cannot_be_meant_is_said_by_column_and_nothing_is_written(boxed: Desk) -> None:
    with pytest.raises(Refusal) as caught:
        _mend(boxed, driver_phone="0470 1", ends_on="31/02/2027", naam="x")
    assert _refused(caught) == {"driver_phone": "no_phone", "ends_on": "no_date", "naam": "unknown_column"}
    assert boxed.unit.audit.actions(SYSTEM_CHAIN) == []


@pytest.mark.parametrize("column", ["code", "self", "detail"])
def test_a_column_of_any_name_that_nobody_knows_is_refused(boxed: Desk, column: str) -> None:
    with pytest.raises(Refusal) as caught:
        _mend_cells(boxed, {column: "x"})
    assert _refused(caught) == {column: "unknown_column"}


def test_the_same_again_writes_nothing(boxed: Desk) -> None:
    _mend(boxed, street="Kerkstraat 1")
    entries = len(boxed.unit.audit.actions(SYSTEM_CHAIN))
    _mend(boxed, street="Kerkstraat 1")
    assert len(boxed.unit.audit.actions(SYSTEM_CHAIN)) == entries


def test_a_policy_gets_another_number_but_not_one_that_is_taken(boxed: Desk) -> None:
    assert _contract(_mend(boxed, policy_number="58-2")).policy_number == "58-2"
    _new(boxed, **NEW)
    with pytest.raises(Refusal) as caught:
        _mend(boxed, policy_number="58-77")
    assert _refused(caught) == {"policy_number": "policy_on_record"}


def test_a_new_contract_with_car_and_box_is_put_on_record(desk: Desk) -> None:
    record = _new(desk, **NEW, plate="2xyz987", imei=OTHER, box_model="Teltonika FMC640")
    assert _contract(record).subscriber.mobile_e164 == "+32470777777"
    (box,) = record.boxes
    assert (box.imei, box.car, box.contract_id) == (OTHER, _contract(record).car, _contract(record).contract_id)
    with pytest.raises(Refusal) as caught:
        _new(desk, **NEW)
    assert _refused(caught) == {"policy_number": "policy_on_record"}


def test_another_number_of_a_box_takes_the_old_one_out(boxed: Desk) -> None:
    after = _mend(boxed, imei=OTHER, box_model="Teltonika FMB930")
    assert [(box.imei, box.car) for box in after.boxes] == [(OTHER, a_box().car)]
    old = boxed.unit.boxes.find(AN_IMEI)
    assert old is not None
    assert (old.car, old.contract_id) == (None, None)


def test_an_emptied_number_takes_the_box_out(boxed: Desk) -> None:
    assert _mend(boxed, imei="").boxes == ()


def test_a_box_of_another_car_and_a_plate_of_another_car_are_refused(boxed: Desk) -> None:
    _new(boxed, **NEW, plate="2xyz987", imei=OTHER, box_model="Teltonika FMC640")
    with pytest.raises(Refusal) as caught:
        _mend(boxed, imei=OTHER)
    assert _refused(caught) == {"imei": "box_in_other_car"}
    with pytest.raises(Refusal) as caught:
        _mend(boxed, plate="2-XYZ-987")
    assert _refused(caught) == {"plate": "plate_on_record"}


def test_an_installer_registers_boxes_and_no_contracts(desk: Desk) -> None:
    installer = Actor(AccountId("i" * 32), "Ivo", frozenset({Role.INSTALLER}), "van")
    policy = desk.unit.contracts.contracts[A_CONTRACT_ID].policy_number
    cells = {"imei": OTHER, "box_model": "Teltonika FMC640", "plate": "2xyz987", "policy_number": policy}
    record = _new_by(installer, desk, cells)
    assert [box.imei for box in record.boxes] == [OTHER]
    with pytest.raises(Forbidden):
        _new_by(installer, desk, NEW)
