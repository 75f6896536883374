"""Pulses with known answers, the properties every measurement has, and the guards at every rate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import cos, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box import BoxModel
from app.domain.ecall import PulseMeasurement, PulseNote
from services.detection.pulse import curve, measure, measure_trace
from services.detection.trace import Trace
from tests.services.detection.crashes import (
    IMPACT_AT,
    THRESHOLDS,
    UPRIGHT,
    Sample,
    fragments_of,
    half_sine,
    half_sine_delta_v_kmh,
)

FRONTAL = (-12.0, 0.0, 0.0)


def measured(
    samples_g: Sequence[Sample],
    model: BoxModel | None = UPRIGHT,
    *,
    calibrated: bool | None = True,
    rate_hz: float = 100.0,
) -> PulseMeasurement:
    """Measure samples as fragments of whole milli-g."""
    measurement = measure(fragments_of(samples_g, rate_hz), model, calibrated, THRESHOLDS)
    assert measurement is not None
    return measurement


def spike(height_g: float, rest: Sample = (0.0, 0.0, 1.0)) -> list[Sample]:
    """One sample along x, in a second of rest."""
    return [rest] * 50 + [(rest[0] + height_g, rest[1], rest[2])] + [rest] * 49


def test_nothing_received_is_nothing_measured() -> None:
    assert measure([], UPRIGHT, True, THRESHOLDS) is None
    assert curve([], UPRIGHT, True, THRESHOLDS) is None


def test_a_frontal_half_sine_is_measured_whole() -> None:
    measurement = measured(half_sine(FRONTAL))
    assert measurement.peak_g == pytest.approx(12.0)
    assert measurement.delta_v_kmh == pytest.approx(half_sine_delta_v_kmh(12.0, 0.08), rel=0.02)
    assert measurement.delta_v_x_kmh == pytest.approx(-half_sine_delta_v_kmh(12.0, 0.08), rel=0.02)
    assert measurement.delta_v_y_kmh == pytest.approx(0.0)
    assert (measurement.filter_class, measurement.pdof_deg, measurement.clock_direction) == ("none", 0.0, 12)
    assert measurement.duration_ms == pytest.approx(70.0)
    assert measurement.time_of_maximum_delta_v_ms == pytest.approx(80.0, abs=10.0)
    assert measurement.asi == pytest.approx(0.9, abs=0.1)
    assert len(measurement.impacts) == 1
    assert measurement.rollover is False
    assert {measurement.saturated, measurement.at_least, measurement.sensor_caps_peak} == {False}
    assert (measurement.sample_rate_hz, measurement.full_scale_g) == (100.0, 16.0)
    assert measurement.notes == (PulseNote.UNFILTERED,)


@pytest.mark.parametrize(
    ("rate_hz", "filter_class"),
    [
        (25.0, "none"),
        (50.0, "none"),
        (100.0, "none"),
        (400.0, "none"),
        (599.0, "none"),
        (600.0, "CFC60"),
        (1000.0, "CFC60"),
        (2000.0, "CFC60"),
    ],
)
def test_at_every_rate_the_figures_stay_what_they_are(rate_hz: float, filter_class: str) -> None:
    model = replace(UPRIGHT, trace_rate_hz=rate_hz)
    measurement = measured(half_sine(FRONTAL, width_s=0.1, rate_hz=rate_hz), model, rate_hz=rate_hz)
    assert measurement.filter_class == filter_class
    assert measurement.peak_g == pytest.approx(12.0, rel=0.06)
    assert measurement.delta_v_kmh == pytest.approx(half_sine_delta_v_kmh(12.0, 0.1), rel=0.06)
    assert (PulseNote.UNFILTERED in measurement.notes) is (filter_class == "none")


def test_without_a_model_only_the_peak_is_said() -> None:
    measurement = measured(half_sine(FRONTAL), None)
    assert measurement.peak_g == pytest.approx(12.0)
    figures = (
        measurement.delta_v_kmh,
        measurement.delta_v_x_kmh,
        measurement.duration_ms,
        measurement.time_of_maximum_delta_v_ms,
        measurement.pdof_deg,
        measurement.clock_direction,
        measurement.asi,
        measurement.sample_rate_hz,
        measurement.full_scale_g,
    )
    assert set(figures) == {None}
    assert {PulseNote.RATE_UNKNOWN, PulseNote.FULL_SCALE_UNKNOWN, PulseNote.UNCALIBRATED} <= set(measurement.notes)


def test_a_quiet_trace_of_unknown_rate_has_no_duration_either() -> None:
    assert measured([(0.0, 0.0, 1.0)] * 50, None).duration_ms is None
    assert measured([(0.0, 0.0, 1.0)] * 50).duration_ms == 0.0


def test_without_axes_the_whole_vector_counts_and_nothing_has_a_direction() -> None:
    measurement = measured(half_sine((-6.0, 0.0, 8.0)), calibrated=False)
    assert measurement.peak_g == pytest.approx(10.0)
    assert measurement.delta_v_kmh == pytest.approx(half_sine_delta_v_kmh(10.0, 0.08), rel=0.02)
    assert (measurement.delta_v_x_kmh, measurement.delta_v_y_kmh, measurement.pdof_deg) == (None, None, None)


def test_a_vertical_blow_is_no_horizontal_one() -> None:
    assert measured(half_sine((0.0, 0.0, 8.0))).peak_g == pytest.approx(0.0)


def test_a_clipped_pulse_is_at_least_what_was_seen() -> None:
    clipped = [(max(x, -8.0), y, z) for x, y, z in half_sine(FRONTAL)]
    measurement = measured(clipped, replace(UPRIGHT, full_scale_g=8.0))
    assert (measurement.peak_g, measurement.saturated, measurement.sensor_caps_peak) == (8.0, True, True)
    assert measurement.at_least
    assert measurement.delta_v_kmh is not None
    assert measurement.delta_v_kmh < half_sine_delta_v_kmh(12.0, 0.08)
    assert PulseNote.SATURATED in measurement.notes


def test_a_filter_does_not_make_a_level_top_higher() -> None:
    clipped = [(max(x, -4.0), y, z) for x, y, z in half_sine(FRONTAL, rate_hz=1000.0)]
    measurement = measured(clipped, replace(UPRIGHT, trace_rate_hz=1000.0, full_scale_g=4.0), rate_hz=1000.0)
    assert measurement.peak_g == 4.0


def test_a_saturated_vertical_axis_leaves_the_horizontal_figures_alone() -> None:
    samples = [(x, y, min(z, 8.0)) for x, y, z in half_sine((-5.0, 0.0, 12.0))]
    measurement = measured(samples, replace(UPRIGHT, full_scale_g=8.0))
    assert (measurement.saturated, measurement.sensor_caps_peak, measurement.at_least) == (True, False, False)


def test_a_saturated_trace_of_unknown_rate_is_a_bound() -> None:
    clipped = [(max(x, -8.0), y, z) for x, y, z in half_sine(FRONTAL)]
    measurement = measured(clipped, None, calibrated=None)
    assert (measurement.saturated, measurement.at_least, measurement.delta_v_kmh) == (True, True, None)


@pytest.mark.parametrize("part", [slice(0, 104), slice(104, None)])
def test_a_record_cut_within_the_pulse_is_a_bound(part: slice) -> None:
    measurement = measured(half_sine(FRONTAL)[part])
    assert measurement.at_least
    assert (PulseNote.TOO_SHORT in measurement.notes) is (part.start == 0)
    assert (PulseNote.NO_QUIET_START in measurement.notes) is (part.start != 0)


def test_a_record_that_begins_or_ends_loud_bounds_only_the_impact_it_cuts() -> None:
    bump = half_sine((-1.5, 0.0, 0.0))
    samples = [*bump[104:], *half_sine(FRONTAL), *bump[:105]]
    assert not measured(samples).at_least
    assert measured(half_sine(FRONTAL)[104:] + samples).at_least


def test_a_hole_in_the_pulse_is_a_bound() -> None:
    first, *others = fragments_of(half_sine(FRONTAL), size=104)
    late = [replace(piece, starts_at=piece.starts_at + timedelta(seconds=1)) for piece in others]
    measurement = measure([first, *late], UPRIGHT, True, THRESHOLDS)
    assert measurement is not None
    assert measurement.at_least
    assert PulseNote.TRACE_GAPS in measurement.notes


def test_without_any_rest_and_axes_the_peak_is_one_g_less_and_a_bound() -> None:
    signs = [1.0 if index % 2 else -1.0 for index in range(60)]
    measurement = measured([(5.0 * sign, 3.0 * sign, 2.0 * sign) for sign in signs], calibrated=False)
    assert measurement.peak_g == pytest.approx(38**0.5 - 1)
    assert measurement.sensor_caps_peak
    assert (measurement.delta_v_kmh, measurement.asi) == (None, None)


def test_two_impacts_are_counted_and_the_stronger_is_timed() -> None:
    measurement = measured([*half_sine((-5.0, 0.0, 0.0)), *half_sine((0.0, -9.0, 0.0), width_s=0.12)])
    assert [impact.peak_g for impact in measurement.impacts] == [
        pytest.approx(4.97, abs=0.04),
        pytest.approx(9.0, abs=0.1),
    ]
    assert measurement.impacts[1].starts_s - measurement.impacts[0].starts_s == pytest.approx(2.08, abs=0.02)
    assert measurement.duration_ms == pytest.approx(100.0, abs=10.0)
    assert measurement.pdof_deg == pytest.approx(90.0)
    assert measurement.peak_g == measurement.impacts[1].peak_g


def test_an_axis_that_was_not_measured_has_no_velocity() -> None:
    samples_g = np.array(half_sine(FRONTAL))
    times_s = np.arange(len(samples_g)) / 100
    trace = Trace(times_s, samples_g, (True, False, True), True, 100.0, 16.0)
    measurement = measure_trace(trace, THRESHOLDS)
    assert (measurement.delta_v_y_kmh, measurement.pdof_deg) == (None, 0.0)
    assert measurement.delta_v_x_kmh is not None
    assert PulseNote.AXIS_MISSING in measurement.notes
    only_up = measure_trace(replace(trace, measured=(False, False, True)), THRESHOLDS)
    assert (only_up.peak_g, only_up.delta_v_x_kmh) == (None, None)


@pytest.mark.parametrize(
    ("samples", "is_marked"),
    [
        (spike(2.4), False),
        (spike(2.6), True),
        (spike(9.0), False),
        (half_sine((0.0, -3.0, 0.0), width_s=0.05), False),
    ],
)
def test_one_sample_that_hardly_moves_the_car_may_be_a_kerb(samples: list[Sample], is_marked: bool) -> None:
    assert (PulseNote.POSSIBLE_FALSE_ALARM in measured(samples).notes) is is_marked


def test_one_sample_of_unknown_rate_may_be_a_kerb() -> None:
    assert PulseNote.POSSIBLE_FALSE_ALARM in measured(spike(9.0), None).notes


@pytest.mark.parametrize("rest", [(0.0, 0.0, 1.0), (0.015, -0.333, 1.007), (0.707, 0.0, 0.707)])
@pytest.mark.parametrize(("height_g", "count"), [(2.499, 0), (2.5, 1), (4.0, 1)])
def test_exact_figures_stay_exact_whatever_gravity_and_bias(rest: Sample, height_g: float, count: int) -> None:
    for calibrated in (True, False):
        measurement = measured(spike(height_g, rest), calibrated=calibrated)
        assert (measurement.peak_g, len(measurement.impacts)) == (height_g, count)


@given(st.integers(-180, 180))
def test_turning_the_frame_turns_the_direction_and_nothing_else(degrees: int) -> None:
    turn = radians(degrees)
    model = replace(UPRIGHT, full_scale_g=None)
    samples = np.array(half_sine((-6.0, -8.0, 0.0)))
    x, y, z = samples.T
    turned = np.column_stack([x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn), z])
    times_s = np.arange(len(samples)) / 100
    one, other = (
        measure_trace(Trace(times_s, values, (True, True, True), True, model.trace_rate_hz, None), THRESHOLDS)
        for values in (samples, turned)
    )
    assert one.pdof_deg is not None
    assert other.pdof_deg is not None
    assert (other.pdof_deg - one.pdof_deg - degrees) % 360 == pytest.approx(0, abs=1e-6) or (
        other.pdof_deg - one.pdof_deg - degrees
    ) % 360 == pytest.approx(360, abs=1e-6)
    assert (other.peak_g, other.duration_ms, len(other.impacts)) == (one.peak_g, one.duration_ms, len(one.impacts))
    assert other.delta_v_kmh == pytest.approx(one.delta_v_kmh)


@given(st.tuples(*[st.integers(-400, 400)] * 3), st.sampled_from([True, False]), st.integers(500, 9000))
def test_gravity_and_bias_change_no_figure(bias_mg: tuple[int, int, int], calibrated: bool, peak_mg: int) -> None:
    x, y, z = (value / 1000 for value in bias_mg)
    pure = measured(half_sine((-peak_mg / 1000, 0.0, 0.0)), replace(UPRIGHT, full_scale_g=None), calibrated=calibrated)
    biased = measured(
        half_sine((-peak_mg / 1000, 0.0, 0.0), rest=(x, y, 1 + z)),
        replace(UPRIGHT, full_scale_g=None),
        calibrated=calibrated,
    )
    assert biased.peak_g == pytest.approx(pure.peak_g, abs=0.0015)
    assert biased.delta_v_kmh == pytest.approx(pure.delta_v_kmh, abs=0.2)


@given(st.floats(0.1, 15.0), st.floats(1.0, 1.5), st.sampled_from([25.0, 100.0, 1000.0]))
def test_a_harder_pulse_never_measures_less(peak_g: float, factor: float, rate_hz: float) -> None:
    model = replace(UPRIGHT, trace_rate_hz=rate_hz)
    softer, harder = (
        measured(half_sine((height, 0.0, 0.0), rate_hz=rate_hz), model, rate_hz=rate_hz)
        for height in (peak_g, peak_g * factor)
    )
    assert softer.peak_g is not None
    assert harder.peak_g is not None
    assert harder.peak_g >= softer.peak_g - 0.001
    assert len(harder.impacts) >= len(softer.impacts)


def test_the_curve_is_that_of_the_same_reading() -> None:
    drawn = curve(fragments_of(half_sine(FRONTAL), starts_at=IMPACT_AT), UPRIGHT, True, THRESHOLDS)
    assert drawn is not None
    assert min(np.frombuffer(drawn.x, "<i2")) == -12000
    assert drawn.impacts_s == (0.0,)
