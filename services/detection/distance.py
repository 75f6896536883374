"""How far two fixes lie apart."""

from math import cos, hypot, radians
from typing import Final

from app.domain.ecall import Position

_METRES_PER_DEGREE: Final = 111_195.0


def distance_m(one: Position, other: Position) -> float:
    """Return the distance on a sphere taken as flat: right to a metre over the few hundred metres between two fixes."""
    north = other.latitude_deg - one.latitude_deg
    east = (other.longitude_deg - one.longitude_deg) * cos(radians(one.latitude_deg))
    return hypot(north, east) * _METRES_PER_DEGREE
