"""One crash record of 15 s, three axes, 1 kHz: the budget is 5 ms.

Timed in processor time, as detection waits for nothing. The way of a live trace (joining its pieces first) and that of
a calm record and of one whose sensor turned over are told apart.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from app.domain.box import BoxModel
from app.domain.ecall import TraceFragment
from services.detection.pulse import measure, measure_trace
from services.detection.thresholds import Thresholds
from services.detection.trace import Floats, Trace

ROUNDS = 60
RATE_HZ, LASTING_S, IMPACT_S = 1000.0, 15.0, 6.0
PIECE = 250
THRESHOLDS = Thresholds(signal_g=2.5, tow_g=4.0)
MODEL = BoxModel("Bench", RATE_HZ, 16.0)
BEGAN_AT = datetime(2031, 3, 9, 22, 14, tzinfo=UTC)


def run() -> list[tuple[str, float, str]]:
    """Time one analysis of each kind."""
    crash, calm = _samples_g(is_crash=True), _samples_g(is_crash=False)
    turned = crash.copy()
    turned[10_000:] = turned[10_000:, [1, 2, 0]]
    fragments = _fragments(crash)
    figures = []
    for name, work in (
        ("analyse 15 s at 1 kHz", partial(measure_trace, _trace(crash), THRESHOLDS)),
        ("analyse 15 s at 1 kHz, no crash in it", partial(measure_trace, _trace(calm), THRESHOLDS)),
        ("analyse 15 s at 1 kHz, turned over", partial(measure_trace, _trace(turned), THRESHOLDS)),
        ("join 60 pieces and analyse 15 s at 1 kHz", partial(measure, fragments, MODEL, True, THRESHOLDS)),
    ):
        times = _times(work)
        figures += [(f"{name}, p50", times[len(times) // 2], "ms"), (f"{name}, p95", times[-len(times) // 20], "ms")]
    return figures


def _samples_g(*, is_crash: bool) -> Floats:
    count = round(LASTING_S * RATE_HZ)
    samples_g = np.random.default_rng(7).normal(0.0, 0.05, (count, 3)) + (0.0, 0.0, 1.0)
    if is_crash:
        at = round(IMPACT_S * RATE_HZ)
        samples_g[at : at + 80, 0] -= 12 * np.sin(np.pi * np.arange(80) / 80)
    return np.asarray(samples_g, dtype=np.float64)


def _trace(samples_g: Floats) -> Trace:
    times_s = np.arange(len(samples_g)) / RATE_HZ
    return Trace(times_s, samples_g, (True, True, True), True, RATE_HZ, MODEL.full_scale_g)


def _fragments(samples_g: Floats) -> tuple[TraceFragment, ...]:
    counts = [(int(x), int(y), int(z)) for x, y, z in np.rint(samples_g * 1000)]
    return tuple(
        TraceFragment(BEGAN_AT + timedelta(seconds=start / RATE_HZ), tuple(counts[start : start + PIECE]))
        for start in range(0, len(counts), PIECE)
    )


def _times(work: Callable[[], object]) -> list[float]:
    work()
    return sorted(_ms(work) for _ in range(ROUNDS))


def _ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000
