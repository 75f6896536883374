"""Fragments become one trace, whatever their order, and turn into the axes of the car."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box import Axis, BoxModel
from app.domain.ecall import TraceFragment
from services.detection.trace import Trace, join
from tests.services.detection.crashes import IMPACT_AT, TELTONIKA, UPRIGHT, fragments_of

RAMP = [(index / 1000, 0.0, 1.0) for index in range(500)]


def joined(fragments: Sequence[TraceFragment], model: BoxModel | None = UPRIGHT) -> Trace:
    trace = join(fragments, model, calibrated=True)
    assert trace is not None
    return trace


def test_no_fragment_and_empty_fragments_are_no_trace() -> None:
    assert join([], UPRIGHT, calibrated=True) is None
    assert join([TraceFragment(IMPACT_AT, ())], UPRIGHT, calibrated=True) is None


@given(st.randoms(use_true_random=False), st.integers(1, 120))
def test_pieces_in_any_order_and_repeated_are_the_same_trace(random: Random, size: int) -> None:
    pieces = list(fragments_of(RAMP, size=size))
    pieces += random.sample(pieces, len(pieces) // 2)
    random.shuffle(pieces)
    trace = joined(pieces)
    np.testing.assert_array_equal(trace.samples_g, np.array(RAMP))
    np.testing.assert_allclose(trace.times_s, np.arange(len(RAMP)) / 100)
    assert (trace.breaks, trace.conflicting) == ((), False)


def test_a_lost_piece_leaves_a_hole_in_its_place() -> None:
    first, _, third, *_ = fragments_of(RAMP)
    trace = joined([first, third])
    assert trace.breaks == (100,)
    assert trace.times_s[100] == pytest.approx(2.0)
    np.testing.assert_array_equal(trace.samples_g[100:], np.array(RAMP[200:300]))


def test_stamps_that_are_a_little_off_make_no_hole() -> None:
    pieces = [
        replace(piece, starts_at=piece.starts_at + timedelta(milliseconds=20 * index))
        for index, piece in enumerate(fragments_of(RAMP))
    ]
    trace = joined(pieces)
    assert (trace.breaks, trace.conflicting) == ((), False)
    assert np.all(np.diff(trace.times_s) > 0)


def test_overlapping_pieces_that_agree_are_laid_over_each_other() -> None:
    late = fragments_of(RAMP[50:], starts_at=IMPACT_AT + timedelta(seconds=0.5))
    early = fragments_of(RAMP, starts_at=IMPACT_AT)
    trace = joined([*early, *late])
    np.testing.assert_array_equal(trace.samples_g, np.array(RAMP))
    assert not trace.conflicting


def test_of_two_readings_of_one_instant_the_larger_is_kept() -> None:
    (low,) = fragments_of([(0.0, 0.0, 1.0)] * 100)
    (high,) = fragments_of(
        [(0.0, 0.0, 0.5)] * 20 + [(5.0, 0.0, 1.0)] * 30, starts_at=low.starts_at + timedelta(seconds=0.2)
    )
    trace = joined([low, high])
    assert trace.conflicting
    assert len(trace.samples_g) == 100
    assert trace.samples_g[:, 0].tolist() == [0.0] * 40 + [5.0] * 30 + [0.0] * 30


def test_without_a_rate_samples_have_the_stamp_of_their_piece_and_nothing_else() -> None:
    trace = joined(fragments_of(RAMP[:200]), replace(UPRIGHT, trace_rate_hz=None))
    assert trace.rate_hz is None
    assert trace.times_s.tolist() == [0.0] * 100 + [1.0] * 100
    assert trace.breaks == ()


def test_braking_of_a_teltonika_box_is_a_force_from_the_front() -> None:
    trace = joined(fragments_of([(1.0, 2.0, 3.0)]), TELTONIKA)
    assert trace.samples_g.tolist() == [[-1.0, 2.0, -3.0]]
    assert trace.calibrated


def test_any_mounting_can_be_turned() -> None:
    lying = BoxModel("Lying", 100.0, None, sae_x=Axis.PLUS_Z, sae_y=Axis.MINUS_X, sae_z=Axis.PLUS_Y)
    assert joined(fragments_of([(1.0, 2.0, 3.0)]), lying).samples_g.tolist() == [[3.0, -1.0, 2.0]]


@pytest.mark.parametrize(("model", "calibrated"), [(None, True), (TELTONIKA, False), (TELTONIKA, None)])
def test_without_known_axes_the_sensor_keeps_its_own(model: BoxModel | None, calibrated: bool | None) -> None:
    trace = join(fragments_of([(1.0, 2.0, 3.0)]), model, calibrated=calibrated)
    assert trace is not None
    assert trace.samples_g.tolist() == [[1.0, 2.0, 3.0]]
    assert not trace.calibrated
