"""How fast the gazetteer loads and answers.

Each place is asked five times and the quickest counts: what is above it measures who else is on the machine.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from app.geography.gazetteer import Gazetteer

QUESTIONS = 3_000
REPEATS = 5
BOXES = {
    "place look-up": ((50.0, 51.2), (3.2, 5.6)),
    "place look-up across the border": ((49.4, 51.6), (2.4, 6.6)),
    "place look-up in Europe": ((36.0, 60.0), (-9.0, 28.0)),
}
"""South to north and west to east; the first is Belgium with little else."""

Box = tuple[tuple[float, float], tuple[float, float]]
Result = TypeVar("Result")
Figure = tuple[str, float, str]


def run() -> list[Figure]:
    """Return the figures."""
    load_s, gazetteer = _timed(Gazetteer.load)
    figures: list[Figure] = [("gazetteer: load", load_s * 1e3, "ms")]
    for name, box in BOXES.items():
        taken_us = sorted(_look_ups(gazetteer, box))
        figures += [
            (f"{name}, median", statistics.median(taken_us), "us"),
            (f"{name}, p99", taken_us[int(0.99 * len(taken_us))], "us"),
        ]
    return figures


def _look_ups(gazetteer: Gazetteer, box: Box) -> Sequence[float]:
    dice = random.Random(20261125)
    (south, north), (west, east) = box
    places = [(dice.uniform(south, north), dice.uniform(west, east)) for _ in range(QUESTIONS)]
    return [_quickest_s(partial(gazetteer.place, *place, 8.0)) * 1e6 for place in places]


def _quickest_s(question: Callable[[], object]) -> float:
    return min(_timed(question)[0] for _ in range(REPEATS))


def _timed(question: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    answer = question()
    return time.perf_counter() - began, answer
