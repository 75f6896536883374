"""Which samples are cut off by the sensor.

A known full scale is believed: what reaches it is cut. An unknown one leaves a trace all the same: real peaks are never
level, so an axis whose largest value stands unchanged for several samples was held there by the sensor (the certified
unit of ``uplinks.md`` 3 logs 24.0 flat). Level tops are only looked for when the full scale is unknown, since a slow
push well inside the range may be level.
"""

from typing import Final

import numpy as np

from services.detection.trace import Booleans, Floats, Trace

_REACHED: Final = 0.999
_LEVEL_SAMPLES: Final = 3
_LEVEL_FROM_G: Final = 1.5


def saturated_samples(trace: Trace) -> Booleans:
    """Return for each sample and axis whether the sensor was at its limit."""
    sizes = np.abs(trace.samples_g)
    if trace.full_scale_g is not None:
        return np.asarray(sizes >= trace.full_scale_g * _REACHED, dtype=np.bool_)
    return np.column_stack([_level_top(column) for column in sizes.T])


def _level_top(sizes: Floats) -> Booleans:
    top = sizes.max()
    at_top = np.asarray(sizes == top, dtype=np.bool_)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], at_top, [False])).astype(np.int8)))
    longest = (edges[1::2] - edges[::2]).max()
    return at_top if top >= _LEVEL_FROM_G and longest >= _LEVEL_SAMPLES else np.zeros_like(at_top)
