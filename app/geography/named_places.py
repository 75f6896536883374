"""The nearest named place: what an operator can always say, wherever the car is.

A car in Belgium is described by a Belgian place even where a foreign one is nearer: a tow driver who hears "near Oost"
drives to the Netherlands. Places stand in the order of their latitude, so that a strip around the position is a slice
and not a search.
"""

from typing import Final

import numpy as np

from app.geography.place import NearestPlace
from app.geography.plane import Spot
from resources.geodata import PackedPlaces

REACHES_M: Final = (5_000.0, 50_000.0)
"""Looked for near by first; in most of Europe that is enough."""

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
                return NearestPlace(self._names[first + nearest], float(distances_m[nearest]))
        return None
