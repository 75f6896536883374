"""A sensor at its limit is recognised by its full scale, or by a level top when that is unknown."""

import numpy as np
import pytest

from services.detection.saturation import saturated_samples
from services.detection.trace import Trace


def a_trace(values: list[float], full_scale_g: float | None) -> Trace:
    samples_g = np.zeros((len(values), 3))
    samples_g[:, 1] = values
    return Trace(np.arange(len(values)) / 100, samples_g, (True, True, True), True, 100.0, full_scale_g)


@pytest.mark.parametrize(
    ("full_scale_g", "values", "expected"),
    [
        (8.0, [0.0, 7.9, 8.0, -8.0, 1.0], [False, False, True, True, False]),
        (8.0, [0.0, 4.0, 4.0, 4.0, 0.0], [False] * 5),
        (None, [0.0, 4.0, 4.0, -4.0, 0.0], [False, True, True, True, False]),
        (None, [0.0, 4.0, 4.0, 3.0, 4.0], [False] * 5),
        (None, [4.0, 0.0, 4.0, 4.0, 4.0], [True, False, True, True, True]),
        (8.0, [0.0, 7.992, 7.991, 0.0, 0.0], [False, True, False, False, False]),
        (None, [1.0, 1.0, 1.0, 1.0, 1.0], [False] * 5),
    ],
)
def test_which_samples_are_cut_off(full_scale_g: float | None, values: list[float], expected: list[bool]) -> None:
    saturated = saturated_samples(a_trace(values, full_scale_g))
    assert saturated[:, 1].tolist() == expected
    assert not saturated[:, [0, 2]].any()
