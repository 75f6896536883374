"""The ground of the drawn map: paths of Qt on a square world, and how they are painted.

The world is a square of 2**20 units a side in Web Mercator, so that both maps show the same picture at the same zoom.
"""

import json
import math
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from resources.map_files import read_background
from ui.map.colours import MapColours

WORLD: Final = float(2**20)
TILE_PX: Final = 256
NAMES_FROM: Final = (5, 7.5, 9.5, 11)
"""From which zoom on the places of each rank have a name; as in ``resources/map/desk.js``."""


class Window(NamedTuple):
    """What is seen of the world: the middle of the picture, how near, and the picture around (0, 0) in pixels."""

    centre: QPointF
    zoom: float
    around: QRectF

    @property
    def scale(self) -> float:
        """Pixels per unit of the world."""
        return float(2**self.zoom * TILE_PX / WORLD)


class Ground:
    """Land, borders and names of places."""

    def __init__(self) -> None:
        background = json.loads(read_background())
        self._shapes = [
            (feature["properties"]["kind"], path)
            for feature in background["features"]
            for path in _paths(feature["geometry"])
        ]
        self._names = [(name, world_point(lat, lon), rank) for name, lon, lat, rank in background["places"]]

    def paint(self, picture: QPixmap, window: Window, colours: MapColours) -> None:
        """Fill a picture with what is seen through a window."""
        picture.fill(QColor(colours.sea))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-window.around.topLeft())
        self._paint_shapes(painter, window, colours)
        self._paint_names(painter, window, colours)
        painter.end()

    def _paint_shapes(self, painter: QPainter, window: Window, colours: MapColours) -> None:
        fills = {"land": colours.land, "belgium": colours.belgium}
        lines = {
            "belgium": (colours.belgian_border, 2.0),
            "border": (colours.border, 1.2),
            "canton": (colours.canton, 0.8),
        }
        painter.save()
        painter.scale(window.scale, window.scale)
        painter.translate(-window.centre)
        half = window.around.bottomRight() / window.scale
        seen = QRectF(window.centre - half, window.centre + half)
        for kind, path in self._shapes:
            if not path.boundingRect().intersects(seen):
                continue
            pen = QPen(Qt.PenStyle.NoPen)
            if kind in lines:
                pen = QPen(QColor(lines[kind][0]), lines[kind][1])
                pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(QBrush(QColor(fills[kind])) if kind in fills else QBrush())
            painter.drawPath(path)
        painter.restore()

    def _paint_names(self, painter: QPainter, window: Window, colours: MapColours) -> None:
        """Write the largest places first, and none over another."""
        painter.setPen(QColor(colours.name))
        painter.setBrush(QColor(colours.name))
        painter.setFont(font_of(QApplication.font(), 11))
        taken: list[QRectF] = []
        for name, spot, rank in self._names:
            at = (spot - window.centre) * window.scale
            if window.zoom < NAMES_FROM[rank] or not window.around.contains(at):
                continue
            box = QRectF(at.x() - 3, at.y() - 8, 12 + painter.fontMetrics().horizontalAdvance(name), 16)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.drawEllipse(at, 1.5, 1.5)
            painter.drawText(at + QPointF(6, 4), name)


def font_of(base: QFont, size_px: int) -> QFont:
    """Return a font of another size."""
    font = QFont(base)
    font.setPixelSize(size_px)
    return font


def world_point(latitude: float, longitude: float) -> QPointF:
    """Return a position on the square world."""
    sine = math.sin(math.radians(latitude))
    return QPointF((longitude + 180) / 360 * WORLD, (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * WORLD)


def _paths(geometry: Any) -> Iterator[QPainterPath]:  # noqa: ANN401 - GeoJSON
    """Give every polygon with its holes, and every line, as a path of its own, so that unseen ones cost nothing."""
    for part in geometry["coordinates"]:
        path = QPainterPath()
        for ring in part if geometry["type"] == "MultiPolygon" else [part]:
            path.addPolygon(QPolygonF([world_point(latitude, longitude) for longitude, latitude in ring]))
        yield path
