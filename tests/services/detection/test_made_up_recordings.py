"""Hundreds of recordings by chance: a crash is never rejected, a drive is never an E-call."""

import numpy as np
import pytest

from app.domain.ecall import PulseMeasurement
from app.domain.verdict import Verdict, VerdictKind
from app.rules.clauses import Edition, load_edition
from resources.editions import read_edition
from services.detection.box_view import half_minute, seen_by_box
from services.detection.pulse import measure_trace
from services.detection.recording import read_recording
from services.detection.thresholds import Thresholds
from services.detection.verdict import Findings, attested_peak, judge
from tests.services.detection.made_up import a_crash, a_drive, as_worn, as_written

EACH = 10
"""Recordings of one seed."""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(read_edition("S2-FAQ"))


def analysed(
    lines: list[str], rate_hz: float, full_scale_g: float, edition: Edition, *, calibrated: bool
) -> tuple[PulseMeasurement, Verdict]:
    """Go the way of ``analyse``, at a standstill in Belgium."""
    recording = read_recording(lines)
    trace, _ = seen_by_box(recording, rate_hz=rate_hz, full_scale_g=full_scale_g, calibrated=calibrated)
    measurement = measure_trace(half_minute(trace), Thresholds.from_edition(edition))
    peak_g, is_bound = attested_peak(measurement)
    return measurement, judge(Findings(peak_g, is_bound, True, True), edition)


@pytest.mark.parametrize("seed", range(12))
def test_no_made_up_drive_is_an_ecall(seed: int, edition: Edition) -> None:
    chance = np.random.default_rng([1, seed])
    for _ in range(EACH):
        calibrated = bool(chance.random() < 0.5)
        made = as_worn(chance, a_drive(chance), calibrated=calibrated)
        rate_hz, full_scale_g = float(chance.choice([25, 50, 100, 400])), float(chance.choice([8, 16]))
        measurement, verdict = analysed(as_written(chance, made), rate_hz, full_scale_g, edition, calibrated=calibrated)
        assert verdict.kind is VerdictKind.REJECTED, (made.told, rate_hz, calibrated, measurement)


@pytest.mark.parametrize("seed", range(12))
def test_no_made_up_crash_is_rejected(seed: int, edition: Edition) -> None:
    chance = np.random.default_rng([2, seed])
    for _ in range(EACH):
        calibrated = bool(chance.random() < 0.5)
        made = as_worn(chance, a_crash(chance), calibrated=calibrated)
        axes = "xy" if calibrated and chance.random() < 0.2 else "xyz"
        rate_hz, full_scale_g = float(chance.choice([25, 50, 100, 1000])), float(chance.choice([4, 8, 16, 50]))
        measurement, verdict = analysed(
            as_written(chance, made, axes), rate_hz, full_scale_g, edition, calibrated=calibrated
        )
        told = (made.told, rate_hz, full_scale_g, calibrated, measurement)
        assert verdict.kind is not VerdictKind.REJECTED, told
        if measurement.saturated:
            assert measurement.at_least, told
        elif not measurement.at_least and "second impact False" in made.told:
            assert measurement.delta_v_kmh == pytest.approx(made.delta_v_kmh, rel=0.15, abs=3.0), told
