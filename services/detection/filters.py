"""The filters of SAE J211-1, and the guard that keeps them from doing harm.

The standard runs a two-pole Butterworth forward and then backward over the samples. The result has no phase, so it is
the same as multiplying the spectrum by the squared gain of that recursion; done with numpy's FFT this takes a tenth of
the time of the recursion in Python and needs no scipy, whose import would cost the service a second at its start. The
tests hold it against the recursion of the standard and against scipy.

Below ten times its class a CFC filter is not a filter any more: at the rates of real boxes the recursion explodes (1e34
g) or returns plausible nonsense (``uplinks.md`` 0.5). There the samples stay as they are, and the measurement says so.
"""

from collections.abc import Callable, Iterable
from math import pi, tan
from typing import Final

import numpy as np

from services.detection.trace import Floats

STRUCTURE_CLASS: Final = 60
"""CFC60: accelerations of the vehicle structure, compared as a pulse."""

VELOCITY_CLASS: Final = 180
"""CFC180: before integrating to a velocity."""

_RATE_PER_CLASS: Final = 10.0
_DESIGN_RATIO: Final = 2.0775
_SETTLED: Final = 3.0


def is_defined(cfc: int, rate_hz: float | None) -> bool:
    """Whether the channel frequency class may be used at this sample rate (at least ten times the class)."""
    return rate_hz is not None and rate_hz >= _RATE_PER_CLASS * cfc


def channel_frequency_class(samples_g: Floats, cfc: int, rate_hz: float, breaks: Iterable[int] = ()) -> Floats:
    """Return N x 3 samples filtered by a CFC of SAE J211-1, each unbroken piece by itself.

    Before the first and after the last sample of a piece the signal is taken to stand still. Call only where
    ``is_defined``.
    """

    def gain(frequency_hz: Floats) -> Floats:
        return _cfc_gain(cfc, rate_hz, frequency_hz)

    margin = round(_SETTLED / cfc * rate_hz)
    pieces = np.split(samples_g, list(breaks))
    return np.concatenate([without_phase(piece, rate_hz, gain, margin) for piece in pieces])


def without_phase(samples: Floats, rate_hz: float, gain: Callable[[Floats], Floats], margin: int) -> Floats:
    """Return the rows of an array filtered by a real gain over frequency (Hz).

    The edges are taken to continue for ``margin`` samples.
    """
    padded = np.pad(samples, ((margin, margin), (0, 0)), mode="edge")
    length = 1 << (len(padded) - 1).bit_length()
    spectrum = np.fft.rfft(padded, length, axis=0)
    frequency_hz = np.linspace(0.0, rate_hz / 2, length // 2 + 1, dtype=np.float64)
    spectrum *= gain(frequency_hz)[:, np.newaxis]
    return np.asarray(np.fft.irfft(spectrum, length, axis=0)[margin : margin + len(samples)], dtype=np.float64)


def _cfc_gain(cfc: int, rate_hz: float, frequency_hz: Floats) -> Floats:
    """Gain of both passes together.

    One pass of SAE J211-1, appendix C, is the bilinear transform of a two-pole Butterworth, whose squared gain has this
    closed form.
    """
    warped = tan(pi * cfc * _DESIGN_RATIO / rate_hz)
    return np.asarray(1 / (1 + (np.tan(pi * frequency_hz / rate_hz) / warped) ** 4), dtype=np.float64)
