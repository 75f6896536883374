"""One E-call from its first frame to its second impact, on the unit of work in memory and on the real one."""

from dataclasses import replace
from datetime import timedelta

from app.domain.audit import AuditAction, AuditRecord
from app.domain.case import Case, CaseState, Hold, Outcome, TowQuestion
from app.domain.phone_case import CallerRelation, Incident, PhoneReport
from app.domain.service_order import OrderState
from app.domain.verdict import Priority
from app.usecases.attach_caller import SpokenBy
from app.usecases.open_phone_case import OpenPhoneCase, open_phone_case
from app.usecases.phone_cases import NamedCar
from app.usecases.record_ecall import record_ecall
from tests.app.usecases.crashes import DELAY, SETTINGS, Crash, after
from tests.app.usecases.people import AN
from tests.support.builders import AN_IMEI, NOON, a_box, a_case, a_contract, a_place, an_audit_record, an_order
from tests.support.clocks import StandingClock
from tests.support.units import AnyUnit

TOLD = OpenPhoneCase(
    AN,
    SpokenBy(CallerRelation.DRIVER, "Jan Peeters", "0470123456"),
    NamedCar(),
    PhoneReport(Incident.DEFECT, plate="1abc234"),
    a_place(is_told=True),
)


def heard(unit: AnyUnit, crash: Crash, at_s: float = 0) -> Case | None:
    clock = StandingClock(NOON + DELAY + timedelta(seconds=at_s))
    case = record_ecall(crash.command, unit, clock, SETTINGS)
    unit.check_audited()
    return case


def opened(unit: AnyUnit, crash: Crash, at_s: float = 0) -> Case:
    case = heard(unit, crash, at_s)
    assert case is not None
    assert unit.cases.get(case.case_id) == case
    return case


def register(unit: AnyUnit) -> None:
    unit.contracts.put(a_contract())
    unit.boxes.put(a_box())
    unit.audit.append(an_audit_record(action=AuditAction.BOX_REGISTERED))
    unit.check_audited()


def actions(unit: AnyUnit, case: Case) -> list[AuditAction]:
    return [entry.record.action for entry in unit.audit.of_chain(case.case_id)]


def test_crash_trace_and_standstill_become_one_case_with_one_tow(unit: AnyUnit) -> None:
    register(unit)
    crash = Crash(standstill=None, place=None)
    case = opened(unit, crash)
    assert (case.holds, case.priority, case.version) == ((Hold.PLACE_UNKNOWN,), Priority.TWO, 1)
    case = opened(unit, crash.with_(peak_g=6.3), 1)
    assert (case.tow_question, case.priority, case.version) == (TowQuestion.OPEN, Priority.ONE, 2)
    case = opened(unit, crash.with_(peak_g=6.3, standstill=True), 2)
    assert (case.tow_question, case.version) == (TowQuestion.OPEN, 3)
    whole = crash.with_(peak_g=6.3, standstill=True, place=a_place())
    case = opened(unit, whole, 3)
    assert (case.tow_question, case.holds, case.version) == (TowQuestion.NOT_ASKED, (), 4)
    (order,) = unit.orders.of_case(case.case_id)
    assert (order.state, order.automatic) == (OrderState.BY_HAND, True)
    assert opened(unit, whole, 4) == case
    assert unit.ecalls.get(crash.ecall_id) == whole.ecall
    assert actions(unit, case)[-2:] == [AuditAction.ECALL_UPDATED, AuditAction.TOW_ORDERED]


def test_a_second_impact_joins_and_a_third_is_linked(unit: AnyUnit) -> None:
    register(unit)
    first = Crash(peak_g=6.3)
    case = opened(unit, first)
    second = after(first)
    grown = opened(unit, second, 60)
    assert (grown.case_id, grown.ecall_ids) == (case.case_id, (first.ecall_id, second.ecall_id))
    far = after(second, place=a_place(latitude_deg=51.2), peak_g=7.0)
    linked = opened(unit, far, 120)
    assert (linked.linked_case_id, linked.case_id == case.case_id) == (case.case_id, False)
    assert [order.case_id for order in unit.orders.running_for_box(case.imei)] == [case.case_id]


def test_a_rejection_becomes_a_case(unit: AnyUnit) -> None:
    register(unit)
    crash = Crash(peak_g=1.9)
    assert heard(unit, crash) is None
    assert unit.ecalls.find_rejected(crash.ecall_id) is not None
    case = opened(unit, crash.with_(peak_g=3.1), 9)
    assert unit.ecalls.find_rejected(crash.ecall_id) is None
    assert unit.cases.of_ecall(crash.ecall_id) == case


def test_a_late_trace_opens_a_closed_case_again(unit: AnyUnit) -> None:
    register(unit)
    crash = Crash()
    case = opened(unit, crash)
    unit.cases.save(replace(case, state=CaseState.CLOSED, closed_at=NOON, outcome=Outcome.KERB))
    unit.audit.append(_closing(case))
    again = opened(unit, crash.with_(peak_g=6.3), 900)
    assert (again.state, again.outcome, again.closed_at) == (CaseState.OPEN, None, None)
    assert len(unit.orders.running_for_box(case.imei)) == 1
    assert actions(unit, again)[-1] is AuditAction.CASE_REOPENED


def _closing(case: Case) -> AuditRecord:
    return an_audit_record(case.case_id, action=AuditAction.CASE_CLOSED)


def test_a_told_case_whose_box_has_a_truck_already_keeps_its_own(unit: AnyUnit) -> None:
    """The truck of a closed case is under way still: no index may undo the E-call, and both trucks are still known."""
    told = open_phone_case(TOLD, unit, StandingClock(NOON - timedelta(minutes=5)), SETTINGS)
    own = an_order(told.case_id)
    unit.orders.put(own)
    earlier = a_case(state=CaseState.CLOSED, outcome=Outcome.HELPED)
    unit.cases.add(earlier)
    other = an_order(earlier.case_id)
    unit.orders.put(other)
    unit.audit.append(an_audit_record(earlier.case_id))
    register(unit)
    case = opened(unit, Crash(peak_g=6.3))
    assert (case.case_id, case.imei) == (told.case_id, AN_IMEI)
    unit.orders.put(replace(own, state=OrderState.EN_ROUTE))
    unit.audit.append(an_audit_record(told.case_id))
    assert unit.orders.get(own.order_id).state is OrderState.EN_ROUTE
    assert other in unit.orders.running_for_box(AN_IMEI)
    facts = {one.record.action: one.record.facts for one in unit.audit.of_chain(case.case_id)}
    assert facts[AuditAction.ECALL_JOINED]["other_order_ids"] == other.order_id
