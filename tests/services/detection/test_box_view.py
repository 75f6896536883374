"""What a box sees of a recording that is faster, slower, longer or later than its own."""

from math import pi

import numpy as np
import pytest

from services.detection.box_view import ViewNote, half_minute, seen_by_box
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


def a_drive(seconds: float, hit_s: float, breaks: tuple[int, ...] = ()) -> Trace:
    """A quiet drive at 10 Hz, tilting slowly, hit once; x tells the second."""
    times_s = np.arange(round(seconds * 10)) / 10
    samples_g = np.column_stack([np.zeros_like(times_s), times_s / 100, np.ones_like(times_s)])
    samples_g[round(hit_s * 10), 0] = 3.0
    return Trace(times_s, samples_g, (True, True, True), True, 10.0, 16.0, breaks)


@pytest.mark.parametrize(
    ("seconds", "hit_s", "start_s", "end_s"),
    [(5.0, 2.0, 0.0, 4.9), (30.0, 29.0, 14.0, 29.9), (300.0, 100.0, 85.0, 115.0), (300.0, 3.0, 0.0, 18.0)],
)
def test_of_a_long_drive_the_half_minute_around_its_strongest_moment_is_kept(
    seconds: float, hit_s: float, start_s: float, end_s: float
) -> None:
    kept = half_minute(a_drive(seconds, hit_s))
    assert kept.samples_g[0, 1] * 100 == pytest.approx(start_s)
    assert kept.samples_g[-1, 1] * 100 == pytest.approx(end_s)
    assert kept.times_s[0] == 0.0
    assert len(kept.times_s) == len(kept.samples_g)


def test_holes_move_with_the_half_minute() -> None:
    assert half_minute(a_drive(300.0, 100.0, (850, 851, 1150, 1151))).breaks == (1, 300)


@pytest.mark.parametrize("calibrated", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_wild_driving_is_never_an_impact(seed: int, calibrated: bool) -> None:
    """Manoeuvres up to 1.9 g, bumps, a tilting road and gravity, in clips that may begin in the middle of anything."""
    generator = np.random.default_rng(seed)
    count = 50 * (3, 8, 20, 90)[seed % 4]
    slow = np.fft.irfft(np.fft.rfft(generator.normal(0, 1, (count, 3)), axis=0)[: count // 50], count, axis=0)
    drive = slow / np.abs(slow).max() + generator.normal(0, 0.15, (count, 3))
    drive *= 1.9 / np.sqrt((drive**2).sum(axis=1)).max()
    tilt = 0.3 * np.sin(np.arange(count) / 2000)
    gravity = np.column_stack([np.sin(tilt), np.zeros(count), np.cos(tilt)])
    recording = Recording(np.arange(count) / 50, drive + gravity, (True, True, True))
    trace, _ = seen_by_box(recording, rate_hz=100.0, full_scale_g=16.0, calibrated=calibrated)
    peak_g = measure_trace(half_minute(trace), THRESHOLDS).peak_g
    assert peak_g is not None
    assert peak_g < THRESHOLDS.signal_g


def test_what_was_repaired_in_a_recording_is_said() -> None:
    recording = a_recording(100.0)
    repaired = Recording(recording.times_s, recording.samples_g, recording.measured, missing_cells=1, out_of_order=2)
    assert view(repaired, 100.0)[1] == (ViewNote.MISSING_CELLS, ViewNote.OUT_OF_ORDER)


@pytest.mark.parametrize("rate_hz", [25.0, 50.0])
def test_jittering_steps_are_no_holes_and_change_no_figure(rate_hz: float) -> None:
    even = np.array(half_sine((-12.0, 0.0, 0.0), width_s=0.2, rate_hz=50.0))
    times_s = np.arange(len(even)) / 50
    uneven_s = times_s + np.random.default_rng(3).uniform(-0.008, 0.008, len(times_s))
    columns = [np.interp(uneven_s, times_s, column) for column in even.T]
    trace, notes = view(Recording(uneven_s, np.column_stack(columns), (True, True, True)), rate_hz)
    assert (trace.breaks, ViewNote.IRREGULAR_TIMES in notes) == ((), True)
    measurement = measure_trace(trace, THRESHOLDS)
    assert not measurement.at_least
    assert measurement.delta_v_kmh == pytest.approx(half_sine_delta_v_kmh(12.0, 0.2), rel=0.05)


def test_holes_that_a_slow_box_cannot_see_apart_are_one() -> None:
    recording = a_recording(1000.0)
    torn = recording.times_s + np.where(np.arange(len(recording.times_s)) < 1, 0.0, 0.005)
    torn[1040:] += 0.005
    torn[1041:] += 0.005
    torn[-1:] += 0.005
    trace, _ = view(Recording(torn, recording.samples_g, recording.measured), 25.0)
    assert len(set(trace.breaks)) == len(trace.breaks)
    assert all(0 < index < len(trace.times_s) for index in trace.breaks)
    assert measure_trace(trace, THRESHOLDS).peak_g is not None
