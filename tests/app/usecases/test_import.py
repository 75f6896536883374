"""A file of contracts is put on record whole or not at all, and says exactly what is wrong with it."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box import Box
from app.domain.errors import Conflict
from app.domain.ids import Imei
from app.domain.imports import ImportKind
from app.domain.subscription import Contract, Cover, Language, Relation
from app.usecases.actor import SERVICE
from app.usecases.import_apply import DecideImport, decide_import
from app.usecases.import_columns import template
from tests.support.clocks import StandingClock
from tests.support.import_files import HEAD, ROW, Importer, lines
from tests.support.memory import InMemoryUnitOfWork

BOX = Imei("356307042441013")


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path, InMemoryUnitOfWork(), StandingClock())


def _contract(importer: Importer, policy: str = "58-1") -> Contract:
    (record,) = importer.unit.records.records_of_policies([policy])[policy]
    assert record.contract is not None
    return record.contract


def _box(importer: Importer, imei: Imei = BOX) -> Box:
    box = importer.unit.boxes.find(imei)
    assert box is not None
    return box


def test_a_row_becomes_contract_people_car_and_box(importer: Importer) -> None:
    findings = importer.put(template(ImportKind.CONTRACTS).encode())
    assert (findings.added, findings.changed, findings.unchanged) == (1, 0, 0)
    contract = _contract(importer, "OEF-000001")
    assert (contract.starts_on, contract.ends_on) == (date(2026, 3, 1), None)
    assert contract.covers == frozenset({Cover.ACCIDENT, Cover.BREAKDOWN, Cover.PERSONS, Cover.S2_PACK})
    assert contract.driver is not None
    assert (contract.driver.name, contract.driver.mobile_e164) == ("Jan Peeters", "+32470000002")
    (contact,) = contract.contact_persons
    assert (contact.person.name, contact.relation, contact.person.language) == (
        "Lut Claes",
        Relation.FAMILY,
        Language.NL,
    )
    box = _box(importer, Imei("990000000000001"))
    assert box.car == contract.car
    assert box.car is not None
    assert (box.car.plate, box.model.trace_rate_hz, box.contract_id) == ("1-OEF-001", 100.0, contract.contract_id)


@pytest.mark.parametrize("kind", ImportKind)
def test_the_template_of_each_kind_has_no_fault_of_its_own(importer: Importer, kind: ImportKind) -> None:
    importer.put(template(ImportKind.CONTRACTS).encode())
    assert importer.faults(template(kind).encode(), kind) == []


def test_the_same_file_twice_changes_nothing(importer: Importer) -> None:
    importer.put(lines(ROW))
    before = (dict(importer.unit.contracts.contracts), dict(importer.unit.boxes.boxes))
    findings = importer.put(lines(ROW))
    assert (findings.added, findings.changed, findings.unchanged) == (0, 0, 1)
    assert (importer.unit.contracts.contracts, importer.unit.boxes.boxes) == before
    assert AuditAction.IMPORT_APPLIED not in importer.unit.audit.actions(SYSTEM_CHAIN)[3:]


def test_a_row_that_is_missing_ends_no_contract_and_a_column_that_is_missing_changes_nothing(
    importer: Importer,
) -> None:
    importer.put(lines(ROW, "58-2;Bart Jacobs;;;;;"))
    importer.put(lines("58-2;Bart Jacobs", head="policy_number;subscriber_name"))
    assert _contract(importer).ends_on == date(2027, 12, 31)


def test_an_empty_cell_says_not_known_but_takes_no_box_out(importer: Importer) -> None:
    importer.put(lines(ROW))
    findings = importer.put(lines("58-1;An Janssens;;1abc234;;;"))
    assert (_contract(importer).ends_on, _contract(importer).subscriber.mobile_e164) == (None, None)
    assert _box(importer).contract_id == _contract(importer).contract_id
    (change,) = findings.changes
    assert ("ends_on", "2027-12-31", "") in change.cells
    assert ("subscriber_phone", "+32470123456", "") in change.cells


def test_what_changed_is_said_before_and_audited_after(importer: Importer) -> None:
    importer.put(lines(ROW))
    findings = importer.put(lines(ROW.replace("0470 12 34 56", "+32 470 99 99 99")))
    (change,) = findings.changes
    assert (change.policy, change.cells) == ("58-1", (("subscriber_phone", "+32470123456", "+32470999999"),))
    entries = importer.unit.audit.of_chain(SYSTEM_CHAIN)
    decided, applied, done = (entry.record for entry in entries[-3:])
    assert (decided.action, done.action) == (AuditAction.IMPORT_DECIDED, AuditAction.IMPORT_DONE)
    assert (decided.facts["changed"], decided.facts["file_sha256"]) == ("1", "0" * 64)
    assert applied.personal == {"58-1": "subscriber_phone"}
    assert "An Janssens" not in str([entry.record.facts for entry in entries])


def test_what_a_person_mended_after_the_check_stays(importer: Importer) -> None:
    importer.put(lines(ROW))
    narrow = lines("58-1;2-XYZ-987", head="policy_number;plate")
    importer.put(lines("58-1;31/12/2030", head="policy_number;ends_on"))
    importer.put(narrow)
    assert _contract(importer).ends_on == date(2030, 12, 31)
    car = _box(importer).car
    assert car is not None
    assert car.plate == "2-XYZ-987"


def test_a_box_moves_to_the_car_the_file_says_when_it_speaks_of_both(importer: Importer) -> None:
    importer.put(lines(ROW))
    moved = lines("58-2;Bart Jacobs;;2-XYZ-987;356307042441013;Teltonika FMC640;", "58-1;An Janssens;;1abc234;;;")
    findings = importer.put(moved)
    assert findings.changed == 2
    assert _box(importer).contract_id == _contract(importer, "58-2").contract_id


def test_a_box_of_a_car_that_the_file_does_not_name_is_refused(importer: Importer) -> None:
    importer.put(lines(ROW, "58-2;Bart Jacobs;;2-XYZ-987;;;"))
    for taken in ("58-2;Bart Jacobs;;2-XYZ-987;356307042441013;;", "58-3;Eva Maes;;3-XYZ-987;356307042441013;;"):
        assert importer.faults(lines(taken)) == [(2, "imei", "box_in_other_car")]


def test_a_file_of_boxes_says_in_which_car_a_box_is(importer: Importer) -> None:
    importer.put(lines(ROW, "58-2;Bart Jacobs;;2-XYZ-987;;;"))
    importer.put(lines(f"{BOX};2-XYZ-987;58-2", head="imei;plate;policy_number"), ImportKind.BOXES)
    assert _box(importer).contract_id == _contract(importer, "58-2").contract_id


def test_two_cars_may_swap_plates_in_one_file(importer: Importer) -> None:
    other = ROW.replace("58-1", "58-2").replace("1abc234", "2xyz987").replace("41013", "41099")
    importer.put(lines(ROW, other))
    importer.put(lines(ROW.replace("1abc234", "2xyz987"), other.replace("2xyz987", "1abc234")))
    car = _box(importer).car
    assert car is not None
    assert car.plate == "2-XYZ-987"


def test_a_plate_of_another_record_is_refused(importer: Importer) -> None:
    importer.put(lines(ROW))
    taken = "58-2;Bart Jacobs;;1-ABC-234;;;"
    assert importer.faults(lines(taken)) == [(2, "plate", "plate_on_record")]


def test_a_second_box_of_a_car_is_a_row_of_boxes(importer: Importer) -> None:
    importer.put(lines(ROW))
    head = "imei;box_model;plate;policy_number"
    importer.put(lines("356307042441099;Teltonika FMB930;1-ABC-234;58-1", head=head), ImportKind.BOXES)
    assert _box(importer, Imei("356307042441099")).is_in_car_of(_box(importer))
    assert importer.faults(lines("356307042441098;X;;58-9", head=head), ImportKind.BOXES) == [
        (2, "policy_number", "unknown_policy")
    ]


def test_what_stands_twice_in_a_file_is_said_with_the_other_line(importer: Importer) -> None:
    content = lines(
        ROW,
        ROW.replace("1abc234", "").replace("356307042441013", ""),
        "58-3;Bart Jacobs;;1 ABC 234;;;",
        "58-4;Eva Maes;;;356307042441013;Teltonika FMC640;",
    )
    findings, _ = importer.check(content)
    assert [(one.line, one.column, one.code, one.detail) for one in findings.faults] == [
        (3, "policy_number", "twice", {"line": "2"}),
        (4, "plate", "twice", {"line": "2"}),
        (5, "imei", "twice", {"line": "2"}),
    ]


def test_every_fault_of_a_file_is_found_at_once(importer: Importer) -> None:
    content = lines(
        "58-1;=cmd|' /C calc'!A0;0470 1;1abc234;3,56307E+14;;31/02/2027",
        ";An;;;;;",
        f"58-3;{'x' * 10_000};;;;;",
        "58-4;;;;356307042441013;;",
        "58-5;An;;;356307042441099;;1/2/27",
    )
    findings, _ = importer.check(content)
    assert [(one.line, one.column, one.code) for one in findings.faults] == [
        (2, "subscriber_name", "formula"),
        (2, "subscriber_phone", "no_phone"),
        (2, "imei", "rounded"),
        (2, "ends_on", "no_date"),
        (3, "policy_number", "needed"),
        (4, "subscriber_name", "too_long"),
        (6, "ends_on", "no_date"),
        (5, "subscriber_name", "needed"),
    ]
    shown = {one.shown for one in findings.faults}
    assert "'=cmd|' /C calc'!A0" in shown
    assert max(map(len, shown)) < 60


def test_a_column_nobody_knows_is_a_fault_of_the_file(importer: Importer) -> None:
    head = "policy_number;subscriber_name;naam;=x"
    faults = importer.faults(lines("58-1;An;b;c", head=head))
    assert faults == [(0, "'=x", "unknown_column"), (0, "naam", "unknown_column")]
    assert importer.faults(lines("356307042441013;X;1/1/2027", head="imei;box_model;ends_on"), ImportKind.BOXES) == [
        (0, "ends_on", "column_of_other_kind")
    ]


def test_foreign_plates_numbers_and_emoji_are_kept_as_they_are(importer: Importer) -> None:
    importer.put(lines("58-1;Zoë 🚗 Öztürk;+33 6 12 34 56 78;ab-123-cd;;;", "58-2;Kurt;+49 151 23456789;AC·KL 77;;;"))
    contract = _contract(importer)
    assert (contract.subscriber.name, contract.subscriber.mobile_e164) == ("Zoë 🚗 Öztürk", "+33612345678")
    assert contract.car is not None
    assert contract.car.plate == "AB-123-CD"
    assert importer.faults(lines("58-3;An;;🚗🚗;;;")) == [(2, "plate", "no_plate")]


def test_only_one_import_at_a_time_is_put_in_place(importer: Importer) -> None:
    command = DecideImport(SERVICE, "i" * 32, "0" * 64, 1, 1, 0, 0)
    decide_import(command, importer.unit, importer.clock)
    with pytest.raises(Conflict, match="import_running"):
        decide_import(command, importer.unit, importer.clock)


def test_many_faults_are_counted_and_the_first_are_kept(importer: Importer) -> None:
    findings, _ = importer.check(lines(*(f"58-{number};;;;;;" for number in range(1500))))
    assert (len(findings.faults), findings.fault_count) == (1000, 1500)


def test_head_is_what_the_rows_of_these_tests_have() -> None:
    assert len(HEAD.split(";")) == len(ROW.split(";"))
