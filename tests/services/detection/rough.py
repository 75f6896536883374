"""Rougher recordings that nobody made: engines, long braking, bends and humps; pulses by peak and width, not by speed.

Beside ``made_up``: there a crash is drawn by its change of speed, here by what a laboratory would write on its pulse.
"""

from collections.abc import Callable, Mapping
from math import cos, radians, sin

import numpy as np

from services.detection.trace import Floats
from tests.services.detection.made_up import _EVENTS, HARMLESS_G, KMH_PER_G_S, MadeUp, _bump

LEAST_KMH = 8.0
"""What an event recorder of a car takes for an accident (49 CFR 563); less is a bump that a slow box cannot see."""


def a_rough_drive(chance: np.random.Generator) -> MadeUp:
    """Seconds to two minutes with up to fourteen manoeuvres and bumps over a shaking engine, at 25 to 1000 Hz."""
    rate_hz = float(chance.choice([25, 50, 60, 100, 200, 400, 1000]))
    lasting_s = float(chance.choice([2, 3, 5, 10, 20] if rate_hz >= 400 else [2, 3, 5, 10, 20, 40, 60, 120]))
    count = int(rate_hz * lasting_s)
    times_s = np.arange(count) / rate_hz
    pushed = chance.normal(size=(count, 3)) * (0.03, 0.03, 0.08) * chance.uniform(0.2, 2.0)
    engine = np.sin(2 * np.pi * chance.uniform(10, 60) * times_s)
    pushed += chance.uniform(0, 0.25) * engine[:, np.newaxis] * chance.uniform(0, 1, 3)
    told = [str(chance.choice(sorted(_ROUGH))) for _ in range(int(chance.integers(0, 14)))]
    for event in told:
        _ROUGH[event](chance, pushed, rate_hz)
    hardest = np.linalg.norm(pushed, axis=1).max()
    pushed *= min(1.0, HARMLESS_G / hardest)
    return MadeUp(times_s, pushed, f"{rate_hz:g} Hz, {lasting_s:g} s: {told}")


def a_pulse(chance: np.random.Generator) -> MadeUp:
    """A half-sine, haversine, triangle or trapezoid of 5 to 40 g and 40 to 150 ms from any side, braked into or not."""
    rate_hz = float(chance.choice([25, 50, 100, 200, 400, 1000, 2000]))
    before_s = float(chance.choice([0.02, 0.05, 0.2, 1, 3, 5, 15]))
    after_s = float(chance.choice([0.2, 0.5, 2, 5, 10]))
    shape, told = _shape(chance, rate_hz)
    pushed = chance.normal(size=(int((before_s + after_s) * rate_hz) + 3, 3)) * chance.uniform(0.01, 0.15)
    at, degrees = int(before_s * rate_hz), chance.uniform(-180, 180)
    if before_s >= 1:
        braked = int(min(before_s, chance.uniform(0.5, 6)) * rate_hz)
        pushed[at - braked : at, 0] -= chance.uniform(0, 1.0)
    blows = 1 if chance.random() < 0.7 else 2
    for blow in range(blows):
        rows = pushed[at + int(blow * chance.uniform(0.3, 1.5) * rate_hz) :]
        fits = shape[: len(rows)] / (blow + 1)
        rows[: len(fits), 0] -= fits * cos(radians(degrees))
        rows[: len(fits), 1] -= fits * sin(radians(degrees))
        rows[: len(fits), 2] += fits * chance.uniform(-0.2, 0.2)
    told = f"{rate_hz:g} Hz, {before_s:g} s before, {after_s:g} s after, {told}, from {degrees:.0f}, {blows} blows"
    return MadeUp(np.arange(len(pushed)) / rate_hz, pushed, told, peak_g=float(shape.max()))


def _shape(chance: np.random.Generator, rate_hz: float) -> tuple[Floats, str]:
    """Draw until the pulse changes the speed of a car."""
    while True:
        peak_g, width_s = chance.uniform(5, 40), chance.uniform(0.04, 0.15)
        inside = (np.arange(max(2, int(width_s * rate_hz))) + 0.5) / max(2, int(width_s * rate_hz))
        name = str(chance.choice(sorted(_SHAPES)))
        shape = peak_g * _SHAPES[name](inside)
        if shape.sum() / rate_hz * KMH_PER_G_S >= LEAST_KMH:
            return shape, f"{name} {peak_g:.1f} g {1000 * width_s:.0f} ms"


def _lasting(axis: int, least_g: float, most_g: float, most_s: float) -> Callable[..., None]:
    """A push along one axis for seconds, begun and ended at once."""

    def push(chance: np.random.Generator, pushed: Floats, rate_hz: float) -> None:
        at = int(chance.integers(0, len(pushed)))
        pushed[at : at + int(chance.uniform(1, most_s) * rate_hz), axis] += chance.uniform(least_g, most_g)

    return push


def _hump(chance: np.random.Generator, pushed: Floats, rate_hz: float) -> None:
    for sign in (1, -1):
        _bump(chance, pushed, rate_hz, (2, sign * chance.uniform(0.3, 0.9), 0.25))


_SHAPES: Mapping[str, Callable[[Floats], Floats]] = {
    "half-sine": lambda inside: np.sin(np.pi * inside),
    "haversine": lambda inside: np.sin(np.pi * inside) ** 2,
    "triangle": lambda inside: 1 - np.abs(2 * inside - 1),
    "trapezoid": lambda inside: np.clip(np.minimum(inside, 1 - inside) * 5, 0, 1),
}
_ROUGH: Mapping[str, Callable[..., None]] = {
    **_EVENTS,
    "hump": _hump,
    "bend": _lasting(1, -0.7, 0.7, 12),
    "accelerate": _lasting(0, 0.1, 0.5, 8),
    "stop and go": _lasting(0, -1.0, -0.6, 3),
    "long braking": lambda chance, pushed, rate_hz: _bump(
        chance, pushed, rate_hz, (0, -chance.uniform(0.7, 1.0), chance.uniform(2, 6))
    ),
}
