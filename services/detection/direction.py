"""Where the force came from, and how far that may be off.

The direction is that of the change of velocity, with the sign turned round: a car pushed backwards was hit in front. It
is drawn as a sector, because an arrow alone claims more than a box can know. The sector grows with what stands between
the sensor and the truth: the mounting and its calibration, a bias over the whole window, an axis at its limit (the true
push lay further along it, so the sector reaches to that axis and not beyond), a hole or a cut in the pulse, an axis
that was not measured.
"""

from dataclasses import dataclass
from math import asin, atan2, degrees
from typing import Final

from services.detection.severity import KMH_PER_G_S, WINDOW_S, VelocityChange

_SMALLEST_WITH_DIRECTION_KMH: Final = 1.0
_HALF_TURN_DEG: Final = 180.0
_TURN_DEG: Final = 360.0
_MOUNTING_DEG: Final = 10.0
_BIAS_G: Final = 0.05
_BIAS_WITHOUT_START_G: Final = 0.15
_TORN_DEG: Final = 45.0
_SIDEWAYS_DEG: Final = 90.0


@dataclass(frozen=True, slots=True)
class Doubts:
    """What keeps a direction from being exact.

    Attributes:
        capped: Whether x and y were at the limit of the sensor in the window.
        measured: Whether x and y were measured at all.
        is_torn: Samples of the pulse are missing.
        has_quiet_start: Gravity and bias were read before the crash.
    """

    capped: tuple[bool, bool]
    measured: tuple[bool, bool]
    is_torn: bool
    has_quiet_start: bool


def direction_of_force_deg(change: VelocityChange) -> float | None:
    """Return where the force came from: 0 = front, clockwise seen from above; None for a mere touch.

    Degrees, above -180 up to 180.
    """
    if change.resultant_kmh < _SMALLEST_WITH_DIRECTION_KMH:
        return None
    return _normal(degrees(atan2(-change.y_kmh, -change.x_kmh)))


def sector_deg(change: VelocityChange, doubts: Doubts) -> tuple[float, float] | None:
    """Return the directions the force came from at the furthest, clockwise from the first to the second.

    None for a mere touch. Degrees as of ``direction_of_force_deg``; -180 to 180 = from anywhere.
    """
    middle = direction_of_force_deg(change)
    if middle is None:
        return None
    margin = _margin_deg(change, doubts)
    reaches = [-margin, margin]
    for axis_deg in _further_along(change, doubts.capped):
        reach = _normal(axis_deg - middle)
        reaches.append(reach + margin if reach >= 0 else reach - margin)
    if not all(doubts.measured):
        reaches += [-_SIDEWAYS_DEG, _SIDEWAYS_DEG]
    first, last = min(reaches), max(reaches)
    if last - first >= _TURN_DEG:
        return -_HALF_TURN_DEG, _HALF_TURN_DEG
    return _normal(middle + first), _normal(middle + last)


def _margin_deg(change: VelocityChange, doubts: Doubts) -> float:
    bias_kmh = (_BIAS_G if doubts.has_quiet_start else _BIAS_WITHOUT_START_G) * WINDOW_S * KMH_PER_G_S
    margin = _MOUNTING_DEG + degrees(asin(min(1.0, bias_kmh / change.resultant_kmh)))
    return margin + _TORN_DEG if doubts.is_torn else margin


def _further_along(change: VelocityChange, capped: tuple[bool, bool]) -> list[float]:
    """Directions of the axes along which the push was harder than the sensor could say."""
    along = []
    if capped[0]:
        along.append(0.0 if change.x_kmh <= 0 else _HALF_TURN_DEG)
    if capped[1]:
        along.append(_SIDEWAYS_DEG if change.y_kmh <= 0 else -_SIDEWAYS_DEG)
    return along


def _normal(angle_deg: float) -> float:
    """Return an angle above -180 up to 180."""
    turned = -((-angle_deg + _HALF_TURN_DEG) % _TURN_DEG - _HALF_TURN_DEG)
    return turned + 0.0
