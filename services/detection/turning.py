"""What gravity does to a sensor that turns: a car on its roof, a telephone that slid from its holder.

The reading at rest (``baseline``) is one vector for the whole trace. Once the sensor lies another way up, every sample
is wrong by up to two g, and a pothole becomes an E-call. Gravity shows by itself where it went: a quarter of a second
without a blow whose reading is as long as the one at rest but points elsewhere. A push cannot look like that, because
it lies across gravity and makes the reading longer; and nothing that would itself be an impact of 2.5 g is as short.
"""

from typing import Final

import numpy as np

from services.detection.baseline import Baseline
from services.detection.trace import Floats, Trace, magnitude

_BLOCK_S: Final = 0.25
_FEWEST: Final = 3
_SHAKEN_G: Final = 0.5
"""Standard deviation within a quarter of a second: a rough road may shake the sensor, a blow does more."""

_GRAVITY_BETWEEN_G: Final = (0.8, 1.2)
_SAME_LENGTH_G: Final = 0.2
_TURNED_G: Final = 1.0
"""Sixty degrees; a level push of that size would make the reading 1.41 g long, which no bias of a sensor hides."""

_TURNED_BLOCKS: Final = 2


def rest_course(trace: Trace, baseline: Baseline) -> Floats:
    """Return the reading at rest: one row, or one for each sample when the sensor turned on the way."""
    rest_g = baseline.rest_g
    low, high = _GRAVITY_BETWEEN_G
    size = max(_FEWEST, round(_BLOCK_S * (trace.rate_hz or 0)))
    count = len(trace.samples_g) // size
    if trace.rate_hz is None or count < _TURNED_BLOCKS or not low <= np.linalg.norm(rest_g) <= high:
        return rest_g
    means = np.add.reduceat(trace.samples_g[: count * size], np.arange(0, count * size, size), axis=0) / size
    points_elsewhere = magnitude(means - rest_g) >= _TURNED_G
    if not points_elsewhere.any():
        return rest_g
    blocks = trace.samples_g[: count * size].reshape(count, size, 3)
    spreads = np.sqrt(np.square(blocks - means[:, np.newaxis]).mean(axis=1).sum(axis=1))
    is_still = (spreads <= _SHAKEN_G) & (np.abs(magnitude(means) - np.linalg.norm(rest_g)) <= _SAME_LENGTH_G)
    is_turned = is_still & points_elsewhere
    if not np.any(is_turned[1:] & is_turned[:-1]):
        return rest_g
    knots = np.where(is_turned[:, np.newaxis], means, rest_g)[is_still]
    centres = (np.flatnonzero(is_still) + 0.5) * size - 0.5
    places = np.arange(len(trace.samples_g))
    return np.column_stack([np.interp(places, centres, column) for column in knots.T])
