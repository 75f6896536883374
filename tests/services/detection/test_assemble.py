"""What is known of a crash is always put together from everything received."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.ecall import BoxRecord, CrashMark, Ecall, TraceFragment
from app.domain.ids import EcallId
from services.detection.assemble import Gathered, assemble, gathered_from, is_around
from services.detection.belonging import Kinship
from tests.services.detection.crashes import (
    IMPACT_AT,
    TELTONIKA,
    THRESHOLDS,
    a_position,
    a_record,
    fragments_of,
    half_sine,
)

CRASH = a_record(0, CrashMark.CRASH)


def gathered(
    marked: set[BoxRecord], plain: set[BoxRecord] | None = None, fragments: Iterable[TraceFragment] = ()
) -> Gathered:
    return Gathered(Kinship(*marked), marked, plain or set(), set(fragments))


def put_together(group: Gathered) -> Ecall:
    return assemble(group, EcallId("one"), IMPACT_AT, TELTONIKA, THRESHOLDS)


def test_a_bare_crash_leaves_everything_else_unknown() -> None:
    group = gathered({CRASH})
    ecall = put_together(group)
    assert group.occurred_at == IMPACT_AT
    assert (ecall.ecall_id, ecall.received_at, ecall.occurred_at, ecall.mark) == (
        "one",
        IMPACT_AT,
        IMPACT_AT,
        CrashMark.CRASH,
    )
    assert ecall.track == (CRASH,)
    assert ecall.fragments == ()
    unknown = (ecall.position, ecall.last_known, ecall.measurement, ecall.standstill, ecall.standstill_since)
    assert {*unknown, ecall.speed_before_kmh, ecall.approach_speed_kmh, ecall.unplugged, ecall.crash_counter} == {None}


def test_the_place_is_the_latest_fix_from_the_crash_on() -> None:
    before = a_record(-3, position=a_position(IMPACT_AT - timedelta(seconds=3)))
    after = a_record(3, position=a_position(IMPACT_AT + timedelta(seconds=3), 50.9))
    assert put_together(gathered({CRASH}, plain={before, after})).position == after.position
    at_once = replace(CRASH, position=a_position(IMPACT_AT))
    assert put_together(gathered({at_once}, plain={before})).position == at_once.position


def test_without_a_fix_since_the_crash_there_is_only_a_last_known_place() -> None:
    before = a_record(-3, position=a_position(IMPACT_AT - timedelta(seconds=3)))
    memory = replace(CRASH, last_known=a_position(IMPACT_AT - timedelta(seconds=9)))
    ecall = put_together(gathered({memory}, plain={before}))
    assert (ecall.position, ecall.last_known) == (None, before.position)


@pytest.mark.parametrize(("offset_s", "expected"), [(-120, True), (-121, False), (600, True), (601, False)])
def test_what_lies_far_from_the_crash_is_not_kept(offset_s: float, expected: bool) -> None:
    record = a_record(offset_s)
    assert is_around(record, IMPACT_AT) is expected
    assert (record in put_together(gathered({CRASH}, plain={record})).track) is expected


def test_speeds_are_those_of_the_last_ten_seconds_and_of_the_last_minute() -> None:
    speeds = {
        a_record(offset, speed_kmh=speed)
        for offset, speed in ((-61, 150.0), (-60, 120.0), (-11, 110.0), (-10, 90.0), (0, 30.0), (1, 99.0))
    }
    ecall = put_together(gathered({CRASH}, plain=speeds))
    assert (ecall.speed_before_kmh, ecall.approach_speed_kmh) == (90.0, 120.0)
    at_once = put_together(gathered({replace(CRASH, speed_kmh=70.0)}))
    assert (at_once.speed_before_kmh, at_once.approach_speed_kmh) == (70.0, 70.0)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((CrashMark.CRASH, CrashMark.TRACE), True),
        ((CrashMark.CRASH_UNCALIBRATED,), False),
        ((CrashMark.CRASH, CrashMark.TRACE_UNCALIBRATED), False),
        ((CrashMark.SOS,), None),
        ((CrashMark.SOS, CrashMark.TRACE), True),
    ],
)
def test_a_box_knows_its_axes_when_nothing_it_sent_denies_it(
    marks: tuple[CrashMark, ...], expected: bool | None
) -> None:
    assert put_together(gathered({a_record(0, mark) for mark in marks})).calibrated is expected


@pytest.mark.parametrize(
    ("said", "expected"), [(((5, False),), False), (((5, False), (6, True), (7, False)), True), (((-5, True),), None)]
)
def test_a_supply_cut_after_the_crash_is_remembered(
    said: tuple[tuple[float, bool], ...], expected: bool | None
) -> None:
    plain = {a_record(offset, unplugged=unplugged) for offset, unplugged in said}
    assert put_together(gathered({CRASH}, plain=plain)).unplugged is expected


def test_a_stored_ecall_gives_back_its_records_and_is_not_measured_again() -> None:
    fragments = fragments_of(half_sine((12.0, 0.0, 0.0)))
    ecall = put_together(gathered({CRASH}, plain={a_record(3)}, fragments=fragments))
    marked = replace(ecall, measurement=None)
    again = gathered_from(marked)
    assert (again.marked, again.plain, again.fragments) == ({CRASH}, {a_record(3)}, set(fragments))
    assert put_together(again) == marked
    again.fragments.pop()
    assert put_together(again).measurement is not None


def test_of_an_endless_trace_the_part_nearest_to_the_crash_is_kept() -> None:
    at_rest = (0, 0, 1000)
    pieces = [
        TraceFragment(IMPACT_AT + timedelta(seconds=offset), (at_rest,) * count)
        for offset, count in ((-40, 50_000), (5, 70_000), (60, 1))
    ]
    assert put_together(gathered({CRASH}, fragments=pieces)).fragments == tuple(pieces[:2])


def test_records_of_one_instant_have_one_order() -> None:
    twins = {a_record(3, speed_kmh=float(speed)) for speed in range(9)}
    one = put_together(gathered({CRASH}, plain=twins))
    other = put_together(gathered({CRASH}, plain=twins | {CRASH}))
    assert one.track == other.track
