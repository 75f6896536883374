"""Which E-calls of other numbers may be of the same crash: one car on record, or a car that nobody knows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.box import Car
from app.domain.case import Case
from app.domain.ecall import BoxRecord, CrashMark, Ecall, Position
from app.domain.ids import ContractId, Imei
from app.domain.uplink import StoredUplink, UplinkSource, UplinkState
from app.domain.verdict import ReasonCode, VerdictKind
from app.usecases.store_uplink import StoreUplink, store_uplink
from services.detector.processing import process
from services.detector.same_car import ecalls_of_same_car
from services.simulator.training import TOUR_BOX
from tests.services.detector.test_processing import Bench, packets
from tests.support.builders import AN_IMEI, NOON, a_box, a_position, a_record, an_ecall, an_uplink
from tests.support.memory import InMemoryUnitOfWork
from tests.support.msd import AnMsd

STRANGER = Imei("001234567890123")
OTHER = Imei("356093070000022")
SECOND = timedelta(seconds=1)
CRASH, MSD, SOS = CrashMark.CRASH, CrashMark.AUTOMATIC_MSD, CrashMark.SOS


def of_box(**changes: object) -> Ecall:
    ecall = an_ecall(**changes)
    return replace(ecall, track=(a_record(imei=ecall.imei, mark=ecall.mark, device_at=ecall.occurred_at),))


def opener(mark: CrashMark, position: Position | None = None, at: datetime = NOON) -> BoxRecord:
    return a_record(mark=mark, device_at=at, position=position)


@pytest.fixture
def unit() -> InMemoryUnitOfWork:
    unit = InMemoryUnitOfWork()
    unit.boxes.boxes[AN_IMEI] = a_box()
    return unit


@pytest.mark.parametrize(
    ("mark", "position", "at", "is_found"),
    [
        (MSD, a_position(), NOON, True),
        (MSD, a_position(), NOON + 120 * SECOND, True),
        (MSD, a_position(), NOON + 121 * SECOND, False),
        (MSD, None, NOON, False),
        (SOS, a_position(), NOON, False),
        (CRASH, a_position(), NOON, False),
        (CrashMark.TRACE, a_position(), NOON, False),
        (MSD, a_position(), datetime.max.replace(tzinfo=UTC), False),
        (MSD, a_position(), datetime.min.replace(tzinfo=UTC), False),
    ],
)
def test_a_call_of_an_unknown_car_may_be_that_of_the_box(
    unit: InMemoryUnitOfWork, mark: CrashMark, position: Position | None, at: datetime, is_found: bool
) -> None:
    ecall = of_box()
    unit.ecalls.put(ecall)
    assert ecalls_of_same_car(STRANGER, [opener(mark, position, at)], unit) == ((ecall,) if is_found else ())


def test_the_box_may_come_after_the_call(unit: InMemoryUnitOfWork) -> None:
    call = of_box(imei=STRANGER, mark=MSD)
    unit.ecalls.put(call)
    assert ecalls_of_same_car(AN_IMEI, [opener(CRASH, a_position())], unit) == (call,)
    assert ecalls_of_same_car(AN_IMEI, [], unit) == ()
    unit.ecalls.put(replace(call, position=None))
    assert ecalls_of_same_car(AN_IMEI, [opener(CRASH, a_position())], unit) == ()


@pytest.mark.parametrize(("plate", "is_found"), [("1-ABC-234", True), ("2-XYZ-999", False)])
def test_cars_on_record_are_one_by_their_plate_and_need_no_place(
    unit: InMemoryUnitOfWork, plate: str, is_found: bool
) -> None:
    unit.boxes.boxes[AN_IMEI] = a_box(car=Car("1-ABC-234", "", "", ""))
    unit.boxes.boxes[OTHER] = a_box(imei=OTHER, car=Car(plate, "", "", ""), contract_id=ContractId("k" * 32))
    ecall = of_box(position=None)
    unit.ecalls.put(ecall)
    assert bool(ecalls_of_same_car(OTHER, [opener(SOS)], unit)) is is_found


def received(bench: Bench, imei: Imei, payload: bytes) -> None:
    raw = an_uplink(payload, imei=imei, source=UplinkSource.MSD_FEED, received_at=bench.clock.now())
    uplink_id = store_uplink(StoreUplink(raw), bench.unit)
    assert uplink_id is not None
    process(StoredUplink(uplink_id, raw, UplinkState.STORED), bench.unit, bench.judges)
    bench.unit.check_audited()


def cases_after(order: str) -> list[Case]:
    """The tour's crash and the eCall of its car, in this order of "b" (box) and "c" (call)."""
    known = Bench()
    known.receive(*packets())
    crash = known.the_case()
    assert crash.place is not None
    call = AnMsd(
        timestamp_s=int(crash.event_at.timestamp()) + 20,
        latitude_mas=round((crash.place.latitude_deg + 0.001) * 3_600_000),
        longitude_mas=round(crash.place.longitude_deg * 3_600_000),
    )
    bench = Bench()
    for place, one in enumerate(order):
        if one == "c":
            received(bench, STRANGER, replace(call, identifier=place + 1).write())
        elif place == order.index("b"):
            bench.receive(*packets())
    return list(bench.unit.cases.cases.values())


@pytest.mark.parametrize("order", ["bc", "cb", "bcc", "cbc"])
def test_a_box_and_the_call_of_its_car_are_one_case_with_two_sources(order: str) -> None:
    (case,) = cases_after(order)
    assert (case.impacts, case.imei, case.mark, case.verdict.kind) == (
        1,
        TOUR_BOX.imei,
        CrashMark.CRASH,
        VerdictKind.TOW_AT_ONCE,
    )
    codes = {reason.code for reason in case.verdict.reasons}
    assert {ReasonCode.BOX_CRASH_FLAG, ReasonCode.AUTOMATIC_ACTIVATION} <= codes


def test_a_car_that_calls_again_later_is_still_the_car_of_the_box() -> None:
    bench = Bench()
    bench.receive(*packets())
    crash = bench.the_case()
    assert crash.place is not None
    first = AnMsd(
        timestamp_s=int(crash.event_at.timestamp()) + 20,
        latitude_mas=round(crash.place.latitude_deg * 3_600_000),
        longitude_mas=round(crash.place.longitude_deg * 3_600_000),
    )
    received(bench, STRANGER, first.write())
    received(bench, STRANGER, replace(first, identifier=2, timestamp_s=first.timestamp_s + 300).write())
    assert (bench.the_case().impacts, bench.the_case().nearby) == (2, ())
    received(bench, Imei("001234567890999"), replace(first, vin="WVWZZZ1KZAW999999", identifier=3).write())
    assert len(bench.unit.cases.cases) == 2, "the box has its one car; a third number is another"
    assert {len(case.nearby) for case in bench.unit.cases.cases.values()} == {1}


@pytest.mark.parametrize("mark", [CRASH, MSD])
def test_two_cars_on_record_are_never_one(unit: InMemoryUnitOfWork, mark: CrashMark) -> None:
    unit.boxes.boxes[AN_IMEI] = a_box(car=Car("1-ABC-234", "", "", ""))
    unit.boxes.boxes[OTHER] = a_box(imei=OTHER, car=Car("2-XYZ-999", "", "", ""))
    unit.ecalls.put(of_box(mark=mark))
    assert ecalls_of_same_car(OTHER, [opener(CRASH if mark is MSD else MSD, a_position())], unit) == ()
