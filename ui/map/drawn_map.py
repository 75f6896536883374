"""The map without a web engine: the same ground, the same marks, drawn with Qt's own painter.

It stands in where the engine is absent, not allowed or has died too often, and on thin clients: 18 MB instead of 270.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.domain.ids import CaseId
from app.domain.verdict import Priority
from ui.map.colours import map_colours
from ui.map.ground import TILE_PX, WORLD, Ground, Window, font_of, world_point
from ui.map.state import CREDITS, Focus, LatLon, MapMove, OtherCase
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.badge import paint_badge

BELGIUM: Final = (50.64, 4.67)
WIDEST, CLOSEST, START, AROUND, APPROACH = 4.0, 18.0, 7.0, 12.0, 17.0
BADGE: Final = QRectF(-18, -10, 36, 20)
SPARE_PX: Final = 64
"""So much of the ground is painted beyond each edge: words above the map come and go, and need no new picture."""


class Mark(NamedTuple):
    """Another case on the screen."""

    case_id: CaseId
    priority: Priority
    area: QRectF


class DrawnMap(QWidget):
    """The map. The wheel zooms, dragging moves, a click on a mark selects its case."""

    selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = Ground()
        self._looks: object = None
        self._ground_picture, self._picture = QPixmap(), QPixmap()
        self._marked: tuple[OtherCase, ...] | None = None
        self._tokens: Tokens = LIGHT
        self._others: tuple[OtherCase, ...] = ()
        self._focus: Focus | None = None
        self._centre, self._zoom = world_point(*BELGIUM), START
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None

    def show_others(self, others: tuple[OtherCase, ...]) -> None:
        """Show the other open cases."""
        self._others = others
        self.update()

    def show_focus(self, focus: Focus | None) -> None:
        """Show the open case; another one brings the map to it."""
        before, self._focus = self._focus, focus
        if (before and before.case_id) != (focus and focus.case_id):
            self.move_map(MapMove.ALL if focus is None else MapMove.AROUND)
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.update()

    def move_map(self, move: MapMove) -> None:
        """Move it."""
        cases = [other.near for other in self._others] + ([self._focus.place] if self._focus else [])
        if move in (MapMove.IN, MapMove.OUT):
            self._zoom_to(self._zoom + (1 if move is MapMove.IN else -1))
        elif move is MapMove.ALL:
            self._fit(cases, AROUND)
        elif self._focus is not None and move is MapMove.APPROACH:
            self._fit([*self._focus.track, self._focus.place], APPROACH)
        elif self._focus is not None:
            self._fit([self._focus.place], AROUND)
        self.update()

    def _fit(self, places: Sequence[LatLon], closest: float) -> None:
        spots = QPolygonF([world_point(*place) for place in places] or [world_point(*BELGIUM)]).boundingRect()
        self._centre = spots.center()
        widths = [(self.width(), spots.width()), (self.height(), spots.height())]
        fitting = [math.log2(max(px - 60, 60) / size * WORLD / TILE_PX) for px, size in widths if size > 0]
        self._zoom = min([*fitting, closest if places else START])

    def _zoom_to(self, zoom: float) -> None:
        self._zoom = min(max(zoom, WIDEST), CLOSEST)
        self.update()

    def _scale(self) -> float:
        """Pixels per unit of the world."""
        return float(2**self._zoom * TILE_PX / WORLD)

    def _on_screen(self, spot: QPointF) -> QPointF:
        return (spot - self._centre) * self._scale() + QRectF(self.rect()).center()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse."""
        away = (event.position() - QRectF(self.rect()).center()) / self._scale()
        before = self._scale()
        self._zoom_to(self._zoom + math.copysign(0.5, event.angleDelta().y()))
        self._centre += away * (1 - before / self._scale())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map."""
        self._pressed = self._dragged = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        if self._dragged is not None:
            self._centre -= (event.position() - self._dragged) / self._scale()
            self._dragged = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; where it was taken, it is a click."""
        pressed, self._pressed, self._dragged = self._pressed, None, None
        if pressed is None or (event.position() - pressed).manhattanLength() > BADGE.height() / 4:
            return
        hit = next((mark for mark in self.marks() if mark.area.contains(event.position())), None)
        if hit is not None:
            self.selected.emit(hit.case_id)

    def marks(self) -> list[Mark]:
        """Return the marks of the other cases as they stand now, the most urgent first."""
        ranked = sorted(self._others, key=lambda one: one.priority)
        spots = ((other, self._on_screen(world_point(*other.near))) for other in ranked)
        return [Mark(other.case_id, other.priority, BADGE.translated(spot)) for other, spot in spots]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the names and the cases."""
        self._renew_pictures()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spare = self._picture.deviceIndependentSize() - QSizeF(self.size())
        painter.drawPixmap(QPointF(-spare.width() / 2, -spare.height() / 2), self._picture)
        if self._focus is not None:
            self._paint_focus(painter, self._focus)
        painter.setFont(font_of(self.font(), 10))
        painter.setPen(QColor(self._tokens.muted))
        margin = self.rect().adjusted(6, 6, -6, -3)
        painter.drawText(margin, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, CREDITS)

    def _renew_pictures(self) -> None:
        """Paint the ground anew when the map has moved or the theme has changed, the other cases when they have.

        Everything else that is painted above it changes far oftener than they do.
        """
        looks = (self._centre.x(), self._centre.y(), self._zoom, self._tokens, self.devicePixelRatioF())
        spare = self._ground_picture.deviceIndependentSize() - QSizeF(self.size())
        if looks != self._looks or min(spare.width(), spare.height()) < 0:
            self._looks, self._marked = looks, None
            self._ground_picture = self._new_picture()
        if self._marked != self._others:
            self._marked = self._others
            self._picture = self._with_marks(self._ground_picture)

    def _with_marks(self, ground: QPixmap) -> QPixmap:
        """Return the ground with the other cases on it."""
        picture = ground.copy()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spare = picture.deviceIndependentSize() - QSizeF(self.size())
        painter.translate(spare.width() / 2, spare.height() / 2)
        seen = QRectF(QPointF(-spare.width() / 2, -spare.height() / 2), picture.deviceIndependentSize())
        for mark in reversed(self.marks()):
            if mark.area.intersects(seen):
                paint_badge(painter, mark.area, mark.priority, self._tokens)
        painter.end()
        return picture

    def _new_picture(self) -> QPixmap:
        size = self.size() + QSize(2 * SPARE_PX, 2 * SPARE_PX)
        picture = QPixmap(size * self.devicePixelRatioF())
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        window = QRectF(QPointF(0, 0), QSizeF(size))
        window.moveCenter(QPointF(0, 0))
        self._ground.paint(picture, Window(self._centre, self._zoom, window), map_colours(self._tokens))
        return picture

    def _paint_focus(self, painter: QPainter, focus: Focus) -> None:
        blue, back = QColor(self._tokens.focus), QColor(self._tokens.priority(focus.priority)[0])
        at = self._on_screen(world_point(*focus.place))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(blue, 3))
        painter.drawPolyline([self._on_screen(world_point(*fix)) for fix in focus.track])
        style = Qt.PenStyle.DashLine if focus.is_doubtful else Qt.PenStyle.SolidLine
        if focus.ring_m is not None:
            metre = self._scale() * WORLD / (40_075_017 * math.cos(math.radians(focus.place[0])))
            painter.setPen(QPen(blue, 1.5, style))
            painter.drawEllipse(at, focus.ring_m * metre, focus.ring_m * metre)
        painter.setPen(QPen(back, 3, style))
        painter.drawEllipse(at, 9.5, 9.5)
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(at + QPointF(28, 5), focus.label)
        if focus.heading_deg is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blue)
            painter.setTransform(QTransform().translate(at.x(), at.y()).rotate(focus.heading_deg))
            painter.drawPolygon(QPolygonF([QPointF(0, -23), QPointF(7, -11), QPointF(0, -14), QPointF(-7, -11)]))
            painter.resetTransform()
