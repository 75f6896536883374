"""The samples of a curve as arrays to draw. numpy is imported when a curve is first shown, never before.

Holes become NaN, which a plot leaves open: a line through a hole would show a crash nobody measured.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.api.cases import CURVE_MISSING, CurveHeader
from ui.ports import CurveData

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

MAGNITUDE = "magnitude"
DELTA_V = "delta_v"
AXES = ("x", "y", "z")
_HEADROOM = 1.15


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """One curve.

    Attributes:
        times: Seconds relative to the first impact, or sample numbers when the rate is not known.
        channels: By name, in g or km/h; NaN where no sample came. ``MAGNITUDE`` is there when an axis is.
    """

    times: "Floats"
    channels: "dict[str, Floats]"


def samples_of(curve: CurveData, *, is_horizontal: bool) -> Samples:
    """Return the samples of a curve. ``is_horizontal``: the magnitude leaves the vertical axis out."""
    import numpy as np

    header = curve.header
    counts = np.frombuffer(curve.samples, dtype="<i2").reshape(len(header.channels), header.count)
    channels: dict[str, Floats] = {}
    for name, lsb, row in zip(header.channels, header.lsb, counts, strict=True):
        values = row * lsb
        values[row == CURVE_MISSING] = np.nan
        channels[name] = values
    axes = [channels[name] for name in AXES if name in channels and not (is_horizontal and name == "z")]
    if axes:
        channels[MAGNITUDE] = np.sqrt(np.sum([axis * axis for axis in axes], axis=0))
    places = np.arange(header.count, dtype=np.float64)
    times = places if header.sample_rate_hz is None else header.starts_s + places / header.sample_rate_hz
    return Samples(times, channels)


def peak_place(samples: Samples) -> int | None:
    """Return where the magnitude is largest; None when no sample came."""
    import numpy as np

    magnitude = samples.channels.get(MAGNITUDE)
    if magnitude is None or not magnitude.size or np.all(np.isnan(magnitude)):
        return None
    return int(np.nanargmax(magnitude))


def largest(samples: Samples, names: tuple[str, ...]) -> float:
    """Return the largest size of these channels; 0 without any."""
    import numpy as np

    sizes = [np.abs(samples.channels[name]) for name in names if name in samples.channels]
    known = [size[~np.isnan(size)] for size in sizes]
    return max((float(size.max()) for size in known if size.size), default=0.0)


def heights(header: CurveHeader, samples: Samples) -> tuple[float, float]:
    """Return how far up and down the plot reaches, in g and in km/h.

    The lines of the clauses are always in sight, the sensor's limit when it was reached.
    """
    most = max(largest(samples, (*AXES, MAGNITUDE)), header.tow_g)
    if header.saturated and header.full_scale_g is not None:
        most = max(most, header.full_scale_g)
    return most * _HEADROOM, max(largest(samples, (DELTA_V,)), 1.0) * _HEADROOM


def runs_through(samples: Samples, name: str, times: tuple[float, float], values: tuple[float, float]) -> bool:
    """Whether the line of a channel runs through this rectangle."""
    import numpy as np

    first = max(int(np.searchsorted(samples.times, times[0])) - 1, 0)
    last = int(np.searchsorted(samples.times, times[1])) + 1
    part = samples.channels[name][first:last]
    known = part[~np.isnan(part)]
    return bool(known.size and known.max() >= values[0] and known.min() <= values[1])
