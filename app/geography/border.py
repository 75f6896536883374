"""How far a position is from the land border of Belgium, from either side.

The coast is not in it: nobody on the beach of Ostend is nearly abroad. The border is cut into chunks of sixteen points,
because measuring against one line of fifty thousand takes twenty times as long.
"""

from itertools import pairwise
from typing import Final

import shapely

from app.geography.plane import Spot
from resources.geodata import PackedShapes

FAR_M: Final = 200_000.0
"""Beyond this the plane of Belgium is not exact, and nobody asks."""


class Border:
    """The land border of Belgium with all its enclaves; its lines are in the metres of ``plane``."""

    def __init__(self, packed: PackedShapes) -> None:
        starts_and_ends = pairwise(packed.point_offsets)
        self._chunks = [shapely.LineString(packed.points[start:end]) for start, end in starts_and_ends]
        self._tree = shapely.STRtree(self._chunks)

    def distance_m(self, spot: Spot) -> float | None:
        """Return the distance; None = more than ``FAR_M``."""
        point = shapely.Point(spot.east_m, spot.north_m)
        distance_m = float(shapely.distance(point, self._chunks[self._tree.nearest(point)]))
        return distance_m if distance_m <= FAR_M else None
