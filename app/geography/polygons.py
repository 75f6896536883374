"""Find the polygons a point lies in, in microseconds.

Asking an ``STRtree`` for a predicate prepares the point, not the polygons, and walks every vertex of what its box
touches: 436 microseconds on the outline of Belgium. So the tree is asked for boxes only, and the polygons answer for
themselves. They are small pieces, cut when the data is made, because large ones would have to be prepared first.
"""

from collections.abc import Iterator
from typing import Final

import shapely
from shapely import GeometryType

from app.geography.plane import Spot
from resources.geodata import PackedShapes

_ORIGIN: Final = shapely.Point(0.0, 0.0)


class PolygonIndex:
    """Polygons with owners, asked by position."""

    def __init__(self, packed: PackedShapes) -> None:
        offsets = (packed.point_offsets, packed.ring_offsets)
        self._polygons = shapely.from_ragged_array(GeometryType.POLYGON, packed.points, offsets)
        self._owners = [packed.codes[owner] for owner in packed.owners]
        self._tree = shapely.STRtree(self._polygons)

    def owners_at(self, spot: Spot) -> Iterator[str]:
        """Yield the owner of every polygon the position lies in or on."""
        for index in self._tree.query(shapely.Point(spot.longitude_deg, spot.latitude_deg)):
            if shapely.intersects_xy(self._polygons[index], spot.longitude_deg, spot.latitude_deg):
                yield self._owners[index]

    def owners_within(self, spot: Spot, radius_m: float, besides: str | None = None) -> list[str]:
        """Return the owners of every polygon nearer than a radius, nearest first, each once; one is known already."""
        east, north = radius_m / spot.degree_east_m, radius_m / spot.degree_north_m
        x, y = spot.longitude_deg, spot.latitude_deg
        found: dict[str, float] = {}
        for index in self._tree.query(shapely.box(x - east, y - north, x + east, y + north)):
            owner = self._owners[index]
            if owner == besides:
                continue
            distance_m = self._distance_m(index, spot)
            if distance_m <= radius_m:
                found[owner] = min(distance_m, found.get(owner, radius_m))
        return sorted(found, key=lambda owner: found[owner])

    def _distance_m(self, index: int, spot: Spot) -> float:
        place = (spot.longitude_deg, spot.latitude_deg)
        degree_m = (spot.degree_east_m, spot.degree_north_m)
        around = shapely.transform(self._polygons[index], lambda points: (points - place) * degree_m)
        return float(shapely.distance(_ORIGIN, around))
