"""Which records speak of the same crash."""

from dataclasses import replace

import pytest

from app.domain.ecall import BoxRecord, CrashMark
from app.domain.ids import Imei
from services.detection.belonging import Kinship
from tests.services.detection.crashes import IMPACT_AT, a_position, a_record

CRASH = CrashMark.CRASH
TRACE = CrashMark.TRACE
SOS = CrashMark.SOS
MSD = CrashMark.AUTOMATIC_MSD
TEST = CrashMark.TEST


def rec(offset_s: float, mark: CrashMark, counter: int | None = None) -> BoxRecord:
    return a_record(offset_s, mark, crash_counter=counter)


@pytest.mark.parametrize(
    ("record", "group", "expected"),
    [
        (rec(10, CRASH), [rec(0, CRASH)], True),
        (rec(-10, CrashMark.CRASH_UNCALIBRATED), [rec(0, CRASH)], True),
        (rec(11, CRASH), [rec(0, CRASH)], False),
        (rec(30, CRASH, 4), [rec(0, CRASH, 4)], True),
        (rec(31, CRASH, 4), [rec(0, CRASH, 4)], False),
        (rec(100, CRASH, 4), [rec(0, CRASH, 4), rec(60, SOS, 4)], False),
        (rec(100, CRASH), [rec(0, CRASH), rec(60, SOS)], False),
        (rec(1, CRASH, 5), [rec(0, CRASH, 4)], False),
        (rec(1, CRASH, 5), [rec(0, CRASH)], True),
        (rec(-60, TRACE), [rec(0, CRASH)], True),
        (rec(-61, TRACE), [rec(0, CRASH)], False),
        (rec(600, TRACE), [rec(0, CRASH)], True),
        (rec(601, TRACE), [rec(0, CRASH)], False),
        (rec(0, CRASH), [rec(-60, TRACE)], True),
        (rec(0, CRASH), [rec(-61, TRACE)], False),
        (rec(0, CRASH), [rec(600, TRACE)], True),
        (rec(1800, TRACE, 4), [rec(0, CRASH, 4)], True),
        (rec(1801, TRACE, 4), [rec(0, CRASH, 4)], False),
        (rec(5, TRACE, 5), [rec(0, CRASH, 4)], False),
        (rec(600, TRACE), [rec(0, TRACE)], True),
        (rec(-600, TRACE), [rec(0, TRACE)], True),
        (rec(-601, TRACE), [rec(0, TRACE)], False),
        (rec(-1800, TRACE, 4), [rec(0, TRACE, 4)], True),
        (rec(1801, TRACE, 4), [rec(0, TRACE, 4)], False),
        (rec(0, CRASH), [rec(-400, TRACE), rec(300, TRACE)], True),
        (rec(-1000, TRACE), [rec(0, TRACE), rec(-500, TRACE)], True),
        (rec(1000, TRACE), [rec(500, TRACE), rec(0, TRACE)], True),
        (rec(630, TRACE), [rec(0, CRASH), rec(40, TRACE)], False),
        (rec(120, SOS), [rec(0, CRASH)], True),
        (rec(121, SOS), [rec(0, CRASH)], False),
        (rec(-120, MSD), [rec(0, CRASH)], True),
        (rec(120, SOS), [rec(0, SOS)], True),
        (rec(0, TEST), [rec(0, CRASH)], False),
        (rec(0, CRASH), [rec(0, TEST)], False),
        (rec(5, TEST), [rec(0, TEST)], True),
    ],
)
def test_a_record_belongs_by_counter_else_by_time(record: BoxRecord, group: list[BoxRecord], expected: bool) -> None:
    assert Kinship(*group).takes(record) is expected


def test_the_crash_goes_before_a_call_and_a_call_before_a_trace() -> None:
    trace, sos, msd, crash = rec(-10, TRACE), rec(-5, SOS, 8), rec(4, MSD), rec(6, CRASH)
    assert Kinship(trace, sos, msd, crash).chief is crash
    assert Kinship(crash, msd, sos, trace).chief is crash
    assert Kinship(trace, sos, msd).chief is msd
    assert Kinship(trace, sos).chief is sos
    assert Kinship(crash, rec(1, CRASH)).chief.device_at < crash.device_at
    assert Kinship(trace, crash).crash_counter is None
    assert Kinship(trace, sos, crash).crash_counter == 8
    assert Kinship(sos, rec(0, CRASH, 9)).crash_counter == 9


def elsewhere(offset_s: float, mark: CrashMark, north_m: float | None = 0.0, counter: int | None = None) -> BoxRecord:
    """A record that came under another number, so many metres north of the crash; None = without a fix."""
    fix = None if north_m is None else a_position(IMPACT_AT, latitude_deg=50.851 + north_m / 111_195)
    record = rec(offset_s, mark, counter)
    return replace(record, imei=Imei("350000000000999"), position=fix)


HERE = replace(rec(0, CRASH, 4), position=a_position(IMPACT_AT))


@pytest.mark.parametrize(
    ("record", "group", "expected"),
    [
        (elsewhere(120, MSD), [HERE], True),
        (elsewhere(-120, SOS), [HERE], True),
        (elsewhere(121, MSD), [HERE], False),
        (elsewhere(0, MSD, 199), [HERE], True),
        (elsewhere(0, MSD, 201), [HERE], False),
        (elsewhere(0, MSD, None), [HERE], True),
        (elsewhere(0, MSD), [replace(HERE, position=None)], True),
        (elsewhere(0, MSD, counter=9), [HERE], True),
        (elsewhere(0, CRASH), [HERE], False),
        (elsewhere(0, TRACE), [HERE], False),
        (elsewhere(0, TEST), [HERE], False),
        (HERE, [elsewhere(30, MSD)], True),
        (rec(0, TRACE), [elsewhere(30, MSD)], False),
        (elsewhere(30, MSD), [rec(0, TRACE)], True),
        (elsewhere(0, MSD), [replace(HERE, mark=MSD)], False),
        (elsewhere(100, MSD), [HERE, elsewhere(-60, MSD)], True),
        (replace(elsewhere(20, MSD), imei=Imei("350000000000888")), [HERE, elsewhere(10, MSD)], False),
    ],
)
def test_a_call_under_another_number_belongs_by_time_and_place(
    record: BoxRecord, group: list[BoxRecord], expected: bool
) -> None:
    assert Kinship(*group).takes(record) is expected
