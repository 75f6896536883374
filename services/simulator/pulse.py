"""The acceleration a simulated box feels in a crash, as its sensor would report it.

A pulse is made (half a sine wave) or measured (a CSV of a crash test). Either way it ends as what a box can send:
equally spaced samples at the box's own rate, cut at its sensor's full scale, in milli-g, gravity left in, on the axes
of a Teltonika sensor after calibration: x is positive when braking, y as in SAE J1733, z +1 g at rest. In SAE J1733
words (x forward, y right, z down) sensor = (-x, +y, -z); specific force at rest is -1 g on the SAE z axis.

A real box filters before it samples. Measured pulses are therefore low-passed below half the box's rate first, without
phase shift; taking every hundredth sample of a 10 kHz recording would show peaks no box ever sees.
"""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

G_MG: Final = 1000
LEAD_S: Final = 1.0
"""Quiet before the pulse: detection learns gravity and bias from it."""
TAIL_S: Final = 1.0
"""Quiet after the pulse."""

_ANTI_ALIAS_SHARE: Final = 0.4
_TWICE_THE_ORDER: Final = 8
"""A Butterworth of order 4, forward and backward: its gain twice."""
_SETTLED_PERIODS: Final = 3.0
_LEAST_ROWS: Final = 2
_GRAVITY_LEFT_IN_G: Final = 0.5
_COLUMN = re.compile(r"a(?P<axis>[xyz])(_\w+)?_g", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pulse:
    """Sensor samples of one crash.

    Attributes:
        starts_before_s: How long before the impact the first sample was taken.
        rate_hz: Samples a second.
        samples_mg: Sensor axes, milli-g, gravity left in.
    """

    starts_before_s: float
    rate_hz: float
    samples_mg: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class HalfSine:
    """A made pulse.

    Attributes:
        direction_deg: Where the force comes from: 0 front, 90 right, clockwise seen from above.
        rate_hz: Samples a second of the box.
        full_scale_g: Largest value the sensor reports; more is cut.
        vertical_g: Peak on the vertical axis, down positive (a kerb or pothole), of the same duration.
    """

    peak_g: float = 12.0
    duration_ms: float = 80.0
    direction_deg: float = 0.0
    rate_hz: float = 100.0
    full_scale_g: float = 16.0
    vertical_g: float = 0.0

    def sample(self) -> Pulse:
        """Return the samples a box would send."""
        duration_s = self.duration_ms / 1000
        count = round((LEAD_S + duration_s + TAIL_S) * self.rate_hz)
        angle = math.radians(self.direction_deg)
        rows = []
        for index in range(count):
            shape = _half_sine(index / self.rate_hz - LEAD_S, duration_s)
            along, across = -self.peak_g * shape * math.cos(angle), -self.peak_g * shape * math.sin(angle)
            rows.append(_to_sensor(along, across, self.vertical_g * shape - 1.0, self.full_scale_g))
        return Pulse(LEAD_S, self.rate_hz, tuple(rows))


@dataclass(frozen=True, slots=True)
class Recording:
    """A measured pulse, SAE J1733 axes, g, at the rate it was recorded.

    Attributes:
        starts_before_s: How long before the impact (t = 0 of the file) it begins.
        axes_g: x, y, z; an axis that was not measured is zero, z then holds gravity.
    """

    starts_before_s: float
    rate_hz: float
    axes_g: tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]

    def sample(self, rate_hz: float, full_scale_g: float) -> Pulse:
        """Return what a box of that rate and full scale would send of it, with quiet before and after."""
        axes = [_resampled(axis, self.rate_hz, rate_hz) for axis in self.axes_g]
        lead, tail = round(LEAD_S * rate_hz), round(TAIL_S * rate_hz)
        rest = _to_sensor(0.0, 0.0, -1.0, full_scale_g)
        rows = [_to_sensor(x, y, z, full_scale_g) for x, y, z in zip(*axes, strict=True)]
        return Pulse(lead / rate_hz + self.starts_before_s, rate_hz, (rest,) * lead + tuple(rows) + (rest,) * tail)


def read_csv(file: Path) -> Recording:
    """Read a recording: header ``t_s`` and ``a{x,y,z}[_name]_g``; several columns of an axis are averaged.

    Gravity is added when the file has it taken out already (z near 0 at rest).

    Raises:
        ValueError: No time, no axis, or fewer than two rows.
    """
    with file.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    if len(rows) < _LEAST_ROWS or "t_s" not in rows[0]:
        raise ValueError(f"{file.name}: a pulse has a column t_s and at least two rows")
    columns = {axis: [name for name in rows[0] if _is_axis(name, axis)] for axis in "xyz"}
    if not any(columns.values()):
        raise ValueError(f"{file.name}: no column such as ax_g")
    times = [float(row["t_s"]) for row in rows]
    x, y, z = (_mean_column(rows, columns[axis]) for axis in "xyz")
    return Recording(-times[0], (len(times) - 1) / (times[-1] - times[0]), (x, y, _with_gravity(z, times)))


def uncalibrated(pulse: Pulse) -> Pulse:
    """Return the pulse as a box mounted on its side reports it: only its magnitude still means something."""
    return replace(pulse, samples_mg=tuple((z, x, y) for x, y, z in pulse.samples_mg))


def _half_sine(t_s: float, duration_s: float) -> float:
    return math.sin(math.pi * t_s / duration_s) if 0 <= t_s <= duration_s else 0.0


def _to_sensor(x_g: float, y_g: float, z_g: float, full_scale_g: float) -> tuple[int, int, int]:
    limit = min(full_scale_g, 32.767)
    x, y, z = (round(G_MG * max(-limit, min(limit, value))) for value in (-x_g, y_g, -z_g))
    return x, y, z


def _is_axis(name: str, axis: str) -> bool:
    match = _COLUMN.fullmatch(name)
    return match is not None and match["axis"].lower() == axis


def _mean_column(rows: Sequence[dict[str, str]], names: Sequence[str]) -> tuple[float, ...]:
    if not names:
        return (0.0,) * len(rows)
    return tuple(math.fsum(float(row[name]) for name in names) / len(names) for row in rows)


def _with_gravity(z_g: tuple[float, ...], times: Sequence[float]) -> tuple[float, ...]:
    quiet = [z for z, t in zip(z_g, times, strict=True) if t < 0] or list(z_g)
    return tuple(z - 1.0 for z in z_g) if abs(math.fsum(quiet) / len(quiet)) < _GRAVITY_LEFT_IN_G else z_g


def _resampled(axis: Iterable[float], recorded_hz: float, rate_hz: float) -> tuple[float, ...]:
    import numpy as np  # noqa: PLC0415 - a made pulse needs neither

    from services.detection.filters import without_phase  # noqa: PLC0415

    values = np.asarray(tuple(axis), dtype=np.float64)
    if rate_hz < recorded_hz:
        corner_hz = _ANTI_ALIAS_SHARE * rate_hz
        margin = round(_SETTLED_PERIODS * recorded_hz / corner_hz)

        def gain(frequency_hz: "NDArray[np.float64]") -> "NDArray[np.float64]":
            ratio = np.tan(np.pi * frequency_hz / recorded_hz) / math.tan(math.pi * corner_hz / recorded_hz)
            return np.asarray(1 / (1 + ratio**_TWICE_THE_ORDER))

        values = without_phase(values[:, np.newaxis], recorded_hz, gain, margin)[:, 0]
    recorded_s = np.arange(len(values)) / recorded_hz
    wanted_s = np.arange(0.0, recorded_s[-1], 1 / rate_hz)
    return tuple(float(value) for value in np.interp(wanted_s, recorded_s, values))
