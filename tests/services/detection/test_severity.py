"""Velocity change, direction, severity index and rollover of pulses with known answers."""

from dataclasses import replace
from math import cos, radians, sin

import numpy as np
import pytest

from services.detection.baseline import find_baseline
from services.detection.impacts import Loud
from services.detection.severity import (
    VelocityChange,
    acceleration_severity_index,
    has_rolled_over,
    velocity_changes,
)
from services.detection.trace import STANDARD_GRAVITY, Floats, Trace
from tests.services.detection.crashes import half_sine, half_sine_delta_v_kmh

FLAT = (0.0, 0.0, 0.0)


def a_trace(samples: object, rate_hz: float | None = 100.0, *, calibrated: bool = True) -> Trace:
    samples_g = np.array(samples, dtype=np.float64)
    return Trace(np.arange(len(samples_g)) / (rate_hz or 1.0), samples_g, (True, True, True), calibrated, rate_hz, 50.0)


def change_of(trace: Trace) -> VelocityChange:
    loud = np.flatnonzero(np.abs(trace.samples_g).max(axis=1) >= 1.0)
    read_g = trace.samples_g[:, : 2 if trace.calibrated else 3]
    changes = velocity_changes(trace, read_g, [Loud(int(loud[0]), int(loud[-1]), 9.0)])
    return max(changes, key=lambda change: change.resultant_kmh)


@pytest.mark.parametrize("rate_hz", [100.0, 400.0, 1000.0, 2000.0])
def test_a_half_sine_changes_velocity_by_its_integral(rate_hz: float) -> None:
    change = change_of(a_trace(half_sine((-12.0, 0.0, 0.0), rate_hz=rate_hz, rest=FLAT), rate_hz))
    assert change.resultant_kmh == pytest.approx(half_sine_delta_v_kmh(12.0, 0.08), rel=0.02)
    assert change.x_kmh == pytest.approx(-change.resultant_kmh)
    assert change.y_kmh == 0.0
    assert change.at_s == pytest.approx(1.08, abs=0.011)


def test_vertical_force_counts_only_when_the_axes_are_unknown() -> None:
    samples = half_sine((3.0, 0.0, 4.0), rest=FLAT)
    assert change_of(a_trace(samples)).resultant_kmh == pytest.approx(half_sine_delta_v_kmh(3.0, 0.08), rel=0.02)
    unknown = change_of(a_trace(samples, calibrated=False))
    assert unknown.resultant_kmh == pytest.approx(half_sine_delta_v_kmh(5.0, 0.08), rel=0.02)


def test_a_long_stretch_is_summed_window_by_window() -> None:
    samples = [FLAT] * 10 + [(1.1, 0.0, 0.0)] * 100 + [(6.0, 0.0, 0.0)] * 10 + [FLAT] * 10
    expected = (10 * 6.0 + 20 * 1.1) / 100 * STANDARD_GRAVITY * 3.6
    assert change_of(a_trace(samples)).resultant_kmh == pytest.approx(expected, rel=0.2)


@pytest.mark.parametrize("index", [11, 15, 20])
def test_nothing_is_summed_across_a_hole(index: int) -> None:
    trace = a_trace([FLAT] * 10 + [(5.0, 0.0, 0.0)] * 10 + [FLAT] * 10)
    whole = change_of(trace).resultant_kmh
    lost_g = 2.5 if index == 20 else 5.0
    torn = change_of(replace(trace, breaks=(5, index, 29))).resultant_kmh
    assert whole - torn == pytest.approx(lost_g / 100 * STANDARD_GRAVITY * 3.6)


def test_one_g_for_a_tenth_of_a_second_is_3_53_kmh() -> None:
    trace = a_trace([FLAT] * 10 + [(1.0, 0.0, 0.0)] * 10 + [FLAT] * 10)
    assert change_of(trace).resultant_kmh == pytest.approx(3.530394)


def test_without_a_rate_or_a_stretch_there_is_no_velocity() -> None:
    trace = a_trace([FLAT] * 5)
    assert velocity_changes(trace, trace.samples_g, []) == ()
    assert velocity_changes(replace(trace, rate_hz=None), trace.samples_g, [Loud(0, 1, 3.0)]) == ()


@pytest.mark.parametrize("rate_hz", [40.0, 50.0, 100.0, 1000.0])
def test_the_index_of_a_level_push_is_its_size_over_the_limit_of_its_axis(rate_hz: float) -> None:
    count = round(rate_hz)
    for axis, limit in enumerate((12.0, 9.0, 10.0)):
        push = np.zeros((count, 3))
        push[count // 2 : count // 2 + max(4, count // 10), axis] = 6.0
        assert acceleration_severity_index(a_trace(push, rate_hz), push) == pytest.approx(6.0 / limit)


def test_the_index_is_at_its_mildest_when_the_axes_are_unknown() -> None:
    push = np.zeros((100, 3))
    push[40:60] = (0.0, 3.0, 4.0)
    assert acceleration_severity_index(a_trace(push, calibrated=False), push) == pytest.approx(5.0 / 12.0)


@pytest.mark.parametrize(("rate_hz", "count"), [(None, 100), (25.0, 100), (100.0, 4)])
def test_the_index_needs_a_rate_and_fifty_milliseconds(rate_hz: float | None, count: int) -> None:
    samples = np.zeros((count, 3))
    assert acceleration_severity_index(a_trace(samples, rate_hz), samples) is None


def turned(degrees: float) -> Floats:
    rest_after = np.array((0.0, sin(radians(degrees)), cos(radians(degrees))))
    samples = np.array(half_sine((-8.0, 0.0, 0.0)))
    samples[120:] = rest_after
    return samples


@pytest.mark.parametrize(("degrees", "expected"), [(0, False), (59, False), (61, True), (180, True)])
def test_a_car_whose_gravity_turned_by_more_than_60_degrees_rolled_over(degrees: int, expected: bool) -> None:
    trace = a_trace(turned(degrees))
    assert has_rolled_over(trace, find_baseline(trace)) is expected


def test_rollover_is_unknown_without_gravity_rest_or_an_axis() -> None:
    no_gravity = a_trace(half_sine((-8.0, 0.0, 0.0), rest=FLAT))
    assert has_rolled_over(no_gravity, find_baseline(no_gravity)) is None
    no_end = a_trace(turned(90)[:115])
    assert has_rolled_over(no_end, find_baseline(no_end)) is None
    no_start = a_trace(turned(90)[104:])
    assert has_rolled_over(no_start, find_baseline(no_start)) is None
    no_axis = replace(a_trace(turned(90)), measured=(True, False, True))
    assert has_rolled_over(no_axis, find_baseline(no_axis)) is None
