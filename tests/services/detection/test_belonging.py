"""Which records speak of the same crash."""

import pytest

from app.domain.ecall import BoxRecord, CrashMark
from services.detection.belonging import Kinship
from tests.services.detection.crashes import a_record

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
        (rec(11, CRASH, 4), [rec(0, CRASH, 4)], True),
        (rec(301, CRASH, 4), [rec(0, CRASH, 4)], False),
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
