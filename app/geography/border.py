"""How far a position is from the land border of Belgium, from either side.

The coast is not in it: nobody on the beach of Ostend is nearly abroad. The border is cut into chunks of fifty points,
because measuring against one line of fifty thousand takes twenty times as long.
"""

from itertools import pairwise

import shapely

from app.geography.plane import Degrees, belgian_metres
from resources.geodata import PackedPolygons

FAR_M = 200_000.0
"""Beyond this the plane of Belgium is not exact, and nobody asks."""


class Border:
    """The land border of Belgium with all its enclaves."""

    def __init__(self, packed: PackedPolygons) -> None:
        points = belgian_metres(packed.points)
        self._chunks = [shapely.LineString(points[start:end]) for start, end in pairwise(packed.point_offsets)]
        self._tree = shapely.STRtree(self._chunks)
        self.distance_m(packed.points[0])  # GEOS builds the tree at the first question

    def distance_m(self, place: Degrees) -> float | None:
        """Return the distance; None = more than ``FAR_M``."""
        point = shapely.points(belgian_metres(place))
        distance_m = float(shapely.distance(point, self._chunks[self._tree.nearest(point)]))
        return distance_m if distance_m <= FAR_M else None
