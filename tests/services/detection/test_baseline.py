"""Gravity and bias are found where the car was at rest, best before the crash."""

import numpy as np
import pytest

from services.detection.baseline import Source, find_baseline, quiet_tail, strongest_moment
from services.detection.trace import Floats, Trace
from tests.services.detection.crashes import half_sine

REST = (0.05, -0.02, 1.01)


def a_trace(samples: object, *, calibrated: bool = True, rate_hz: float | None = 100.0) -> Trace:
    samples_g = np.array(samples, dtype=np.float64)
    times_s = np.arange(len(samples_g)) / (rate_hz or 1.0)
    return Trace(times_s, samples_g, (True, True, True), calibrated, rate_hz, 16.0)


def loud(count: int) -> Floats:
    """Nothing but impact: no two samples within a g of each other."""
    signs = np.where(np.arange(count) % 2, 1.0, -1.0)
    return np.column_stack([5 * signs, 3 * signs, 1 + 2 * signs])


def test_the_quiet_before_the_crash_is_the_best() -> None:
    found = find_baseline(a_trace(half_sine((-12.0, 0.0, 0.0), rest=REST)))
    assert found.source is Source.BEFORE
    assert found.rest_g == pytest.approx(REST)


def test_a_bump_before_the_crash_does_not_move_it() -> None:
    samples = half_sine((-12.0, 0.0, 0.0), rest=REST)
    samples[50:53] = [(0.0, 0.0, 1.8)] * 3
    assert find_baseline(a_trace(samples)).rest_g == pytest.approx(REST)


def test_the_first_guess_from_a_swing_is_corrected_by_what_follows() -> None:
    samples = [(0.6, 0.0, 1.3)] * 3 + [(0.05, 0.0, 1.0)] * 200
    found = find_baseline(a_trace(samples))
    assert found.source is Source.BEFORE
    assert found.rest_g == pytest.approx((0.05, 0.0, 1.0))


def test_a_short_quiet_start_is_used_when_the_record_is_mostly_crash() -> None:
    samples = half_sine((-12.0, 0.0, 0.0), width_s=0.3, before_s=0.05, after_s=0.05, rest=REST)
    found = find_baseline(a_trace(samples))
    assert found.source is Source.BEFORE
    assert found.rest_g == pytest.approx(REST, abs=0.02)


def test_a_mostly_quiet_record_that_starts_late_is_read_as_a_whole() -> None:
    found = find_baseline(a_trace([*loud(4), *[REST] * 100]))
    assert found.source is Source.WHOLE
    assert found.rest_g == pytest.approx(REST)


def test_a_record_that_starts_in_the_crash_is_read_from_its_end() -> None:
    found = find_baseline(a_trace([*loud(60), *[REST] * 60]))
    assert found.source is Source.AFTER
    assert found.rest_g == pytest.approx(REST)


@pytest.mark.parametrize(("calibrated", "rest"), [(True, (0.0, 0.0, 1.0)), (False, (0.0, 0.0, 0.0))])
def test_nothing_but_crash_leaves_only_what_is_known_of_the_axes(calibrated: bool, rest: tuple[float, ...]) -> None:
    found = find_baseline(a_trace([*loud(60), (5.0, 3.0, 1.0)], calibrated=calibrated))
    assert found.source is Source.NONE
    assert tuple(found.rest_g) == rest


def test_three_samples_that_each_stray_along_another_axis_give_their_median() -> None:
    samples = [(0.5, 0.0, 1.0), (0.0, 0.5, 1.0), (0.0, 0.0, 1.5), *loud(40)]
    assert tuple(find_baseline(a_trace(samples)).rest_g) == (0.0, 0.0, 1.0)


def test_without_a_rate_ten_samples_are_enough() -> None:
    assert find_baseline(a_trace([REST] * 10 + [(9.0, 0.0, 1.0)] * 3, rate_hz=None)).source is Source.BEFORE


def test_the_end_is_quiet_only_when_all_of_it_is() -> None:
    assert quiet_tail(a_trace([REST] * 30)) == pytest.approx(REST)
    assert quiet_tail(a_trace([REST] * 10)) is None
    assert quiet_tail(a_trace([*[REST] * 30, (0.5, 0.0, 1.0)])) is None


def test_a_drift_without_end_is_looked_at_only_so_often() -> None:
    assert find_baseline(a_trace([(index / 100, 0.0, 1.0) for index in range(400)])).source is Source.BEFORE


def test_the_noise_of_a_fast_sensor_is_no_onset() -> None:
    samples = np.array(half_sine((-30.0, 0.0, 0.0), rate_hz=10_000.0, before_s=0.05, after_s=0.05, rest=REST))
    samples[10:490:40, 1] += 1.5
    found = find_baseline(a_trace(samples, rate_hz=10_000.0))
    assert found.source is Source.BEFORE
    assert found.rest_g == pytest.approx(REST, abs=0.01)


def test_a_bend_at_the_start_of_the_approach_is_not_rest() -> None:
    bend = [(0.0, 0.8, 1.0)] * 300
    found = find_baseline(a_trace([*bend, *half_sine((-12.0, 0.0, 0.0), before_s=5.0, rest=REST)]))
    assert found.source is Source.BEFORE
    assert found.rest_g == pytest.approx(REST)


def test_a_clip_that_begins_in_a_bend_is_read_as_a_whole() -> None:
    found = find_baseline(a_trace([*[(0.0, 0.8, 1.0)] * 40, (2.0, 0.0, 1.0), *[REST] * 200]))
    assert found.source is Source.WHOLE
    assert found.rest_g == pytest.approx(REST)


def test_an_approach_that_is_mostly_loud_is_not_believed() -> None:
    samples = np.vstack([[REST] * 30, loud(300), [(30.0, 0.0, 1.0)], [REST] * 30])
    found = find_baseline(a_trace(samples))
    assert found.source is Source.BEFORE
    assert found.rest_g == pytest.approx(REST)


def test_a_car_that_ends_upside_down_is_measured_from_how_it_drove() -> None:
    samples = [*half_sine((-12.0, 0.0, 0.0), before_s=2.5, rest=REST), *[(0.0, 0.0, -1.0)] * 900]
    found = find_baseline(a_trace(samples))
    assert found.source is Source.BEFORE
    assert found.rest_g == pytest.approx(REST)


def test_the_strongest_moment_is_judged_by_what_is_around_it() -> None:
    samples = [(0.0, 0.0, 1.0)] * 3000 + [(1.5, 0.0, 0.0)] * 3000
    samples[4000] = (4.0, 0.0, 0.0)
    assert strongest_moment(a_trace(samples)) == 4000
    assert strongest_moment(a_trace([(0.0, 0.0, 1.0), (1.0, 0.0, 1.0)], rate_hz=None)) == 0
