"""Turn degrees into metres: exactly around Belgium, well enough anywhere.

Distances decide (60 m from the border is Belgium or doubt), and a degree of longitude in Ostend is not one in Arlon. In
and around Belgium the plane is therefore the official one, Belgian Lambert 2008, which is off by less than one
metre in a kilometre; elsewhere a degree is taken for what it measures at the latitude of the position.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
"""(longitude, latitude), one pair or a column of pairs."""
Metres = NDArray[np.float64]
"""(east, north), one pair or a column of pairs."""

EQUATOR_M: Final = 6_378_137.0
"""Half the long axis of WGS 84."""
_ECCENTRICITY_2: Final = 0.006_694_379_990_14
_ECCENTRICITY: Final = _ECCENTRICITY_2**0.5

_PARALLELS_DEG: Final = (49 + 50 / 60, 51 + 10 / 60)
_ORIGIN_DEG: Final = (4 + 21 / 60 + 33.177 / 3600, 50 + 47 / 60 + 52.134 / 3600)
_FALSE_ORIGIN_M: Final = (649_328.0, 665_262.0)


def metres_per_degree(latitude_deg: float) -> Metres:
    """Return how long a degree is at a latitude, to the east and to the north."""
    latitude = np.radians(latitude_deg)
    curve = 1 - _ECCENTRICITY_2 * np.sin(latitude) ** 2
    east = EQUATOR_M / np.sqrt(curve) * max(np.cos(latitude), 0.001)
    north = EQUATOR_M * (1 - _ECCENTRICITY_2) / curve**1.5
    per_degree: Metres = np.radians(np.array((east, north)))
    return per_degree


def belgian_metres(degrees: Degrees) -> Metres:
    """Return Belgian Lambert 2008 coordinates (EPSG 3812; formulas of EPSG guidance note 7-2, 1.1)."""
    longitude, latitude = degrees.T
    radius = EQUATOR_M * _SCALE * _isometric(latitude) ** _CONE
    angle = _CONE * np.radians(longitude - _ORIGIN_DEG[0])
    east = _FALSE_ORIGIN_M[0] + radius * np.sin(angle)
    north = _FALSE_ORIGIN_M[1] + _ORIGIN_RADIUS_M - radius * np.cos(angle)
    return np.array((east, north)).T


def _isometric(latitude_deg: NDArray[np.float64] | float) -> NDArray[np.float64]:
    latitude = np.radians(latitude_deg)
    bulge = _ECCENTRICITY * np.sin(latitude)
    return np.asarray(np.tan(np.pi / 4 - latitude / 2) * ((1 + bulge) / (1 - bulge)) ** (_ECCENTRICITY / 2))


def _parallel_radius(latitude_deg: float) -> float:
    latitude = np.radians(latitude_deg)
    return float(np.cos(latitude) / np.sqrt(1 - _ECCENTRICITY_2 * np.sin(latitude) ** 2))


def _cone() -> float:
    south, north = _PARALLELS_DEG
    flattening = np.log(_parallel_radius(south)) - np.log(_parallel_radius(north))
    return float(flattening / (np.log(_isometric(south)) - np.log(_isometric(north))))


_CONE: Final = _cone()
_SCALE: Final = float(_parallel_radius(_PARALLELS_DEG[0]) / (_CONE * _isometric(_PARALLELS_DEG[0]) ** _CONE))
_ORIGIN_RADIUS_M: Final = float(EQUATOR_M * _SCALE * _isometric(_ORIGIN_DEG[1]) ** _CONE)
