"""Contracts and boxes, many at once: the dictionaries and the database promise the same."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.box import Car
from app.domain.ids import AccountId, ContractId, Imei
from app.domain.subscription import Address, Cover
from app.usecases.record_ports import ImportDecided, ImportState
from tests.support.builders import a_box, a_contract, an_audit_record
from tests.support.units import AnyUnit

FIRST, SECOND = ContractId("1" * 32), ContractId("2" * 32)
CAR = Car("1-ABC-234", "VW ID.3", "white", "electric")
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def test_contracts_and_boxes_are_stored_and_replaced_many_at_once(unit: AnyUnit) -> None:
    one = a_contract(
        contract_id=FIRST, address=Address("Kerkstraat 1", "3060", "Bertem"), covers=frozenset(Cover), car=CAR
    )
    other = a_contract(contract_id=SECOND, policy_number="58-2")
    box = replace(a_box(), contract_id=FIRST)
    unit.records.put_many([one, other], [box])
    assert (unit.contracts.find(FIRST), unit.contracts.find(SECOND)) == (one, other)
    moved = replace(box, contract_id=SECOND, car=Car("2-XYZ-987", "Kia Niro", "", ""))
    renewed = replace(one, policy_number="58-1b", covers=None, address=None)
    unit.records.put_many([renewed], [moved, replace(box, imei=Imei("356307042441099"))])
    assert unit.contracts.find(FIRST) == renewed
    assert unit.boxes.find(moved.imei) == moved
    unit.audit.append(an_audit_record())
    unit.check_audited()


def test_an_import_runs_until_it_is_done(unit: AnyUnit) -> None:
    assert unit.records.running_import() is None
    decided = ImportDecided("a" * 32, ImportState.APPLYING, AccountId("x"), "An", "d", "0" * 64, 10, 1, 2, 3, NOW, None)
    unit.records.put_import(decided)
    assert unit.records.running_import() == decided
    unit.records.put_import(replace(decided, state=ImportState.DONE, ended_at=NOW))
    assert unit.records.running_import() is None
    unit.audit.append(an_audit_record())
    unit.check_audited()
