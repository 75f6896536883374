"""Find the polygons a point lies in, in microseconds.

Asking an ``STRtree`` for a predicate prepares the point, not the polygons, and walks every vertex of what its box
touches: 436 microseconds on the outline of Belgium. So the tree is asked for boxes only, and the polygons answer for
themselves, prepared once where they are large.
"""

from collections.abc import Iterator

import shapely
from shapely import GeometryType

from app.geography.plane import Degrees, metres_per_degree
from resources.geodata import PackedPolygons

PREPARED_FROM_POINTS = 250
"""Below this, asking a polygon costs less than the memory of its index is worth."""

_ORIGIN = shapely.Point(0.0, 0.0)


class PolygonIndex:
    """Polygons with owners, asked by longitude and latitude."""

    def __init__(self, packed: PackedPolygons) -> None:
        offsets = (packed.point_offsets, packed.ring_offsets)
        self._polygons = shapely.from_ragged_array(GeometryType.POLYGON, packed.points, offsets)
        shapely.prepare(self._polygons[shapely.get_num_coordinates(self._polygons) >= PREPARED_FROM_POINTS])
        self._owners = [packed.codes[owner] for owner in packed.owners]
        self._tree = shapely.STRtree(self._polygons)
        self._tree.query(_ORIGIN)  # GEOS builds the tree at the first question

    def owners_at(self, longitude_deg: float, latitude_deg: float) -> Iterator[str]:
        """Yield the owner of every polygon the point lies in or on."""
        for index in self._tree.query(shapely.points(longitude_deg, latitude_deg)):
            if shapely.intersects_xy(self._polygons[index], longitude_deg, latitude_deg):
                yield self._owners[index]

    def owners_within(self, place: Degrees, radius_m: float) -> list[str]:
        """Return the owners of every polygon nearer than a radius, nearest first, each once."""
        per_degree = metres_per_degree(place[1])
        reach = radius_m / per_degree
        found: dict[str, float] = {}
        for index in self._tree.query(shapely.box(*(place - reach), *(place + reach))):
            around = shapely.transform(self._polygons[index], lambda points: (points - place) * per_degree)
            distance_m = shapely.distance(_ORIGIN, around)
            if distance_m <= radius_m:
                owner = self._owners[index]
                found[owner] = min(distance_m, found.get(owner, radius_m))
        return sorted(found, key=lambda owner: found[owner])
