"""Loud stretches, impacts and their durations."""

import numpy as np
import pytest

from services.detection.impacts import Loud, loud_stretches, samples_above, to_impact
from services.detection.trace import Floats, Trace

QUIET = [0.1] * 10


def a_trace(magnitudes: list[float], rate_hz: float | None = 100.0) -> tuple[Trace, Floats]:
    count = len(magnitudes)
    trace = Trace(np.arange(count) / (rate_hz or 1.0), np.zeros((count, 3)), (True, True, True), True, rate_hz, 16.0)
    return trace, np.array(magnitudes)


def test_a_quiet_trace_has_no_stretch() -> None:
    assert loud_stretches(*a_trace([0.99] * 20)) == ()
    assert loud_stretches(*a_trace([0.99, 1.0, 0.99])) == (Loud(1, 1, 1.0),)


@pytest.mark.parametrize(("quiet_s", "expected"), [(0.48, 1), (0.49, 2), (2.0, 2)])
def test_half_a_second_of_quiet_ends_an_impact(quiet_s: float, expected: int) -> None:
    magnitudes = [*QUIET, 3.0, *[0.9] * round(quiet_s * 100), 5.0, *QUIET]
    stretches = loud_stretches(*a_trace(magnitudes))
    assert len(stretches) == expected
    assert max(stretch.peak_g for stretch in stretches) == 5.0


def test_without_a_rate_there_is_no_half_second() -> None:
    magnitudes = [3.0, *[0.1] * 500, 5.0]
    assert loud_stretches(*a_trace(magnitudes, rate_hz=None)) == (Loud(0, 501, 5.0),)


def test_an_impact_begins_at_its_foot_and_lasts_while_it_reaches_the_threshold() -> None:
    trace, magnitudes = a_trace([*QUIET, 0.6, 1.2, 2.5, 3.0, 2.4, 2.6, 1.0, *QUIET])
    (stretch,) = loud_stretches(trace, magnitudes)
    impact = to_impact(stretch, trace, magnitudes, 2.5)
    assert impact.starts_s == pytest.approx(0.09)
    assert impact.peak_g == 3.0
    assert impact.duration_ms == pytest.approx(30.0)
    assert samples_above(stretch, magnitudes, 2.5) == 3


def test_a_car_that_shook_before_is_hit_at_the_first_loud_sample() -> None:
    trace, magnitudes = a_trace([*QUIET, *[0.5] * 10, 3.0])
    assert to_impact(Loud(20, 20, 3.0), trace, magnitudes, 2.5).starts_s == pytest.approx(0.2)


def test_without_a_rate_an_impact_has_no_duration() -> None:
    trace, magnitudes = a_trace([0.1, 3.0], rate_hz=None)
    impact = to_impact(Loud(1, 1, 3.0), trace, magnitudes, 2.5)
    assert (impact.starts_s, impact.duration_ms) == (1.0, None)
