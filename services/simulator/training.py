"""The boxes of the training set: one list for the seed that registers them and the day that makes them crash.

The IMEIs are made up: one type allocation code, running serial numbers, a right check digit. Rate and full scale are
what the simulated box really uses for its trace, so the seed can enter them at the box model.
"""

from dataclasses import dataclass
from typing import Final

from app.domain.ids import Imei

_TYPE_CODE: Final = "35609307"


@dataclass(frozen=True, slots=True)
class TrainingBox:
    """One box of the training set and what will happen to it.

    Attributes:
        scenario: A name of ``scenario.SCENARIOS``.
        starts_after_s: When its scenario begins on the training day.
    """

    imei: Imei
    model_name: str
    trace_rate_hz: float
    full_scale_g: float
    scenario: str
    starts_after_s: float


def check_digit(digits: str) -> str:
    """Return the Luhn digit that completes the 14 digits of an IMEI."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def training_imei(serial: int) -> Imei:
    """Return the IMEI of the training box with that serial number, 0 to 999999."""
    digits = f"{_TYPE_CODE}{serial:06d}"
    return Imei(digits + check_digit(digits))


def _box(serial: int, scenario: str, starts_after_s: float) -> TrainingBox:
    return TrainingBox(training_imei(serial), "Teltonika FMC650", 100.0, 16.0, scenario, starts_after_s)


def _small_box(serial: int, scenario: str, starts_after_s: float) -> TrainingBox:
    return TrainingBox(training_imei(serial), "Teltonika FMC130", 100.0, 8.0, scenario, starts_after_s)


TRAINING_BOXES: Final[tuple[TrainingBox, ...]] = (
    _box(1, "tour", 15),
    _box(2, "light", 45),
    _box(3, "sos", 90),
    _box(4, "second_impact", 130),
    _box(5, "no_fix", 190),
    _small_box(6, "saturated", 240),
    _box(7, "bump", 280),
    _box(8, "late", 320),
    _box(9, "abroad", 380),
    _box(10, "late_trace", 420),
    _box(11, "uncalibrated", 480),
    _box(12, "unplugged", 540),
    _box(13, "no_trace", 600),
    _box(14, "side", 660),
    _box(15, "rear", 720),
    _box(16, "weak", 780),
)
"""The first one is the box of the tour and of ``--frame``."""

TOUR_BOX: Final = TRAINING_BOXES[0]
