"""Direction of force and the sector it may be off by."""

from dataclasses import replace
from math import cos, radians, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ecall import PulseMeasurement
from services.detection.direction import Doubts, direction_of_force_deg, sector_deg
from services.detection.pulse import measure_trace
from services.detection.severity import VelocityChange
from services.detection.trace import Trace
from tests.services.detection.crashes import THRESHOLDS, half_sine

SURE = Doubts(capped=(False, False), measured=(True, True), is_torn=False, has_quiet_start=True)


def a_change(degrees: float, kmh: float = 30.0) -> VelocityChange:
    x_kmh, y_kmh = -kmh * cos(radians(degrees)), -kmh * sin(radians(degrees))
    return VelocityChange(kmh, x_kmh, y_kmh, 1.0, 0, 10, np.zeros(11))


def measured(samples: object, full_scale_g: float = 50.0, axes: tuple[bool, bool, bool] = (True, True, True)) -> Trace:
    samples_g = np.clip(np.array(samples, dtype=np.float64), -full_scale_g, full_scale_g)
    return Trace(np.arange(len(samples_g)) / 100, samples_g, axes, True, 100.0, full_scale_g)


def hit(degrees: float, peak_g: float, full_scale_g: float = 50.0) -> PulseMeasurement:
    push = (-peak_g * cos(radians(degrees)), -peak_g * sin(radians(degrees)), 0.0)
    return measure_trace(measured(half_sine(push), full_scale_g), THRESHOLDS)


@pytest.mark.parametrize("degrees", [0, 30, 90, 150, 180, -30, -90, -179])
def test_the_force_comes_from_where_the_car_is_pushed_away(degrees: int) -> None:
    assert direction_of_force_deg(a_change(degrees)) == pytest.approx(degrees, abs=1e-6)


def test_straight_from_behind_is_plus_180_and_a_touch_has_no_direction() -> None:
    change = a_change(180)
    assert direction_of_force_deg(replace(change, y_kmh=0.0)) == 180.0
    assert direction_of_force_deg(replace(change, y_kmh=-0.0)) == 180.0
    assert direction_of_force_deg(replace(change, resultant_kmh=0.9)) is None
    assert sector_deg(replace(change, resultant_kmh=0.9), SURE) is None


def test_a_clear_push_is_known_to_the_mounting_and_a_soft_one_less_well() -> None:
    assert sector_deg(a_change(0), SURE) == pytest.approx((-11.0, 11.0), abs=0.2)
    assert sector_deg(a_change(0, 2.0), SURE) == pytest.approx((-25.3, 25.3), abs=0.5)
    assert sector_deg(a_change(0), replace(SURE, has_quiet_start=False)) == pytest.approx((-13.0, 13.0), abs=0.2)
    assert sector_deg(a_change(0, 1.0), replace(SURE, has_quiet_start=False)) == pytest.approx((-100.0, 100.0))


def test_a_sector_behind_the_car_goes_on_across_180() -> None:
    assert sector_deg(a_change(175), SURE) == pytest.approx((164.0, -174.0), abs=0.2)


@pytest.mark.parametrize(
    ("degrees", "capped", "sector"),
    [
        (30, (True, False), (-11.0, 41.0)),
        (30, (False, True), (19.0, 101.0)),
        (30, (True, True), (-11.0, 101.0)),
        (-30, (True, False), (-41.0, 11.0)),
        (-30, (False, True), (-101.0, -19.0)),
        (150, (True, False), (139.0, -169.0)),
        (-150, (False, True), (-161.0, -79.0)),
    ],
)
def test_an_axis_at_its_limit_draws_the_sector_to_itself(
    degrees: int, capped: tuple[bool, bool], sector: tuple[float, float]
) -> None:
    assert sector_deg(a_change(degrees), replace(SURE, capped=capped)) == pytest.approx(sector, abs=0.2)


def test_a_torn_pulse_and_an_axis_that_is_not_there_leave_much_open() -> None:
    assert sector_deg(a_change(0), replace(SURE, is_torn=True)) == pytest.approx((-56.0, 56.0), abs=0.2)
    assert sector_deg(a_change(0), replace(SURE, measured=(True, False))) == pytest.approx((-90.0, 90.0))
    assert sector_deg(a_change(90), replace(SURE, measured=(False, True))) == pytest.approx((0.0, 180.0))


def test_more_than_a_turn_is_anywhere() -> None:
    doubts = Doubts(capped=(True, True), measured=(True, True), is_torn=True, has_quiet_start=False)
    assert sector_deg(a_change(45, 1.0), doubts) == (-180.0, 180.0)


@settings(deadline=None)
@given(st.floats(-179.0, 179.0), st.sampled_from([6.0, 12.0, 30.0]), st.sampled_from([4.0, 8.0, 16.0, 50.0]))
def test_the_true_direction_lies_in_the_sector_whatever_the_sensor_cut_off(
    degrees: float, peak_g: float, full_scale_g: float
) -> None:
    sector = hit(degrees, peak_g, full_scale_g).pdof_sector_deg
    assert sector is not None
    first, last = sector
    assert (degrees - first) % 360 <= (last - first) % 360 or sector == (-180.0, 180.0)


def test_every_impact_has_its_own_change_of_velocity_and_direction() -> None:
    samples = [*half_sine((-6.0, 0.0, 0.0)), *half_sine((0.0, 9.0, 0.0))]
    measurement = measure_trace(measured(samples), THRESHOLDS)
    first, second = measurement.impacts
    assert first.pdof_deg == 0.0
    assert second.pdof_deg == pytest.approx(-90.0)
    assert first.delta_v_kmh == pytest.approx(10.7, abs=0.3)
    assert second.delta_v_kmh == measurement.delta_v_kmh == pytest.approx(16.2, abs=0.3)
    unknown = measure_trace(replace(measured(samples), calibrated=False), THRESHOLDS)
    assert [impact.pdof_deg for impact in unknown.impacts] == [None, None]
    assert unknown.pdof_sector_deg is None


def test_without_a_rate_an_impact_is_only_as_hard_as_its_peak() -> None:
    (impact,) = measure_trace(replace(measured(half_sine((-6.0, 0.0, 0.0))), rate_hz=None), THRESHOLDS).impacts
    assert (impact.delta_v_kmh, impact.pdof_deg, impact.duration_ms) == (None, None, None)
