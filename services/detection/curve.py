"""The curve an operator sees: the samples as the sensor gave them, gravity taken away, in sixteen bits.

Not filtered, because a line that was smoothed hides what the sensor could not show (a flat top), and because the
figures beside it say what the filter made of it. Times count from the first impact. Holes stay holes.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from app.domain.ecall import PulseMeasurement
from services.detection.severity import VelocityChange
from services.detection.trace import Floats, Trace, magnitude

MISSING_COUNT: Final = -32768
"""Stands where no sample came."""

DELTA_V_LSB_KMH: Final = 0.1

_LARGEST_COUNT: Final = 32767
_FINEST_LSB_G: Final = 0.001
_SHOWN_BEFORE_S: Final = 20.0
_SHOWN_AFTER_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Samples to draw; each channel is ``count`` int16, little-endian, ``MISSING_COUNT`` where there is none.

    Attributes:
        sample_rate_hz: None = unknown: the samples follow each other and have no times.
        starts_s: Time of the first sample, counted from the first impact (0 when there is no rate).
        lsb_g: One count of x, y and z.
        x: SAE J1733 forward when calibrated, else the sensor's first axis; y and z likewise.
        delta_v: Resultant velocity change so far, ``DELTA_V_LSB_KMH`` a count, held after its window; None when it
            cannot be said.
        impacts_s: When each impact began, counted from the first.
    """

    sample_rate_hz: float | None
    starts_s: float
    count: int
    lsb_g: float
    x: bytes
    y: bytes
    z: bytes
    delta_v: bytes | None
    impacts_s: tuple[float, ...]
    full_scale_g: float | None
    saturated: bool


def draw(trace: Trace, free_g: Floats, measurement: PulseMeasurement, change: VelocityChange | None) -> Curve:
    """Return the curve of a measured trace.

    Args:
        trace: As joined.
        free_g: Its samples without gravity, not filtered.
        measurement: What was read from it.
        change: The window over which velocity was summed, and the velocity in it; None when it cannot be said.
    """
    zero_s = (
        measurement.impacts[0].starts_s if measurement.impacts else float(trace.times_s[magnitude(free_g).argmax()])
    )
    shown = np.flatnonzero((trace.times_s >= zero_s - _SHOWN_BEFORE_S) & (trace.times_s <= zero_s + _SHOWN_AFTER_S))
    times_s = trace.times_s[shown]
    places = (
        np.arange(len(shown))
        if trace.rate_hz is None
        else np.rint((times_s - times_s[0]) * trace.rate_hz).astype(np.int64)
    )
    lsb_g = _FINEST_LSB_G * max(1, ceil(float(np.abs(free_g).max()) / _FINEST_LSB_G / _LARGEST_COUNT))
    x, y, z = (_counts(free_g[shown, axis] / lsb_g, places) for axis in range(3))
    return Curve(
        sample_rate_hz=trace.rate_hz,
        starts_s=0.0 if trace.rate_hz is None else float(times_s[0]) - zero_s,
        count=int(places[-1]) + 1,
        lsb_g=lsb_g,
        x=x,
        y=y,
        z=z,
        delta_v=None if change is None else _counts(_so_far(trace, change)[shown] / DELTA_V_LSB_KMH, places),
        impacts_s=tuple(impact.starts_s - zero_s for impact in measurement.impacts),
        full_scale_g=trace.full_scale_g,
        saturated=measurement.saturated,
    )


def _so_far(trace: Trace, change: VelocityChange) -> Floats:
    speeds = np.zeros(len(trace.times_s))
    speeds[change.first : change.last + 1] = change.course_kmh
    speeds[change.last + 1 :] = change.course_kmh[-1]
    return speeds


def _counts(values: Floats, places: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> bytes:
    counts = np.full(int(places[-1]) + 1, MISSING_COUNT, dtype="<i2")
    counts[places] = np.clip(np.rint(values), -_LARGEST_COUNT, _LARGEST_COUNT)
    return counts.tobytes()
