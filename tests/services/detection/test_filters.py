"""The filters of SAE J211-1 against the recursion of the standard, against scipy, and their guard."""

from math import pi, sqrt, tan

import numpy as np
import pytest
from scipy import signal

from services.detection.filters import STRUCTURE_CLASS, VELOCITY_CLASS, channel_frequency_class, is_defined
from services.detection.trace import Floats


def coefficients(cfc: int, rate_hz: float) -> tuple[list[float], list[float]]:
    """Numerator and denominator as the standard writes them."""
    warped = tan(2 * pi * cfc * 2.0775 / rate_hz / 2)
    scale = 1 + sqrt(2) * warped + warped**2
    a0 = warped**2 / scale
    b1 = -2 * (warped**2 - 1) / scale
    b2 = (-1 + sqrt(2) * warped - warped**2) / scale
    return [a0, 2 * a0, a0], [1.0, -b1, -b2]


def recursion(samples: Floats, cfc: int, rate_hz: float) -> Floats:
    """One pass of the standard's recursion, sample by sample, started from rest at the first value."""
    (a0, a1, a2), (_, minus_b1, minus_b2) = coefficients(cfc, rate_hz)
    filtered = samples.copy()
    for n in range(2, len(samples)):
        filtered[n] = (
            a0 * samples[n]
            + a1 * samples[n - 1]
            + a2 * samples[n - 2]
            - minus_b1 * filtered[n - 1]
            - minus_b2 * filtered[n - 2]
        )
    return filtered


@pytest.fixture
def pulse() -> Floats:
    """Noise at rest, a rough pulse, noise at rest; 3 axes."""
    generator = np.random.default_rng(7)
    samples = generator.normal(0.0, 0.2, (4000, 3))
    samples[1500:2300] += 30 * np.sin(np.linspace(0, pi, 800))[:, np.newaxis] + generator.normal(0.0, 20.0, (800, 3))
    samples[:800] = samples[-800:] = 0.0
    return samples


@pytest.mark.parametrize(
    ("cfc", "rate_hz"), [(60, 600.0), (60, 1000.0), (60, 10_000.0), (180, 1800.0), (180, 10_000.0)]
)
def test_the_spectrum_does_what_the_recursion_of_the_standard_does(pulse: Floats, cfc: int, rate_hz: float) -> None:
    there = recursion(pulse, cfc, rate_hz)
    and_back = recursion(there[::-1], cfc, rate_hz)[::-1]
    np.testing.assert_allclose(channel_frequency_class(pulse, cfc, rate_hz), and_back, atol=1e-6)


@pytest.mark.parametrize(("cfc", "rate_hz"), [(60, 1000.0), (180, 10_000.0)])
def test_it_agrees_with_scipy(pulse: Floats, cfc: int, rate_hz: float) -> None:
    oracle = signal.filtfilt(*coefficients(cfc, rate_hz), pulse, axis=0)
    np.testing.assert_allclose(channel_frequency_class(pulse, cfc, rate_hz), oracle, atol=1e-6)


def test_pieces_on_either_side_of_a_hole_do_not_touch() -> None:
    samples = np.vstack([np.zeros((200, 3)), np.full((200, 3), 9.0)])
    np.testing.assert_allclose(channel_frequency_class(samples, 60, 1000.0, (200,)), samples, atol=1e-9)
    assert channel_frequency_class(samples, 60, 1000.0)[199, 0] > 1.0


@pytest.mark.parametrize(
    ("cfc", "rate_hz", "expected"),
    [
        (STRUCTURE_CLASS, 600.0, True),
        (STRUCTURE_CLASS, 599.9, False),
        (STRUCTURE_CLASS, 25.0, False),
        (STRUCTURE_CLASS, None, False),
        (VELOCITY_CLASS, 1800.0, True),
        (VELOCITY_CLASS, 1799.0, False),
    ],
)
def test_below_ten_times_its_class_a_filter_is_not_defined(cfc: int, rate_hz: float | None, expected: bool) -> None:
    assert is_defined(cfc, rate_hz) is expected
