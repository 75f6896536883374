"""Crash curves as a service sends them: a half-sine with a little noise, made without a service."""

import math
import struct
from random import Random

from tests.support.cases import a_curve_header
from ui.ports import CurveData

PULSE_S = 0.1


def a_curve(count: int = 600, rate_hz: float | None = 1000.0, peak_g: float = 6.3, **header: object) -> CurveData:
    """A frontal crash slightly from the left that begins at 0 s, 0.1 s after the first sample."""
    known = a_curve_header(sample_rate_hz=rate_hz, count=count, lsb=(0.001, 0.001, 0.001, 0.1)).model_copy(
        update=header
    )
    random = Random(7)  # noqa: S311 - noise of a sensor, not a secret
    step_s = 1.0 / (rate_hz or 1000.0)
    rows: dict[str, list[float]] = {"x": [], "y": [], "z": [], "delta_v": []}
    speed_kmh = 0.0
    for place in range(count):
        at_s = known.starts_s + place * step_s
        pulse = math.sin(math.pi * at_s / PULSE_S) if 0 < at_s < PULSE_S else 0.0
        speed_kmh += peak_g * pulse * 9.80665 * step_s * 3.6
        for name, share in (("x", -1.0), ("y", 0.4), ("z", 0.15)):
            rows[name].append(share * peak_g * pulse + random.gauss(0, 0.05))
        rows["delta_v"].append(speed_kmh)
    samples = b"".join(
        struct.pack(f"<{count}h", *(round(value / lsb) for value in rows[name]))
        for name, lsb in zip(known.channels, known.lsb, strict=True)
    )
    return CurveData(known, samples)
