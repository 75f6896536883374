"""What the sensor reads when nothing happens: gravity and bias together, to be taken away before anything is judged.

Raw magnitude must never meet a threshold: of 500 real road anomalies one passes 2.5 g with gravity left in and none
without (``uplinks.md`` 0.4). Gravity and bias cannot be told apart and need not be, as long as they come from samples
in which the car was neither hit nor already turned over.

The best are seconds of driving before the strongest moment: their median is rest, whatever manoeuvres they hold. A
record that begins later has a quiet start, which is believed unless the quiet majority of the whole record differs from
it a little (then it began in a bend or a bump; if it differs a lot, the car ended on its side). Without either there is
the quiet end; without that too, it is said and the peak becomes a lower bound.

Who brakes for seconds before a crash has no rest before it: the reading is gravity *and* the braking, and a crash of
2.9 g would be one of 2. Physics tells it from a car that was turned over: braking lies across gravity and makes the
reading longer than that of the car at rest at the end; turning leaves its length as it is.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from services.detection.trace import Floats, Trace, magnitude

QUIET_G: Final = 1.0
"""A sample further than this from rest is part of an impact; below it for long enough, the impact is over."""

STILL_G: Final = 0.3
"""Samples of a car at rest lie this close together."""

_HEAD_S: Final = 0.02
_ENOUGH_S: Final = 0.25
_GUARD_S: Final = 0.005
_FEWEST: Final = 3
_ENOUGH_WITHOUT_RATE: Final = 10
_APPROACH_S: Final = 4.0
_RISE_S: Final = 0.2
_AROUND_S: Final = 15.0
_STEADY: Final = 4
"""Quarter seconds after which a quiet start is no passing bend."""

_LONG: Final = 16
"""Quarter seconds of which no crash fills the half."""

_MAJORITY: Final = 0.75
_HALF: Final = 0.5
_LOOKS: Final = 6
_SAMPLED: Final = 1000
_INLIER_G: Final = 0.1
_INLIER_SPREADS: Final = 4.5
_MANOEUVRE_G: Final = (0.3, 1.2)
"""Less is not worth a doubt; no tyre holds more."""

_ACROSS: Final = 0.25
"""Half of what a push across gravity adds to the reading, per g squared: the middle between pushed and turned."""

_UPRIGHT_LIMIT_G: Final = 1.2


class Source(Enum):
    """Where the rest reading comes from, best first."""

    BEFORE = "before"
    WHOLE = "whole"
    AFTER = "after"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The reading at rest, x, y, z in g. Without a source: no bias, and gravity along z if the car's z is known."""

    rest_g: Floats
    source: Source


def find_baseline(trace: Trace) -> Baseline:
    """Return what to subtract from every sample of the trace."""
    found = _found(trace)
    end = quiet_tail(trace) if found.source is Source.BEFORE else None
    return Baseline(end, Source.BEFORE) if end is not None and _is_in_manoeuvre(found.rest_g, end) else found


def _found(trace: Trace) -> Baseline:
    samples = trace.samples_g
    steady = _steadied(samples, round(_GUARD_S * (trace.rate_hz or 0)))
    approach = _approach(steady, trace.rate_hz)
    if approach and _is_mostly_quiet(samples[:approach], _HALF):
        return Baseline(_mean_of_inliers(samples[:approach]), Source.BEFORE)
    enough = enough_samples(trace.rate_hz)
    share = _HALF if len(samples) >= enough * _LONG else _MAJORITY
    whole = _mean_of_inliers(samples) if len(samples) >= enough and _is_mostly_quiet(samples, share) else None
    quiet = _quiet_start(samples, steady, trace.rate_hz)
    if quiet >= _FEWEST:
        start = _mean_of_inliers(samples[:quiet])
        if whole is None or _is_believed(start, whole, is_long=quiet >= enough * _STEADY):
            return Baseline(start, Source.BEFORE)
    if whole is not None:
        return Baseline(whole, Source.WHOLE)
    return _without_start(trace)


def strongest_moment(trace: Trace) -> int:
    """Return the index of the sample furthest from the rest around it; good enough to choose what to measure."""
    steady = _steadied(trace.samples_g, round(_GUARD_S * (trace.rate_hz or 0)))
    block = max(1, round(_AROUND_S * (trace.rate_hz or 0)))
    away = [
        magnitude(steady[at : at + block] - _middle(steady[at : at + block])) for at in range(0, len(steady), block)
    ]
    return int(np.concatenate(away).argmax())


def _is_in_manoeuvre(start: Floats, end: Floats) -> bool:
    """Whether the reading before is that of a car braking or bending, and the end that of the same car at rest."""
    apart_g = float(np.linalg.norm(start - end))
    longer_g = float(np.linalg.norm(start) - np.linalg.norm(end))
    least, most = _MANOEUVRE_G
    return (
        least <= apart_g <= most and longer_g >= _ACROSS * apart_g**2 and float(np.linalg.norm(end)) <= _UPRIGHT_LIMIT_G
    )


def _is_believed(start: Floats, whole: Floats, *, is_long: bool) -> bool:
    """Whether a quiet start is rest although the quiet majority may say otherwise."""
    apart_g = float(np.linalg.norm(start - whole))
    return apart_g <= STILL_G or (is_long and apart_g >= QUIET_G)


def _without_start(trace: Trace) -> Baseline:
    tail = quiet_tail(trace)
    if tail is not None:
        return Baseline(tail, Source.AFTER)
    samples = trace.samples_g
    gravity = np.clip(np.rint(_middle(samples)[2]), -1.0, 1.0) if trace.calibrated else 0.0
    return Baseline(np.array([0.0, 0.0, gravity]), Source.NONE)


def quiet_tail(trace: Trace) -> Floats | None:
    """Return the mean of the last quarter second when the car was at rest in it, else None."""
    count = enough_samples(trace.rate_hz)
    tail = trace.samples_g[-count:]
    if len(tail) < count or bool(np.any(magnitude(tail - _middle(tail)) > STILL_G)):
        return None
    return np.asarray(tail.mean(axis=0), dtype=np.float64)


def enough_samples(rate_hz: float | None) -> int:
    """Return how many samples make a reading at rest trustworthy."""
    return _ENOUGH_WITHOUT_RATE if rate_hz is None else max(_FEWEST, round(_ENOUGH_S * rate_hz))


def _approach(steady: Floats, rate_hz: float | None) -> int:
    """How many samples lie clearly before the strongest moment, if that is seconds; else 0."""
    longest = round(_APPROACH_S * (rate_hz or 0))
    if rate_hz is None or len(steady) < longest:
        return 0
    strongest = int(magnitude(steady - _middle(steady[:longest])).argmax())
    before = strongest - round(_RISE_S * rate_hz)
    return before if before >= longest else 0


def _quiet_start(samples: Floats, steady: Floats, rate_hz: float | None) -> int:
    """How many samples at the start are quiet.

    Rest and onset depend on each other: the first guess comes from the first few samples, and each look uses all
    samples that the last one found quiet.
    """
    count = min(len(samples), max(_FEWEST, round(_HEAD_S * (rate_hz or 0))))
    for _ in range(_LOOKS):
        onset = _onset(steady, _middle(samples[:count]))
        if onset in (0, count):
            break
        count = onset
    guard = min(round(_GUARD_S * (rate_hz or 0)), onset // 2)
    return onset - guard if onset < len(samples) else onset


def _steadied(samples: Floats, width: int) -> Floats:
    """Mean of each sample and those after it: the noise of a fast sensor is not the onset of a crash."""
    if width <= 1 or len(samples) < width:
        return samples
    steadied = np.empty_like(samples)
    means = steadied[: len(samples) - width + 1]
    np.copyto(means, samples[: len(means)])
    for offset in range(1, width):
        means += samples[offset : offset + len(means)]
    means /= width
    steadied[len(means) :] = means[-1]
    return steadied


def _onset(samples: Floats, rest: Floats) -> int:
    loud = magnitude(samples - rest) >= QUIET_G
    return int(loud.argmax()) if loud.any() else len(samples)


def _is_mostly_quiet(samples: Floats, share: float) -> bool:
    return bool(np.mean(magnitude(samples - _middle(samples)) < QUIET_G) >= share)


def _middle(samples: Floats) -> Floats:
    """Median of each axis, of at most a thousand evenly chosen rows: enough to find the rest and always fast."""
    return np.asarray(np.median(samples[:: len(samples) // _SAMPLED + 1], axis=0), dtype=np.float64)


def _mean_of_inliers(samples: Floats) -> Floats:
    """Mean of the samples near the median: as exact as a mean, as deaf to bumps as a median."""
    middle = _middle(samples)
    away = np.abs(samples - middle)
    limits = np.clip(_INLIER_SPREADS * _middle(away), _INLIER_G, STILL_G)
    near = np.logical_and.reduce([away[:, axis] <= limits[axis] for axis in range(3)])
    return np.asarray(samples[near].mean(axis=0), dtype=np.float64) if near.any() else middle
