"""What a box sees of a recording that is faster, slower, longer or later than its own."""

from math import pi

import numpy as np
import pytest

from services.detection.box_view import ViewNote, half_minutes, seen_by_box
from services.detection.pulse import measure_trace
from services.detection.recording import Recording
from services.detection.trace import Floats, Trace
from tests.services.detection.crashes import THRESHOLDS, half_sine, half_sine_delta_v_kmh


def a_recording(rate_hz: float, *, before_s: float = 1.0) -> Recording:
    samples_g = np.array(half_sine((-20.0, 0.0, 0.0), width_s=0.1, rate_hz=rate_hz, before_s=before_s))
    return Recording(np.arange(len(samples_g)) / rate_hz, samples_g, (True, True, True))


def view(recording: Recording, rate_hz: float, full_scale_g: float = 50.0) -> tuple[Trace, tuple[ViewNote, ...]]:
    return seen_by_box(recording, rate_hz=rate_hz, full_scale_g=full_scale_g, calibrated=True)


@pytest.mark.parametrize("rate_hz", [50.0, 100.0, 400.0, 1000.0])
def test_a_faster_recording_is_sampled_at_the_rate_of_the_box(rate_hz: float) -> None:
    trace, notes = view(a_recording(10_000.0), rate_hz)
    assert (trace.rate_hz, notes) == (rate_hz, (ViewNote.DOWN_SAMPLED, ViewNote.QUIET_START_EXTENDED))
    measurement = measure_trace(trace, THRESHOLDS)
    assert measurement.peak_g == pytest.approx(20.0, rel=0.08)
    assert measurement.delta_v_kmh == pytest.approx(half_sine_delta_v_kmh(20.0, 0.1), rel=0.02)
    assert trace.samples_g[:, 2] == pytest.approx(1.0)


def test_what_a_box_cannot_sample_does_not_reach_it() -> None:
    times_s = np.arange(20_000) / 10_000
    tone = np.column_stack([30 * np.sin(2 * pi * 900 * times_s), np.zeros(20_000), np.zeros(20_000)])
    trace, _ = view(Recording(times_s, tone, (True, True, True)), 100.0)
    assert np.abs(trace.samples_g[20:-20]).max() < 0.001


def test_a_recording_that_begins_just_before_the_impact_is_led_in_at_rest() -> None:
    trace, notes = view(a_recording(10_000.0, before_s=0.05), 25.0)
    assert ViewNote.QUIET_START_EXTENDED in notes
    assert trace.samples_g[:12] == pytest.approx(np.array([[0.0, 0.0, 1.0]] * 12), abs=1e-3)


def test_a_recording_that_begins_in_the_impact_is_not_led_in() -> None:
    recording = a_recording(10_000.0)
    cut = Recording(recording.times_s[10_500:], recording.samples_g[10_500:], recording.measured)
    assert view(cut, 100.0)[1] == (ViewNote.DOWN_SAMPLED,)


def test_range_is_cut_off_with_gravity_left_in() -> None:
    trace, _ = view(a_recording(100.0), 100.0, full_scale_g=8.0)
    assert (trace.samples_g.min(), trace.samples_g.max(), trace.full_scale_g) == (-8.0, 1.0, 8.0)


@pytest.mark.parametrize(("rate_hz", "notes"), [(50.0, ()), (48.0, ()), (100.0, (ViewNote.SLOWER_THAN_BOX,))])
def test_a_slower_recording_keeps_its_own_rate(rate_hz: float, notes: tuple[ViewNote, ...]) -> None:
    trace, said = view(a_recording(50.0), rate_hz)
    assert trace.rate_hz == pytest.approx(50.0)
    assert said == notes


def test_left_out_rows_are_said() -> None:
    recording = a_recording(100.0)
    assert view(Recording(recording.times_s, recording.samples_g, recording.measured, 3), 100.0)[1] == (
        ViewNote.REPEATED_TIMES,
    )


@pytest.mark.parametrize(("rate_hz", "index"), [(1000.0, 1050), (100.0, 255)])
def test_a_hole_in_the_recording_stays_a_hole(rate_hz: float, index: int) -> None:
    recording = a_recording(1000.0)
    times_s: Floats = recording.times_s + np.where(np.arange(len(recording.times_s)) < 1050, 0.0, 0.5)
    trace, _ = view(Recording(times_s, recording.samples_g, recording.measured), rate_hz)
    assert trace.breaks == (index,)


def a_long_trace(seconds: float, breaks: tuple[int, ...] = ()) -> Trace:
    times_s = np.arange(round(seconds * 10)) / 10
    return Trace(times_s, np.column_stack([times_s] * 3), (True, True, True), True, 10.0, 16.0, breaks)


@pytest.mark.parametrize(
    ("seconds", "starts"), [(5.0, [0.0]), (30.0, [0.0]), (31.0, [0.0, 15.0]), (61.0, [0.0, 15.0, 30.0, 45.0])]
)
def test_a_long_drive_is_looked_at_in_overlapping_half_minutes(seconds: float, starts: list[float]) -> None:
    pieces = list(half_minutes(a_long_trace(seconds)))
    assert [piece.samples_g[0, 0] for piece in pieces] == starts
    assert all(piece.times_s[0] == 0.0 and piece.times_s[-1] < 30.0 for piece in pieces)
    assert pieces[-1].samples_g[-1, 0] == pytest.approx(seconds - 0.1)
    assert all(len(piece.times_s) == len(piece.samples_g) for piece in pieces)


def test_a_hole_is_in_every_half_minute_that_has_it() -> None:
    assert [piece.breaks for piece in half_minutes(a_long_trace(61.0, (200, 400)))] == [(200,), (50, 250), (100,), ()]


def test_a_half_minute_without_samples_is_passed_over() -> None:
    trace = a_long_trace(20.0)
    times_s = trace.times_s + np.where(trace.times_s < 10, 0.0, 100.0)
    assert len(list(half_minutes(Trace(times_s, trace.samples_g, trace.measured, True, 10.0, 16.0, (100,))))) == 2
