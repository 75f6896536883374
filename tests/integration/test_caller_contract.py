"""Callers, and cases whose car no box is known for: what every adapter of the ports promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.box import Car
from app.domain.case import Case
from app.domain.ecall import CrashMark
from app.domain.errors import Conflict
from app.domain.ids import AccountId, CallerId, CaseId, new_id
from app.domain.phone_case import Caller, CallerRelation, Incident, PhoneReport, stand_in_number
from app.domain.service_order import OrderState
from app.domain.verdict import TOLD_ON_THE_PHONE
from app.persistence.obligation import UnauditedChange
from tests.support.builders import (
    A_CONTRACT_ID,
    AN_IMEI,
    NOON,
    a_box,
    a_case,
    a_contract,
    a_place,
    an_audit_record,
    an_order,
)
from tests.support.units import AnyUnit


def told(unit: AnyUnit, plate: str = "", **changes: object) -> Case:
    """A case by phone of a car without a box."""
    case_id = CaseId(new_id())
    known: dict[str, object] = {
        "case_id": case_id,
        "imei": stand_in_number(case_id),
        "contract_id": None,
        "ecall_ids": (),
        "mark": CrashMark.PHONE,
        "verdict": TOLD_ON_THE_PHONE,
        "report": PhoneReport(Incident.DEFECT, plate, "E40, km 22", "BE"),
        "place": a_place(is_told=True),
    }
    case = a_case(**{**known, **changes})
    unit.cases.add(case)
    unit.audit.append(an_audit_record(case.case_id, action=AuditAction.CASE_OPENED_BY_PHONE))
    return case


def a_caller(case_id: CaseId, minutes: int = 0, **changes: object) -> Caller:
    caller = Caller(
        CallerId(new_id()),
        case_id,
        CallerRelation.PASSENGER,
        "Els Maes",
        "+32470987654",
        NOON + timedelta(minutes=minutes),
        AccountId("a" * 32),
    )
    return replace(caller, **changes)  # type: ignore[arg-type]  # each test names its own


def test_a_case_by_phone_comes_back_as_it_was(unit: AnyUnit) -> None:
    case = told(unit, "1-XYZ-987")
    assert unit.cases.get(case.case_id) == case
    joined = unit.cases.save(replace(case, imei=AN_IMEI, report=replace(case.report, plate=""), version=case.version))  # type: ignore[type-var]
    assert unit.cases.get(case.case_id) == joined


def test_callers_of_a_case_come_oldest_first(unit: AnyUnit) -> None:
    case, other = told(unit), told(unit)
    second, first = a_caller(case.case_id, 5, name="", e164=""), a_caller(case.case_id)
    for caller in (second, first, a_caller(other.case_id)):
        unit.callers.add(caller)
    assert unit.callers.of_case(case.case_id) == (first, second)


def test_a_caller_owes_an_entry_in_the_case(unit: AnyUnit) -> None:
    case = told(unit)
    unit.check_audited()
    unit.callers.add(a_caller(case.case_id))
    with pytest.raises(UnauditedChange):
        unit.check_audited()


def test_one_car_that_is_known_by_its_plate_has_one_truck(unit: AnyUnit) -> None:
    first, second, other = told(unit, "1-XYZ-987"), told(unit, "1xyz 987"), told(unit, "1-AAA-111")
    order = an_order(first.case_id)
    unit.orders.put(order)
    assert unit.orders.running_for_box(second.imei) == (order,)
    assert unit.orders.running_for_box(other.imei) == ()
    with pytest.raises(Conflict):
        unit.orders.put(an_order(second.case_id))
    unit.orders.put(an_order(other.case_id))


def test_cars_of_which_nothing_is_known_are_many(unit: AnyUnit) -> None:
    for case in (told(unit), told(unit)):
        unit.orders.put(an_order(case.case_id))
        assert len(unit.orders.running_for_box(case.imei)) == 1


def test_the_truck_of_a_plate_is_that_of_the_box_in_that_car(unit: AnyUnit) -> None:
    unit.boxes.put(a_box())
    case = told(unit, "1 abc 234")
    order = an_order(case.case_id)
    unit.orders.put(order)
    assert unit.orders.running_for_box(AN_IMEI) == (order,)


def test_the_truck_of_a_contract_is_that_of_its_car(unit: AnyUnit) -> None:
    unit.contracts.put(a_contract(car=Car("1-ABC-234", "VW ID.3", "white", "electric")))
    unit.boxes.put(a_box())
    case = told(unit, contract_id=A_CONTRACT_ID)
    order = an_order(case.case_id)
    unit.orders.put(order)
    assert unit.orders.running_for_box(AN_IMEI) == (order,)


def test_a_truck_follows_its_case_to_the_box(unit: AnyUnit) -> None:
    unit.boxes.put(a_box(car=None))
    case = told(unit)
    order = an_order(case.case_id)
    unit.orders.put(order)
    assert unit.orders.running_for_box(AN_IMEI) == ()
    unit.cases.save(replace(case, imei=AN_IMEI))
    unit.orders.put(replace(order, state=OrderState.ACCEPTED))
    assert [one.order_id for one in unit.orders.running_for_box(AN_IMEI)] == [order.order_id]
