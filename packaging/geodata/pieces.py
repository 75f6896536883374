"""Cut large areas into pieces of few points.

Asking a piece takes microseconds without preparing anything, while a whole Belgium has to be indexed first. The cuts
are straight lines along a degree, which both sides round alike, so that no point falls between two pieces.
"""

from collections.abc import Iterator

import shapely

PIECE_POINTS = 200


def pieces(areas: dict[str, shapely.Geometry]) -> Iterator[tuple[str, shapely.Polygon]]:
    """Cut every area, in the order of their codes; a piece keeps the code of its area."""
    for code in sorted(areas):
        for polygon in polygons(areas[code]):
            yield from ((code, piece) for piece in _cut(polygon))


def polygons(area: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons an area consists of, without the lines and points that cutting leaves."""
    parts = shapely.get_parts(shapely.get_parts(area))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _cut(polygon: shapely.Polygon) -> Iterator[shapely.Polygon]:
    if shapely.get_num_coordinates(polygon) <= PIECE_POINTS:
        yield polygon
        return
    west, south, east, north = polygon.bounds
    if east - west > north - south:
        middle = (west + east) / 2
        halves = ((west, south, middle, north), (middle, south, east, north))
    else:
        middle = (south + north) / 2
        halves = ((west, south, east, middle), (west, middle, east, north))
    for half in halves:
        for part in polygons(shapely.intersection(polygon, shapely.box(*half))):
            yield from _cut(part)
