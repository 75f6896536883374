"""Recordings that nobody made: drives and crashes by chance, as a hundred loggers would have written them.

Everything follows from the generator that is handed in, so that a seed names a recording for ever.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from services.detection.trace import STANDARD_GRAVITY, Floats

KMH_PER_G_S = STANDARD_GRAVITY * 3.6
HARMLESS_G = 2.2
"""No made-up drive pushes a car harder; the real ones of the reference stay below it."""


@dataclass(frozen=True)
class MadeUp:
    """One recording: N rows of x, y, z in g, gravity in or out, and what it was made of."""

    times_s: Floats
    samples_g: Floats
    told: str
    delta_v_kmh: float = 0.0
    peak_g: float = 0.0


def a_drive(chance: np.random.Generator) -> MadeUp:
    """Seconds to minutes of driving with potholes, kerbs, braking, swerving, slammed doors and rumble strips."""
    rate_hz, lasting_s = float(chance.choice([25, 50, 60, 100, 200])), float(chance.choice([3, 10, 40, 120]))
    count = int(rate_hz * lasting_s)
    pushed = chance.normal(size=(count, 3)) * (0.03, 0.03, 0.08) * chance.uniform(0.3, 1.5)
    events = [str(chance.choice(list(_EVENTS))) for _ in range(int(chance.integers(0, 12)))]
    for event in events:
        _EVENTS[event](chance, pushed, rate_hz)
    hardest = np.linalg.norm(pushed, axis=1).max()
    pushed *= min(1.0, HARMLESS_G / hardest)
    return MadeUp(np.arange(count) / rate_hz, pushed, f"{rate_hz:g} Hz, {lasting_s:g} s: {events}")


def a_crash(chance: np.random.Generator) -> MadeUp:
    """A pulse of 15 to 70 km/h from any side, after braking or not, with a second impact or not, then rest."""
    rate_hz = float(chance.choice([25, 50, 100, 400, 1000, 10_000]))
    before_s, after_s = float(chance.choice([0.05, 0.2, 1, 5, 15])), float(chance.choice([0.3, 2, 10]))
    if rate_hz > 1000:
        before_s, after_s = min(before_s, 1.0), min(after_s, 2.0)
    count, at = int((before_s + after_s) * rate_hz) + 3, int(before_s * rate_hz)
    pushed = chance.normal(size=(count, 3)) * chance.uniform(0.01, 0.15)
    degrees, kmh, width_s = chance.uniform(-180, 180), chance.uniform(15, 70), chance.uniform(0.06, 0.15)
    if before_s >= 5:
        pushed[at - int(chance.uniform(0.5, 3) * rate_hz) : at, 0] -= chance.uniform(0, 0.9)
    peak_g = _hit(chance, pushed[at:], rate_hz, (degrees, kmh, width_s))
    has_second = after_s >= 2 and chance.random() < 0.3
    if has_second:
        _hit(chance, pushed[at + int(rate_hz) :], rate_hz, (degrees + 90, 0.6 * kmh, width_s))
    told = f"{rate_hz:g} Hz, {before_s:g} s before, {kmh:.0f} km/h from {degrees:.0f}, second impact {has_second}"
    return MadeUp(np.arange(count) / rate_hz, pushed, told, kmh, peak_g)


def as_worn(chance: np.random.Generator, made: MadeUp, *, calibrated: bool) -> MadeUp:
    """Add what lies between the car and the file: gravity, bias, mounting, and a clock that jitters."""
    times_s, samples_g = made.times_s, made.samples_g
    if chance.random() < 0.7:
        samples_g = samples_g + (0.0, 0.0, chance.choice([-1.0, 1.0]))
    if not calibrated:
        turn, _ = np.linalg.qr(chance.normal(size=(3, 3)))
        samples_g = samples_g @ turn
    if chance.random() < 0.5:
        samples_g = samples_g + chance.uniform(-0.15, 0.15, 3)
    if chance.random() < 0.3:
        jitter = chance.uniform(-0.4, 0.4, len(times_s)) * (times_s[1] - times_s[0])
        uneven_s = np.sort(np.clip(times_s + jitter, 0.0, times_s[-1]))
        samples_g = np.column_stack([np.interp(uneven_s, times_s, column) for column in samples_g.T])
        times_s = uneven_s
    if chance.random() < 0.2:
        times_s = times_s + 1.7e9
    return MadeUp(times_s, samples_g, made.told, made.delta_v_kmh, made.peak_g)


def as_written(chance: np.random.Generator, made: MadeUp, axes: str = "xyz") -> list[str]:
    """Return the lines of a table, with one of the habits of loggers."""
    columns = ["xyz".index(axis) for axis in axes]
    head = ["t_s", *(f"a{axis}_g" for axis in axes)]
    cells = [
        [f"{at:.5f}", *(f"{row[column]:.4f}" for column in columns)]
        for at, row in zip(made.times_s, made.samples_g, strict=True)
    ]
    rows = [head, *cells]
    habit = str(chance.choice(["plain", "holes", "semicolons", "windows", "lost", "swapped", "rounded", "label"]))
    places = range(1, len(rows))
    if habit == "holes":
        for place in chance.choice(places, max(1, len(cells) // 50)):
            rows[place][int(chance.integers(1, len(head)))] = str(chance.choice(["", "NaN"]))
    elif habit == "semicolons":
        return [";".join(row).replace(".", ",") + "\n" for row in rows]
    elif habit == "lost":
        lost = set(chance.choice(places[1:-1], len(cells) // 40))
        rows = [row for place, row in enumerate(rows) if place not in lost]
    elif habit == "swapped":
        place = int(chance.integers(1, len(rows) - 1))
        rows[place], rows[place + 1] = rows[place + 1], rows[place]
    elif habit == "rounded":
        rows = [head, *([f"{float(at):.2f}", *row] for at, *row in cells)]
    elif habit == "label":
        rows = [[*row, "label" if row is head else "kerb"] for row in rows]
    return [",".join(row) + ("\r\n" if habit == "windows" else "\n") for row in rows]


def _hit(chance: np.random.Generator, pushed: Floats, rate_hz: float, pulse: tuple[float, float, float]) -> float:
    """Add a pulse (degrees, km/h, seconds) at the beginning of the rows; return its peak in g."""
    degrees, kmh, width_s = pulse
    count = max(2, int(width_s * rate_hz))
    inside = (np.arange(count) + 0.5) / count
    shapes = (np.sin(np.pi * inside), np.sin(np.pi * inside) ** 2, 1 - np.abs(2 * inside - 1))
    shape = shapes[int(chance.integers(0, len(shapes)))]
    shape = shape * kmh / KMH_PER_G_S / (shape.sum() / rate_hz)
    fits = shape[: len(pushed)]
    pushed[: len(fits), 0] -= fits * cos(radians(degrees))
    pushed[: len(fits), 1] -= fits * sin(radians(degrees))
    pushed[: len(fits), 2] += fits * chance.uniform(-0.2, 0.2)
    return float(shape.max())


def _bump(chance: np.random.Generator, pushed: Floats, rate_hz: float, bump: tuple[int, float, float]) -> None:
    axis, height_g, width_s = bump
    at, count = int(chance.integers(0, len(pushed))), max(1, int(width_s * rate_hz))
    rows = pushed[at : at + count]
    rows[:, axis] += height_g * np.sin(np.pi * (np.arange(len(rows)) + 0.5) / count)


def _pothole(chance: np.random.Generator, pushed: Floats, rate_hz: float) -> None:
    for _ in range(2):
        _bump(chance, pushed, rate_hz, (2, chance.uniform(-1.5, 1.5), 0.06))


def _kerb(chance: np.random.Generator, pushed: Floats, rate_hz: float) -> None:
    _bump(chance, pushed, rate_hz, (2, chance.uniform(0.5, 1.5), 0.05))
    _bump(chance, pushed, rate_hz, (1, chance.uniform(-0.9, 0.9), 0.05))


def _rumble(chance: np.random.Generator, pushed: Floats, rate_hz: float) -> None:
    at, count = int(chance.integers(0, len(pushed))), int(rate_hz)
    rows = pushed[at : at + count]
    rows[:, 2] += chance.uniform(0.5, 1.2) * np.sin(2 * np.pi * chance.uniform(8, 20) * np.arange(len(rows)) / rate_hz)


_EVENTS: Mapping[str, Callable[[np.random.Generator, Floats, float], None]] = {
    "pothole": _pothole,
    "kerb": _kerb,
    "rumble": _rumble,
    "brake": lambda chance, pushed, rate_hz: _bump(
        chance, pushed, rate_hz, (0, -chance.uniform(0.6, 1.0), chance.uniform(1, 4))
    ),
    "swerve": lambda chance, pushed, rate_hz: _bump(chance, pushed, rate_hz, (1, chance.uniform(-0.9, 0.9), 1.0)),
    "door": lambda chance, pushed, rate_hz: _bump(chance, pushed, rate_hz, (1, chance.uniform(-1.2, 1.2), 0.03)),
    "drop": lambda chance, pushed, rate_hz: _bump(chance, pushed, rate_hz, (2, chance.uniform(1.0, 2.0), 0.04)),
}
