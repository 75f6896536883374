"""How hard a crash was beyond its peak: change of velocity, acceleration severity index, turned over or not.

Velocity is summed in windows of 0.3 s from the onset of the pulse, as in 49 CFR 563: a real pulse is shorter, and a
bias left over grows to nonsense in any longer one (0.05 g over 15 s is 26 km/h). An injury probability is not computed:
a box does not know belts, age or sex, and the published coefficients could not be verified (``uplinks.md`` 6).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import degrees
from typing import Final

import numpy as np

from services.detection.baseline import Baseline, Source, quiet_tail
from services.detection.impacts import Loud
from services.detection.trace import STANDARD_GRAVITY, Floats, Trace, magnitude

KMH_PER_G_S: Final = STANDARD_GRAVITY * 3.6
"""One g for one second."""

WINDOW_S: Final = 0.3
"""Over which a velocity is summed."""

_LEAD_S: Final = 0.02
_ASI_MEAN_S: Final = 0.05
_ASI_FEWEST: Final = 2
_ASI_LIMITS_G: Final = (12.0, 9.0, 10.0)
_ROLLOVER_DEG: Final = 60.0
_GRAVITY_BETWEEN_G: Final = (0.8, 1.2)


@dataclass(frozen=True, slots=True, eq=False)
class VelocityChange:
    """The largest change of velocity in one window.

    Attributes:
        resultant_kmh: Horizontal when calibrated, else over all three axes.
        x_kmh: Along the car, forward positive; meaningless when not calibrated.
        y_kmh: Across the car, right positive; meaningless when not calibrated.
        at_s: When it was reached, after the first sample.
        first: Index of the first sample of the window.
        last: Index of the last sample of the window.
        course_kmh: Resultant at each sample of the window.
    """

    resultant_kmh: float
    x_kmh: float
    y_kmh: float
    at_s: float
    first: int
    last: int
    course_kmh: Floats


def velocity_changes(trace: Trace, read_g: Floats, stretches: Iterable[Loud]) -> tuple[VelocityChange, ...]:
    """Return the velocity change of each window that the stretches need; none without a rate.

    ``read_g``: the axes to sum, x and y first, gravity removed, CFC180 where the rate allows. Trapezoids over the time
    between the samples, and nothing across a hole.
    """
    if not trace.rate_hz:
        return ()
    return tuple(
        _change_in(trace, read_g, first, last) for stretch in stretches for first, last in _windows(trace, stretch)
    )


def acceleration_severity_index(trace: Trace, accelerations_g: Floats) -> float | None:
    """Return the ASI of EN 1317-1 on 50 ms means; None when the rate is unknown or below 40 Hz.

    A box that does not know its axes gets the mildest reading, all force along the car: the index is then at least
    this.
    """
    width = _ASI_MEAN_S * (trace.rate_hz or 0)
    if not _ASI_FEWEST <= width <= len(accelerations_g):
        return None
    limits = np.array(_ASI_LIMITS_G if trace.calibrated else (_ASI_LIMITS_G[0],) * 3)
    summed = np.zeros((3, len(accelerations_g) + 2))  # an axis in a row: adding up is then twice as fast
    np.divide(accelerations_g.T, (width * limits)[:, np.newaxis], out=summed[:, 1:-1])
    np.cumsum(summed[:, 1:-1], axis=1, out=summed[:, 1:-1])
    summed[:, -1] = summed[:, -2]
    whole = int(width)
    means = summed[:, whole:-1] - summed[:, : -whole - 1]
    means += (summed[:, whole + 1 :] - summed[:, whole:-1]) * (width - whole)
    return float(np.sqrt(np.einsum("ij,ij->j", means, means).max()))


def has_rolled_over(trace: Trace, baseline: Baseline) -> bool | None:
    """Whether gravity points more than 60 degrees elsewhere after the crash than before it.

    None when gravity is not in the samples, an axis was not measured, or the car was not at rest at one of the two
    ends.
    """
    after = quiet_tail(trace)
    if baseline.source is not Source.BEFORE or after is None or not all(trace.measured):
        return None
    before = baseline.rest_g
    lengths = float(np.linalg.norm(before)), float(np.linalg.norm(after))
    low, high = _GRAVITY_BETWEEN_G
    if not all(low <= length <= high for length in lengths):
        return None
    cosine = float(before @ after) / (lengths[0] * lengths[1])
    return degrees(float(np.arccos(np.clip(cosine, -1.0, 1.0)))) > _ROLLOVER_DEG


def _windows(trace: Trace, stretch: Loud) -> Iterator[tuple[int, int]]:
    """First and last indices of windows that together cover the stretch, each begun a little early."""
    rate_hz = trace.rate_hz or 0.0
    lead, length = max(1, round(_LEAD_S * rate_hz)), max(1, round(WINDOW_S * rate_hz))
    for at in range(stretch.first, stretch.last + 1, length):
        yield max(0, at - lead), min(len(trace.times_s) - 1, at + length)


def _change_in(trace: Trace, read_g: Floats, first: int, last: int) -> VelocityChange:
    lasting_s = np.diff(trace.times_s[first : last + 1])[:, np.newaxis]
    steps = (read_g[first:last] + read_g[first + 1 : last + 1]) / 2 * lasting_s * KMH_PER_G_S
    holes = [index - first - 1 for index in trace.breaks if first < index <= last]
    steps[holes] = 0.0
    velocity = np.vstack([np.zeros(read_g.shape[1]), np.cumsum(steps, axis=0)])
    course_kmh = magnitude(velocity)
    at = int(course_kmh.argmax())
    return VelocityChange(
        resultant_kmh=float(course_kmh[at]),
        x_kmh=float(velocity[at, 0]),
        y_kmh=float(velocity[at, 1]),
        at_s=float(trace.times_s[first + at]),
        first=first,
        last=last,
        course_kmh=course_kmh,
    )
