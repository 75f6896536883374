"""The nearest named place: what an operator can always say, wherever the car is.

A car in Belgium is described by a Belgian place even where a foreign one is nearer: a tow driver who hears "near Oost"
drives to the Netherlands. Places stand in the order of their latitude, so that a strip around the position is a slice
and not a search.
"""

import math
from typing import Final

import numpy as np

from app.geography.place import NearestPlace
from app.geography.plane import Spot
from resources.geodata import PackedPlaces

REACHES_M: Final = (5_000.0, 50_000.0)
"""Looked for near by first; in most of Europe that is enough."""

_HALF_DEG: Final = 180.0
_ROUND_DEG: Final = 360.0


class NamedPlaces:
    """Villages and hamlets of Belgium, or those of the countries of the contract with the towns elsewhere."""

    def __init__(self, packed: PackedPlaces) -> None:
        self._names = packed.names
        self._longitudes, self._latitudes = np.ascontiguousarray(packed.points.T)

    def nearest(self, spot: Spot) -> NearestPlace | None:
        """Return the nearest place; None = nothing within the longest reach."""
        for reach_m in REACHES_M:
            strip_deg = reach_m / spot.degree_north_m
            first = int(self._latitudes.searchsorted(spot.latitude_deg - strip_deg))
            end = int(self._latitudes.searchsorted(spot.latitude_deg + strip_deg))
            if first == end:
                continue
            apart_deg = np.abs(self._longitudes[first:end] - spot.longitude_deg)
            east_m = np.minimum(apart_deg, _ROUND_DEG - apart_deg) * spot.degree_east_m
            distances_m = np.hypot(east_m, (self._latitudes[first:end] - spot.latitude_deg) * spot.degree_north_m)
            nearest = int(distances_m.argmin())
            if distances_m[nearest] <= reach_m:
                place = first + nearest
                return NearestPlace(self._names[place], float(distances_m[nearest]), self._bearing_deg(place, spot))
        return None

    def _bearing_deg(self, place: int, spot: Spot) -> int:
        """Return in which direction the position lies, seen from a place."""
        apart_deg = (spot.longitude_deg - float(self._longitudes[place]) + _HALF_DEG) % _ROUND_DEG - _HALF_DEG
        north_m = (spot.latitude_deg - float(self._latitudes[place])) * spot.degree_north_m
        return round(math.degrees(math.atan2(apart_deg * spot.degree_east_m, north_m))) % int(_ROUND_DEG)
