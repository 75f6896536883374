"""The curve on the screen: sixteen bits, unfiltered, holes kept, time counted from the impact."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from app.domain.box import BoxModel
from services.detection.curve import DELTA_V_LSB_KMH, MISSING_COUNT, Curve
from services.detection.pulse import curve
from tests.services.detection.crashes import THRESHOLDS, UPRIGHT, Sample, fragments_of, half_sine, half_sine_delta_v_kmh


def drawn(samples: list[Sample], model: BoxModel | None = UPRIGHT) -> Curve:
    result = curve(fragments_of(samples), model, True, THRESHOLDS)
    assert result is not None
    return result


def counts(channel: bytes) -> list[int]:
    return [int(count) for count in np.frombuffer(channel, "<i2")]


def test_a_pulse_is_drawn_without_gravity_from_its_impact() -> None:
    result = drawn(half_sine((-12.0, 0.0, 0.0)))
    assert (result.sample_rate_hz, result.count, result.lsb_g, result.full_scale_g) == (100.0, 208, 0.001, 16.0)
    assert result.starts_s == pytest.approx(-1.0)
    assert counts(result.x)[104] == -12000
    assert counts(result.z) == [0] * 208
    assert result.delta_v is not None
    assert counts(result.delta_v)[0] == 0
    assert counts(result.delta_v)[-1] * DELTA_V_LSB_KMH == pytest.approx(half_sine_delta_v_kmh(12.0, 0.08), abs=0.5)


def test_every_impact_and_the_velocity_after_it_are_drawn() -> None:
    result = drawn([*[(0.0, 0.0, 1.0)] * 2500, *half_sine((-12.0, 0.0, 0.0)), *half_sine((-5.0, 0.0, 0.0))])
    assert DELTA_V_LSB_KMH == 0.1
    assert result.impacts_s[0] == 0.0
    assert result.impacts_s[1] == pytest.approx(2.08, abs=0.02)
    assert result.starts_s == pytest.approx(-20.0, abs=0.01)
    assert result.delta_v is not None
    velocity = counts(result.delta_v)
    assert velocity[-1] == pytest.approx(max(velocity), abs=2)
    assert velocity[2000 + 40] == velocity[-1]
    assert counts(result.x)[2003:2005] == pytest.approx([-8485, -11087], abs=3000)


def test_samples_that_never_came_are_marked() -> None:
    first, _, third = fragments_of(half_sine((-12.0, 0.0, 0.0)), size=90)
    result = curve([first, third], UPRIGHT, True, THRESHOLDS)
    assert result is not None
    assert counts(result.x)[90:180] == [MISSING_COUNT] * 90
    assert MISSING_COUNT not in counts(result.x)[:90] + counts(result.x)[180:]
    assert result.count == 208


def test_without_a_rate_there_is_no_time_and_no_velocity() -> None:
    result = drawn(half_sine((-12.0, 0.0, 0.0)), None)
    assert (result.sample_rate_hz, result.starts_s, result.count, result.delta_v) == (None, 0.0, 208, None)


def test_a_hard_pulse_is_drawn_with_a_coarser_count() -> None:
    result = drawn(half_sine((-90.0, 0.0, 0.0)))
    assert result.lsb_g == pytest.approx(0.003)
    assert min(counts(result.x)) * result.lsb_g == pytest.approx(-90.0)


def test_a_quiet_trace_counts_from_its_largest_sample() -> None:
    result = drawn([(0.0, 0.0, 1.0)] * 50 + [(0.5, 0.0, 1.0)] + [(0.0, 0.0, 1.0)] * 49)
    assert result.starts_s == pytest.approx(-0.5)
    assert result.impacts_s == ()


def test_what_lies_far_from_the_impact_is_not_sent() -> None:
    pieces = fragments_of(half_sine((-12.0, 0.0, 0.0)))
    late = [
        replace(piece, starts_at=piece.starts_at + timedelta(minutes=5))
        for piece in fragments_of([(0.0, 0.0, 1.0)] * 100)
    ]
    result = curve([*pieces, *late], UPRIGHT, True, THRESHOLDS)
    assert result is not None
    assert result.count == 208
