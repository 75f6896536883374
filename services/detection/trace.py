"""One acceleration record of a crash, whole: the fragments of a box joined, or the columns of a file.

A box sends a trace in pieces that arrive late, twice and in any order (``uplinks.md`` 0.1, 0.2), so pieces are put in
place by their device time. Stamps are whole milliseconds and the clock of the sensor is not the clock of the stamps,
hence the slack: a piece that begins almost where the last one ended continues it. What cannot be placed is never
invented: a hole stays a hole, and nothing is integrated across it.

Signs are turned here, once, from those of the sensor to SAE J1733 (x forward, y right, z down), and only for a box that
knows its axes. For every other box the directions mean nothing and only magnitudes may be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.box import Axis, BoxModel
from app.domain.ecall import StatedSensor, TraceFragment

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

STANDARD_GRAVITY: Final = 9.80665
"""Metres per second squared in one g."""

_STAMP_SLACK_S: Final = 0.002
_CLOCK_SLACK: Final = 0.02
_COLUMN: Final = {"x": 0, "y": 1, "z": 2}


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Samples in time order, gravity left in.

    Attributes:
        times_s: Time of each sample after the first; without a rate, the stamp of its fragment.
        samples_g: N rows of x, y, z: SAE J1733 when calibrated, else the sensor's own axes. An axis not measured is
            zero.
        measured: Which of x, y, z were measured.
        calibrated: The axes are those of the car.
        rate_hz: None = not known: no duration, no delta-v.
        full_scale_g: None = not known.
        breaks: Indices of samples before which samples are missing.
        conflicting: Two pieces disagreed about the same instant; the larger sample was kept.
    """

    times_s: Floats
    samples_g: Floats
    measured: tuple[bool, bool, bool]
    calibrated: bool
    rate_hz: float | None
    full_scale_g: float | None
    breaks: tuple[int, ...] = ()
    conflicting: bool = False


def join(fragments: Iterable[TraceFragment], model: BoxModel | None, *, calibrated: bool | None) -> Trace | None:
    """Return the fragments as one trace; None when they hold no sample.

    Args:
        fragments: Any order; repeats are taken once.
        model: Rate, full scale and mounting, where the box does not state them; None = nothing is known of the sensor.
        calibrated: Whether the box knows its axes; not said counts as no.
    """
    pieces = _distinct(fragments)
    if not pieces:
        return None
    stated = next((piece.sensor for piece in pieces if piece.sensor is not None), None)
    rate_hz, full_scale_g = _sensor(stated, model)
    seam = _Seam(rate_hz)
    received_g = _samples_g(pieces)
    end = 0
    for piece in pieces:
        start, end = end, end + len(piece.samples_mg)
        seam.append((piece.starts_at - pieces[0].starts_at).total_seconds(), received_g[start:end])
    samples_g = np.concatenate(seam.parts)
    knows_axes = bool(calibrated and (model or stated))
    return Trace(
        times_s=seam.times_s(),
        samples_g=_to_sae(samples_g, model) if knows_axes and model and not stated else samples_g,
        measured=(True, True, True),
        calibrated=knows_axes,
        rate_hz=rate_hz,
        full_scale_g=full_scale_g,
        breaks=tuple(seam.breaks),
        conflicting=seam.conflicting,
    )


def _sensor(stated: StatedSensor | None, model: BoxModel | None) -> tuple[float | None, float | None]:
    """Rate and full scale: what the box says, else what is on record of its model."""
    known = (model.trace_rate_hz, model.full_scale_g) if model else (None, None)
    return known if stated is None else (stated.rate_hz, stated.full_scale_g or known[1])


def _distinct(fragments: Iterable[TraceFragment]) -> list[TraceFragment]:
    """Pieces that hold samples, by device time, repeats once; not by a set, as hashing every sample takes longer."""
    pieces = sorted(
        (piece for piece in fragments if piece.samples_mg), key=lambda piece: (piece.starts_at, piece.samples_mg)
    )
    return [piece for index, piece in enumerate(pieces) if index == 0 or piece != pieces[index - 1]]


class _Seam:
    """Sews pieces together in the order of their first samples."""

    def __init__(self, rate_hz: float | None) -> None:
        self.parts: list[Floats] = []
        self.breaks: list[int] = []
        self.conflicting = False
        self._rate_hz = rate_hz
        self._laid: list[tuple[float, int]] = []
        self._count = 0
        self._stamped_s = 0.0
        self._laid_s = 0.0

    def append(self, starts_s: float, samples_g: Floats) -> None:
        if self._rate_hz is None:
            self._lay(starts_s, samples_g)
            return
        ahead = round((starts_s - self._stamped_s) * self._rate_hz) if self.parts else 0
        slack = int(_STAMP_SLACK_S * self._rate_hz + _CLOCK_SLACK * len(samples_g))
        if ahead > slack:
            self.breaks.append(self._count)
            self._laid_s = max(self._laid_s, starts_s)
        elif ahead < -slack:
            samples_g = self._overlay(-ahead, samples_g)
            starts_s = self._stamped_s
        self._lay(self._laid_s, samples_g)
        self._stamped_s = starts_s + len(samples_g) / self._rate_hz
        self._laid_s += len(samples_g) / self._rate_hz

    def times_s(self) -> Floats:
        """Return the time of each sample after the first."""
        counts = [count for _, count in self._laid]
        begins_s = np.repeat([begin_s for begin_s, _ in self._laid], counts)
        if self._rate_hz is None:
            return begins_s
        within = np.arange(self._count) - np.repeat(np.cumsum([0, *counts[:-1]]), counts)
        return np.asarray(begins_s + within / self._rate_hz, dtype=np.float64)

    def _lay(self, begin_s: float, samples_g: Floats) -> None:
        self.parts.append(samples_g)
        self._laid.append((begin_s, len(samples_g)))
        self._count += len(samples_g)

    def _overlay(self, overlap: int, samples_g: Floats) -> Floats:
        """Lay a piece over samples that are there already; return what reaches beyond them.

        Two readings of one instant that differ mean a wrong stamp. The larger is kept, as a crash must not shrink for
        it.
        """
        known = np.concatenate(self.parts)
        starts = max(0, len(known) - overlap)
        shared = min(len(known) - starts, len(samples_g))
        old, new = known[starts : starts + shared], samples_g[:shared]
        if not np.array_equal(old, new):
            self.conflicting = True
            known[starts : starts + shared] = np.where((magnitude(new) > magnitude(old))[:, np.newaxis], new, old)
            self.parts = [known]
        return samples_g[shared:]


def magnitude(vectors: Floats) -> Floats:
    """Return the length of each row."""
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", vectors, vectors)), dtype=np.float64)


def _samples_g(pieces: Iterable[TraceFragment]) -> Floats:
    triples = chain.from_iterable(piece.samples_mg for piece in pieces)
    return np.fromiter(chain.from_iterable(triples), dtype=np.float64).reshape(-1, 3) / 1000.0


def _to_sae(samples_g: Floats, model: BoxModel) -> Floats:
    return np.column_stack([_along(samples_g, axis) for axis in (model.sae_x, model.sae_y, model.sae_z)])


def _along(samples_g: Floats, axis: Axis) -> Floats:
    sign, letter = axis.value
    column = samples_g[:, _COLUMN[letter]]
    return -column if sign == "-" else column
