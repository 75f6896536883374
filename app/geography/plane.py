"""Turn degrees into metres: exactly around Belgium, well enough anywhere.

Distances decide (60 m from the border is Belgium or doubt), and a degree of longitude in Ostend is not one in Arlon. In
and around Belgium the plane is therefore the official one, Belgian Lambert 2008, which is off by less than one
metre in a kilometre; elsewhere a degree is taken for what it measures at the latitude of the position.

One point at a time, with ``math``: numpy takes five times as long for a single number.
"""

import math
from dataclasses import dataclass
from typing import Final

EQUATOR_M: Final = 6_378_137.0
"""Half the long axis of WGS 84."""
_ECCENTRICITY_2: Final = 0.006_694_379_990_14
_ECCENTRICITY: Final = math.sqrt(_ECCENTRICITY_2)

_PARALLELS_DEG: Final = (49 + 50 / 60, 51 + 10 / 60)
_ORIGIN_DEG: Final = (4 + 21 / 60 + 33.177 / 3600, 50 + 47 / 60 + 52.134 / 3600)
_FALSE_ORIGIN_M: Final = (649_328.0, 665_262.0)

_LEAST_COSINE: Final = 0.001
"""Keeps the degree of longitude above zero at the poles."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One position in all the measures that look-ups need.

    Attributes:
        east_m: Belgian Lambert 2008; exact within 200 km of Belgium, meaningless far away.
        north_m: The same.
        degree_east_m: How long a degree of longitude is here.
        degree_north_m: How long a degree of latitude is here.
    """

    longitude_deg: float
    latitude_deg: float
    east_m: float
    north_m: float
    degree_east_m: float
    degree_north_m: float


def spot(longitude_deg: float, latitude_deg: float) -> Spot:
    """Return a position with its measures."""
    return Spot(
        longitude_deg, latitude_deg, *belgian_metres(longitude_deg, latitude_deg), *metres_per_degree(latitude_deg)
    )


def metres_per_degree(latitude_deg: float) -> tuple[float, float]:
    """Return how long a degree is at a latitude, to the east and to the north."""
    latitude = math.radians(latitude_deg)
    curve = 1 - _ECCENTRICITY_2 * math.sin(latitude) ** 2
    east = EQUATOR_M / math.sqrt(curve) * max(math.cos(latitude), _LEAST_COSINE)
    north = EQUATOR_M * (1 - _ECCENTRICITY_2) / curve**1.5
    return math.radians(east), math.radians(north)


def belgian_metres(longitude_deg: float, latitude_deg: float) -> tuple[float, float]:
    """Return (east, north) in Belgian Lambert 2008 (EPSG 3812; formulas of EPSG guidance note 7-2)."""
    radius = _SCALE_M * math.pow(_isometric(latitude_deg), _CONE)
    angle = _CONE * math.radians(longitude_deg - _ORIGIN_DEG[0])
    east = _FALSE_ORIGIN_M[0] + radius * math.sin(angle)
    north = _FALSE_ORIGIN_M[1] + _ORIGIN_RADIUS_M - radius * math.cos(angle)
    return east, north


def _isometric(latitude_deg: float) -> float:
    latitude = math.radians(latitude_deg)
    bulge = _ECCENTRICITY * math.sin(latitude)
    return max(math.tan(math.pi / 4 - latitude / 2), 0.0) * math.pow((1 + bulge) / (1 - bulge), _ECCENTRICITY / 2)


def _parallel_radius(latitude_deg: float) -> float:
    latitude = math.radians(latitude_deg)
    return math.cos(latitude) / math.sqrt(1 - _ECCENTRICITY_2 * math.sin(latitude) ** 2)


def _cone() -> float:
    south, north = _PARALLELS_DEG
    narrowing = math.log(_parallel_radius(south)) - math.log(_parallel_radius(north))
    return narrowing / math.log(_isometric(south) / _isometric(north))


_CONE: Final = _cone()
_SCALE_M: Final = EQUATOR_M * _parallel_radius(_PARALLELS_DEG[0]) / (_CONE * _isometric(_PARALLELS_DEG[0]) ** _CONE)
_ORIGIN_RADIUS_M: Final = _SCALE_M * _isometric(_ORIGIN_DEG[1]) ** _CONE
