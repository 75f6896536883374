"""Rougher recordings, thousands under ``make soak``: driving is no E-call, and a pulse is no driving."""

from collections.abc import Callable

import numpy as np
import pytest

from app.domain.verdict import VerdictKind
from app.rules.clauses import Edition, load_edition
from resources.editions import read_edition
from tests.services.detection.made_up import as_worn, as_written
from tests.services.detection.rough import a_pulse, a_rough_drive
from tests.services.detection.test_made_up_recordings import analysed

EACH = 1000


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(read_edition("S2-FAQ"))


@pytest.mark.soak_sized
def test_no_rough_drive_is_an_ecall(harness_size: Callable[[int], int], edition: Edition) -> None:
    for seed in range(harness_size(EACH)):
        chance = np.random.default_rng([3, seed])
        calibrated = bool(chance.random() < 0.5)
        made = as_worn(chance, a_rough_drive(chance), calibrated=calibrated)
        rate_hz, full_scale_g = float(chance.choice([25, 50, 100, 400, 1000])), float(chance.choice([4, 8, 16]))
        measurement, verdict = analysed(as_written(chance, made), rate_hz, full_scale_g, edition, calibrated=calibrated)
        assert verdict.kind is VerdictKind.REJECTED, (seed, made.told, rate_hz, full_scale_g, calibrated, measurement)


@pytest.mark.soak_sized
def test_no_pulse_is_rejected(harness_size: Callable[[int], int], edition: Edition) -> None:
    for seed in range(harness_size(EACH)):
        chance = np.random.default_rng([4, seed])
        calibrated = bool(chance.random() < 0.5)
        made = as_worn(chance, a_pulse(chance), calibrated=calibrated)
        axes = "xy" if calibrated and chance.random() < 0.2 else "xyz"
        rate_hz, full_scale_g = float(chance.choice([25, 50, 100, 400, 1000])), float(chance.choice([4, 8, 16, 50]))
        measurement, verdict = analysed(
            as_written(chance, made, axes), rate_hz, full_scale_g, edition, calibrated=calibrated
        )
        told = (seed, made.told, rate_hz, full_scale_g, calibrated, measurement)
        assert verdict.kind is not VerdictKind.REJECTED, told
