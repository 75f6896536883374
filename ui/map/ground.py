"""The ground of the drawn map: paths of Qt on a square world, and how they are painted.

The world is a square of 2**20 units a side in Web Mercator, so that both maps show the same picture at the same zoom.
The paths come from a file in which Qt reads them by itself: parsing 70,000 points here held the screen for 200 ms.
"""

import math
from typing import Final, NamedTuple

from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from resources.map_files import GROUND
from ui.map.colours import MapColours

WORLD: Final = float(2**20)
TILE_PX: Final = 256
MAGIC: Final = 0x56424731
KINDS: Final = ("land", "border", "belgium", "canton")
"""As the file numbers them."""
STREAM: Final = QDataStream.Version.Qt_6_0
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

    @property
    def seen(self) -> QRectF:
        """The part of the world that is seen."""
        half = self.around.bottomRight() / self.scale
        return QRectF(self.centre - half, self.centre + half)


class Ground:
    """Land, borders and names of places."""

    def __init__(self) -> None:
        stream = QDataStream(QByteArray(GROUND.read_bytes()))
        stream.setVersion(STREAM)
        if stream.readUInt32() != MAGIC:
            raise ValueError(GROUND)
        self.origin = QPointF()
        stream >> self.origin
        stream.setFloatingPointPrecision(QDataStream.FloatingPointPrecision.SinglePrecision)
        self.shapes = [_shape(stream) for _count in range(stream.readUInt32())]
        names, spots, ranks = stream.readQString().split("\n"), QPolygonF(), QByteArray()
        stream >> spots
        stream >> ranks
        self.names = [*zip(names, spots.toList(), bytes(ranks.data()), strict=True)]

    def paint(self, picture: QPixmap, window: Window, colours: MapColours) -> None:
        """Fill a picture with what is seen through a window."""
        picture.fill(QColor(colours.sea))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-window.around.topLeft())
        here = window._replace(centre=window.centre - self.origin)
        self._paint_shapes(painter, here, colours)
        self._paint_names(painter, here, colours)
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
        seen = window.seen
        for kind, area, path in self.shapes:
            if not area.intersects(seen):
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
        seen = window.seen
        for name, spot, rank in self.names:
            if window.zoom < NAMES_FROM[rank] or not seen.contains(spot):
                continue
            at = (spot - window.centre) * window.scale
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


def _shape(stream: QDataStream) -> tuple[str, QRectF, QPainterPath]:
    kind, path = KINDS[stream.readUInt8()], QPainterPath()
    stream >> path
    return kind, path.boundingRect(), path
