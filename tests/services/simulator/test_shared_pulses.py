"""The real crash pulse of the shared folder, when it is there, as a simulated box would sample it."""

import math
from pathlib import Path

import pytest

from services.simulator.pulse import read_csv

STANDARD_GRAVITY = 9.80665
CAMRY = "data/pulses/nhtsa_v10146_camry2018_frontal57.csv"


@pytest.mark.parametrize(
    ("rate_hz", "full_scale_g", "least_kmh", "most_kmh"),
    [(100, 32, 62, 67), (100, 16, 43, 46), (100, 8, 22, 25), (400, 16, 40, 43), (1000, 8, 21, 24), (25, 16, 45, 54)],
)
def test_boxes_see_of_it_what_was_computed(
    shared_folder: Path, rate_hz: float, full_scale_g: float, least_kmh: float, most_kmh: float
) -> None:
    pulse = read_csv(shared_folder / CAMRY).sample(rate_hz, full_scale_g)
    forward_mg = [x for x, _, _ in pulse.samples_mg]

    delta_v_kmh = math.fsum(forward_mg) / 1000 * STANDARD_GRAVITY / rate_hz * 3.6
    assert least_kmh < delta_v_kmh < most_kmh
    assert max(forward_mg) == pytest.approx(min(full_scale_g, 40) * 1000, rel=0.1) or rate_hz < 100
    assert pulse.samples_mg[0] == (0, 0, 1000)
