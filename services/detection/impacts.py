"""Where a trace is loud: the impacts of one event, and the stretches over which a velocity change is summed.

An impact is over when the car was quiet for half a second (``uplinks.md`` 6); what comes later is a second impact,
which raises the priority of the case. Whatever stays below the threshold of the signal is no impact, however long it
lasts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.domain.ecall import Impact
from services.detection.baseline import QUIET_G
from services.detection.trace import Floats, Trace

_REARM_S: Final = 0.5
_FOOT_G: Final = 0.25
_FOOT_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Loud:
    """A loud stretch of a trace.

    Attributes:
        first: Index of its first sample at or above 1 g.
        last: Index of its last sample at or above 1 g.
        peak_g: Its largest magnitude.
    """

    first: int
    last: int
    peak_g: float


def loud_stretches(trace: Trace, magnitudes_g: Floats) -> tuple[Loud, ...]:
    """Return the stretches at or above 1 g, those less than half a second apart taken together.

    Without a rate there is no half second: everything loud is one stretch.
    """
    loud = np.flatnonzero(magnitudes_g >= QUIET_G)
    if not len(loud):
        return ()
    rearmed = np.diff(trace.times_s[loud]) >= _REARM_S if trace.rate_hz else np.zeros(len(loud) - 1, dtype=np.bool_)
    groups = np.split(loud, np.flatnonzero(rearmed) + 1)
    return tuple(Loud(int(group[0]), int(group[-1]), float(magnitudes_g[group].max())) for group in groups)


def to_impact(loud: Loud, trace: Trace, magnitudes_g: Floats, signal_g: float) -> Impact:
    """Return a loud stretch as an impact: its foot, its peak, and its time at or above the signal threshold."""
    duration_ms = None
    if trace.rate_hz:
        duration_ms = 1000 * samples_above(loud, magnitudes_g, signal_g) / trace.rate_hz
    return Impact(float(trace.times_s[_foot(loud, trace, magnitudes_g)]), loud.peak_g, duration_ms)


def samples_above(loud: Loud, magnitudes_g: Floats, signal_g: float) -> int:
    """Return how many samples of the stretch reach the signal threshold."""
    return int(np.count_nonzero(magnitudes_g[loud.first : loud.last + 1] >= signal_g))


def _foot(loud: Loud, trace: Trace, magnitudes_g: Floats) -> int:
    """Index of the last sample at rest before the stretch; its first loud sample when the car was shaking before."""
    if not trace.rate_hz:
        return loud.first
    earliest = max(0, loud.first - round(_FOOT_S * trace.rate_hz))
    calm = np.flatnonzero(magnitudes_g[earliest : loud.first] < _FOOT_G)
    return earliest + int(calm[-1]) if len(calm) else loud.first
