"""Gravity is followed to where it went, and no push is taken for it."""

from math import cos, radians, sin

import numpy as np
import pytest

from services.detection.baseline import Baseline, Source, find_baseline
from services.detection.pulse import measure_trace
from services.detection.trace import Floats, Trace
from services.detection.turning import rest_course
from tests.services.detection.crashes import THRESHOLDS, half_sine, half_sine_delta_v_kmh


def a_trace(samples: object, *, rate_hz: float | None = 100.0) -> Trace:
    samples_g = np.array(samples, dtype=np.float64)
    return Trace(np.arange(len(samples_g)) / (rate_hz or 1.0), samples_g, (True, True, True), False, rate_hz, 16.0)


def tilted(degrees: float, count: int) -> Floats:
    """A sensor that lies over to one side."""
    return np.tile([0.0, sin(radians(degrees)), cos(radians(degrees))], (count, 1))


def turning(degrees: float, count: int) -> Floats:
    """A sensor that turns from upright to that angle."""
    angles = np.radians(np.linspace(0.0, degrees, count))
    return np.column_stack([np.zeros(count), np.sin(angles), np.cos(angles)])


def driven(trace: Trace, rest: tuple[float, float, float] = (0.0, 0.0, 1.0)) -> Floats:
    return rest_course(trace, Baseline(np.array(rest), Source.BEFORE))


@pytest.mark.parametrize("degrees", [90, 135, 180])
def test_a_pothole_under_a_telephone_that_slid_over_is_no_impact(degrees: float) -> None:
    samples = np.vstack([tilted(0, 500), turning(degrees, 50), tilted(degrees, 500)])
    samples[800] += (0.0, -1.8 * sin(radians(degrees)), -1.8 * cos(radians(degrees)))
    measurement = measure_trace(a_trace(samples), THRESHOLDS)
    assert measurement.peak_g == pytest.approx(1.8, abs=0.1)
    assert measurement.impacts == ()


def test_a_car_on_its_roof_keeps_the_figures_of_its_crash() -> None:
    crash = half_sine((-12.0, 0.0, 0.0), before_s=5.0, after_s=0.1)
    rolled = a_trace(np.vstack([crash, turning(180, 200), tilted(180, 500)]))
    measurement = measure_trace(rolled, THRESHOLDS)
    assert measurement.rollover is True
    assert measurement.peak_g == pytest.approx(12.0, abs=0.2)
    assert measurement.delta_v_kmh == pytest.approx(half_sine_delta_v_kmh(12.0, 0.08), rel=0.03)
    assert len(measurement.impacts) == 1


def test_a_sensor_that_stays_as_it_was_has_one_reading() -> None:
    assert driven(a_trace(half_sine((-12.0, 0.0, 0.0)))).shape == (3,)
    assert driven(a_trace(tilted(50, 500))).shape == (3,)


def test_a_push_across_gravity_is_no_turning() -> None:
    braking = np.vstack([tilted(0, 300), np.tile([-1.05, 0.0, 1.0], (300, 1)), tilted(0, 300)])
    assert driven(a_trace(braking)).shape == (3,)


def test_one_quarter_of_a_second_is_no_turning() -> None:
    assert driven(a_trace(np.vstack([tilted(0, 300), tilted(90, 25), tilted(0, 300)]))).shape == (3,)
    assert driven(a_trace(np.vstack([tilted(0, 300), tilted(90, 50), tilted(0, 300)]))).shape == (650, 3)


@pytest.mark.parametrize(("rate_hz", "count"), [(None, 500), (100.0, 49)])
def test_without_a_rate_or_half_a_second_nothing_is_known(rate_hz: float | None, count: int) -> None:
    assert driven(a_trace(tilted(90, count), rate_hz=rate_hz)).shape == (3,)


@pytest.mark.parametrize("rest", [(0.0, 0.0, 0.0), (0.0, 0.0, 1.5)])
def test_a_reading_that_is_not_gravity_does_not_turn(rest: tuple[float, float, float]) -> None:
    assert driven(a_trace(tilted(90, 500)), rest).shape == (3,)


def test_in_a_blow_gravity_goes_from_where_it_was_to_where_it_is_found() -> None:
    shaken = np.tile([[9.0, 0.0, 0.0], [-9.0, 0.0, 0.0]], (100, 1))
    course = driven(a_trace(np.vstack([tilted(0, 300), shaken, tilted(90, 300)])))
    assert course[300] == pytest.approx((0.0, 0.0, 1.0), abs=0.1)
    assert course[400] == pytest.approx((0.0, 0.5, 0.5), abs=0.05)
    assert course[499] == pytest.approx((0.0, 1.0, 0.0), abs=0.1)


@pytest.mark.parametrize("rest", [(0.0, 0.0, 1.0), (0.0, 0.0, 0.0), (0.7, 0.0, 0.7)])
def test_who_braked_before_the_crash_is_measured_from_the_rest_after_it(rest: tuple[float, float, float]) -> None:
    crash = np.array(half_sine((0.0, -3.0, 0.0), before_s=5.0, after_s=1.0, rest=rest))
    crash[:500] += (0.0, -0.8, 0.0)
    found = find_baseline(a_trace(crash))
    assert found.source is Source.BEFORE
    assert found.rest_g == pytest.approx(rest)
    assert measure_trace(a_trace(crash), THRESHOLDS).peak_g == pytest.approx(3.0, abs=0.05)


@pytest.mark.parametrize(
    "end", [tilted(60, 300), np.tile([0.0, 0.0, 1.6], (300, 1)), np.tile([0.8, 0.0, 1.0], (300, 1))]
)
def test_a_car_that_ends_tilted_or_pushed_is_measured_from_how_it_drove(end: Floats) -> None:
    crash = half_sine((-12.0, 0.0, 0.0), before_s=5.0, after_s=0.0)
    assert find_baseline(a_trace(np.vstack([crash, end]))).rest_g == pytest.approx((0.0, 0.0, 1.0))


def test_half_a_minute_of_braking_and_driving_is_the_reading_of_driving() -> None:
    rough = np.random.default_rng(4).normal(0.0, 0.02, (580, 3))
    approach = rough + np.vstack([tilted(0, 330), np.tile([-0.9, 0.0, 1.0], (250, 1))])
    crash = half_sine((-12.0, 0.0, 0.0), before_s=0.0, after_s=0.1)
    assert find_baseline(a_trace(np.vstack([approach, crash]))).rest_g == pytest.approx((0.0, 0.0, 1.0), abs=0.02)
