"""The ground of the drawn map as paths of Qt, on a square world.

The world is a square of 2**20 units a side in Web Mercator, so that both maps show the same picture at the same zoom.
"""

import json
import math
from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from resources.map_files import read_background

WORLD: Final = float(2**20)


def read_ground() -> tuple[list[tuple[str, QPainterPath]], list[tuple[str, QPointF, int]]]:
    """Return shapes with their kind, in the order in which they are painted, and names with place and rank."""
    background = json.loads(read_background())
    shapes = [(feature["properties"]["kind"], _path(feature["geometry"])) for feature in background["features"]]
    names = [(name, world_point(latitude, longitude), rank) for name, longitude, latitude, rank in background["places"]]
    return shapes, names


def world_point(latitude: float, longitude: float) -> QPointF:
    """Return a position on the square world."""
    sine = math.sin(math.radians(latitude))
    return QPointF((longitude + 180) / 360 * WORLD, (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * WORLD)


def _path(geometry: Any) -> QPainterPath:  # noqa: ANN401 - GeoJSON
    path = QPainterPath()
    for ring in _rings(geometry["coordinates"]):
        path.addPolygon(QPolygonF([world_point(latitude, longitude) for longitude, latitude in ring]))
    return path


def _rings(coordinates: Any) -> Iterator[Any]:  # noqa: ANN401 - GeoJSON nests as deep as its kind
    if isinstance(coordinates[0][0], float | int):
        yield coordinates
    else:
        for part in coordinates:
            yield from _rings(part)
