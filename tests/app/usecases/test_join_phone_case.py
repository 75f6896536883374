"""An E-call of a car for which a case was opened by phone: one case, one truck, and everybody asked what must be."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, cast

import pytest

from app.domain.audit import AuditAction
from app.domain.box import Car
from app.domain.case import Case, CaseState, TowQuestion
from app.domain.ecall import CrashMark
from app.domain.ids import Imei
from app.domain.phone_case import CallerRelation, Incident, PhoneReport
from app.domain.service_order import OrderState
from app.domain.verdict import Priority, VerdictKind
from app.usecases.attach_caller import SpokenBy
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.open_phone_case import OpenPhoneCase, open_phone_case
from app.usecases.order_tow import OrderTow, order_tow
from app.usecases.phone_cases import NamedCar
from tests.app.usecases.crashes import DELAY, SETTINGS, Crash, Desk
from tests.app.usecases.people import AN
from tests.support.builders import A_CONTRACT_ID, AN_IMEI, NOON, a_contract, a_place
from tests.support.clocks import StandingClock

MINUTE: Final = timedelta(minutes=1)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def phoned(desk: Desk, minutes_before: float = 5, **changes: object) -> Case:
    """A breakdown, told by the driver so many minutes before noon; the plate is that of the box's car."""
    known: dict[str, object] = {
        "actor": AN,
        "caller": SpokenBy(CallerRelation.DRIVER, "Jan Peeters", "0470123456"),
        "car": NamedCar(),
        "report": PhoneReport(Incident.DEFECT, plate="1abc234"),
        "place": a_place(is_told=True, latitude_deg=51.2, accuracy_m=3000.0),
    }
    at, desk.clock = desk.clock, StandingClock(NOON - minutes_before * MINUTE)
    case = open_phone_case(
        OpenPhoneCase(**cast("dict[str, Any]", {**known, **changes})), desk.unit, desk.clock, SETTINGS
    )
    desk.clock = at
    desk.unit.check_audited()
    return case


def test_the_crash_of_a_car_that_had_phoned_joins_its_case_and_rings(desk: Desk) -> None:
    told = phoned(desk)
    case = desk.opens(Crash(peak_g=3.1))
    assert case.case_id == told.case_id
    assert (case.imei, case.contract_id, case.impacts) == (AN_IMEI, A_CONTRACT_ID, 1)
    assert (case.mark, case.verdict.kind, case.priority) == (CrashMark.CRASH, VerdictKind.ECALL, Priority.TWO)
    assert case.place is not None
    assert not case.place.is_told
    assert desk.rang()[-1]
    assert AuditAction.ECALL_JOINED in desk.actions(case)
    assert case.claim == told.claim


def test_after_the_crash_the_driver_is_to_be_called_again(desk: Desk) -> None:
    assert is_driver_reached(phoned(desk))
    assert not is_driver_reached(desk.opens(Crash(peak_g=3.1)))


def test_of_a_crash_before_the_call_the_driver_has_spoken_already(desk: Desk) -> None:
    told = phoned(desk, minutes_before=0, report=PhoneReport(Incident.COLLISION, plate="1abc234"))
    case = desk.opens(Crash(peak_g=3.1, occurred_at=NOON - 2 * MINUTE))
    assert case.case_id == told.case_id
    assert is_driver_reached(case)
    assert case.tow_question is TowQuestion.OPEN


def test_a_hard_crash_sends_one_truck(desk: Desk) -> None:
    phoned(desk)
    case = desk.opens(Crash(peak_g=6.3))
    assert case.priority is Priority.ONE
    assert [order.state for order in desk.orders()] == [OrderState.BY_HAND]


@pytest.mark.parametrize("plate", ["1-ABC-234", ""])
def test_the_truck_that_was_ordered_on_the_phone_is_the_truck(desk: Desk, plate: str) -> None:
    told = phoned(desk, car=NamedCar(A_CONTRACT_ID), report=PhoneReport(Incident.DEFECT, plate=plate))
    order_tow(OrderTow(AN, told.case_id), desk.unit, desk.clock)
    case = desk.opens(Crash(peak_g=6.3))
    assert case.case_id == told.case_id
    assert len(desk.orders()) == 1
    assert desk.unit.orders.running_for_box(AN_IMEI) == tuple(desk.orders())


def test_a_phone_case_of_its_box_takes_the_crash_too(desk: Desk) -> None:
    told = phoned(desk, car=NamedCar(imei=AN_IMEI), report=PhoneReport(Incident.DEFECT))
    assert desk.opens(Crash(peak_g=3.1)).case_id == told.case_id


def test_a_phone_case_of_its_contract_takes_the_crash_too(desk: Desk) -> None:
    desk.knows(a_contract(car=Car("1-ABC-234", "VW ID.3", "white", "electric")), car=None)
    told = phoned(desk, car=NamedCar(A_CONTRACT_ID), report=PhoneReport(Incident.DEFECT))
    assert desk.opens(Crash(peak_g=3.1)).case_id == told.case_id


@pytest.mark.parametrize(
    "other",
    [
        {"minutes_before": 61},
        {"report": PhoneReport(Incident.DEFECT, plate="1-ZZZ-999")},
        {"report": PhoneReport(Incident.DEFECT)},
    ],
)
def test_the_case_of_another_car_or_hour_is_left_alone(desk: Desk, other: dict[str, Any]) -> None:
    told = phoned(desk, **other)
    assert desk.opens(Crash(peak_g=3.1)).case_id != told.case_id


def test_a_closed_phone_case_swallows_nothing(desk: Desk) -> None:
    told = phoned(desk)
    desk.has_now(replace(told, state=CaseState.CLOSED))
    assert desk.opens(Crash(peak_g=3.1)).case_id != told.case_id


def test_a_test_of_the_box_stays_out_of_it(desk: Desk) -> None:
    told = phoned(desk)
    assert desk.opens(Crash(mark=CrashMark.TEST)).case_id != told.case_id


def test_a_second_crash_is_the_second_impact_of_the_same_case(desk: Desk) -> None:
    told = phoned(desk)
    desk.opens(Crash(peak_g=3.1))
    case = desk.opens(Crash(peak_g=3.1, occurred_at=NOON + MINUTE, received_at=NOON + MINUTE + DELAY))
    assert (case.case_id, case.impacts, case.priority) == (told.case_id, 2, Priority.ONE)
    assert AuditAction.SECOND_IMPACT in desk.actions(case)


def test_what_the_curve_tells_later_still_finds_its_case(desk: Desk) -> None:
    told = phoned(desk)
    crash = Crash()
    desk.opens(crash)
    case = desk.opens(crash.with_(peak_g=6.3))
    assert case.case_id == told.case_id
    assert len(desk.orders()) == 1


def test_the_open_question_of_the_caller_stays_when_the_clauses_send_no_truck(desk: Desk) -> None:
    phoned(desk, minutes_before=0, report=PhoneReport(Incident.COLLISION, plate="1abc234"))
    crash = Crash(peak_g=3.1, occurred_at=NOON - 2 * MINUTE)
    desk.opens(crash)
    assert desk.opens(crash.with_(delta_v_kmh=12.0)).tow_question is TowQuestion.OPEN


def test_boxes_without_a_car_join_no_case_by_chance(desk: Desk) -> None:
    desk.knows(None, imei=Imei("356093070000099"), car=None, contract_id=None)
    told = phoned(desk, report=PhoneReport(Incident.DEFECT))
    assert desk.opens(Crash(imei=Imei("356093070000099"))).case_id != told.case_id
