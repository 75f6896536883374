"""Samples become what was measured: units, times, holes."""

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.cases import CURVE_MISSING
from tests.support.cases import a_curve_header
from tests.support.curves import a_curve
from ui.impact.samples import DELTA_V, MAGNITUDE, largest, peak_place, samples_of
from ui.ports import CurveData


def three(*rows: tuple[int, ...], **header: object) -> CurveData:
    """A curve of these counts, one row an axis."""
    known: dict[str, object] = {"count": len(rows[0]), "channels": ("x", "y", "z")[: len(rows)], "lsb": (0.5, 0.5, 0.5)}
    samples = b"".join(struct.pack(f"<{len(row)}h", *row) for row in rows)
    return CurveData(a_curve_header(**{**known, "lsb": (0.5,) * len(rows), **header}), samples)


@given(st.lists(st.integers(-32767, 32767), min_size=1, max_size=50))
def test_counts_become_units(counts: list[int]) -> None:
    samples = samples_of(three(tuple(counts)), is_horizontal=False)
    assert samples.channels["x"].tolist() == [count * 0.5 for count in counts]


def test_times_count_from_the_impact_and_are_numbers_without_a_rate() -> None:
    samples = samples_of(three((0, 0, 0), sample_rate_hz=100.0, starts_s=-0.1), is_horizontal=False)
    assert samples.times.tolist() == pytest.approx([-0.1, -0.09, -0.08])
    assert samples_of(three((0, 0), sample_rate_hz=None), is_horizontal=False).times.tolist() == [0.0, 1.0]


def test_the_magnitude_leaves_the_vertical_out_when_the_axes_are_known() -> None:
    data = three((6, 0), (8, 0), (24, 0))
    assert samples_of(data, is_horizontal=True).channels[MAGNITUDE][0] == pytest.approx(5.0)
    assert samples_of(data, is_horizontal=False).channels[MAGNITUDE][0] == pytest.approx(13.0)


def test_holes_stay_holes() -> None:
    samples = samples_of(three((2, CURVE_MISSING, 4), (0, CURVE_MISSING, 0)), is_horizontal=False)
    assert math.isnan(samples.channels["x"][1])
    assert math.isnan(samples.channels[MAGNITUDE][1])
    assert peak_place(samples) == 2
    assert largest(samples, ("x", "y", "z")) == 2.0


def test_a_curve_of_holes_has_no_peak() -> None:
    samples = samples_of(three((CURVE_MISSING,)), is_horizontal=False)
    assert peak_place(samples) is None
    assert largest(samples, ("x",)) == 0.0
    assert peak_place(samples_of(three(()), is_horizontal=False)) is None


def test_delta_v_has_its_own_unit() -> None:
    samples = samples_of(a_curve(), is_horizontal=True)
    assert np.nanmax(samples.channels[DELTA_V]) == pytest.approx(14.1, abs=0.2)
    assert largest(samples, (MAGNITUDE,)) == pytest.approx(6.8, abs=0.2)
