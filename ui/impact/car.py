"""Where the force came from, on the outline of a car seen from above.

The sector is what is known; the arrow is only its middle. A sensor at its limit makes the sector lopsided, and it is
drawn so: an arrow alone would claim more than a box can know. Drawn for boxes that know their axes and for no others.
"""

from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.impact.state import Direction
from ui.theme.tokens import LIGHT, Tokens

WIDTH_PX, LEAST_HEIGHT_PX, EASY_HEIGHT_PX = 88, 68, 208
_FULL_TURN_DEG = 360.0
_TOP_DEG = 90.0
_STEPS_A_DEGREE = 16
"""What Qt counts angles in."""

_CAPTION = 0.85


class CarDiagram(QWidget):
    """Draws one direction with its sector; hidden while none is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._direction: Direction | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(WIDTH_PX)
        self.setMinimumHeight(LEAST_HEIGHT_PX)
        self.hide()

    def show_direction(self, direction: Direction | None) -> None:
        """Draw this; None = nothing is known, and nothing is drawn."""
        self._direction = direction
        self.setToolTip("" if direction is None else direction.words)
        self.setAccessibleName("" if direction is None else direction.words)
        self.setVisible(direction is not None)
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which everything is easily seen."""
        return QSize(WIDTH_PX, EASY_HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sector, the car on it, and the arrow on both."""
        if self._direction is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        size = min(float(self.width()), float(self.height() - line)) - 4
        circle = QRectF(0, 0, size, size)
        circle.moveCenter(QPointF(self.width() / 2, (self.height() - line) / 2))
        self._paint_sector(painter, circle, self._direction)
        self._paint_car(painter, circle)
        self._paint_arrow(painter, circle, self._direction.pdof_deg)
        painter.setPen(QColor(self._tokens.text))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * _CAPTION)
        painter.setFont(font)
        under = QRectF(0, circle.bottom() + 2, self.width(), line)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, self._direction.caption)
        painter.end()

    def _paint_sector(self, painter: QPainter, circle: QRectF, direction: Direction) -> None:
        painter.setPen(QPen(QColor(self._tokens.border), 1, Qt.PenStyle.DotLine))
        painter.drawEllipse(circle)
        ground = QColor(self._tokens.critical)
        ground.setAlpha(70)
        painter.setPen(QPen(QColor(self._tokens.critical), 1))
        painter.setBrush(ground)
        first, last = direction.sector_deg
        span = (last - first) % _FULL_TURN_DEG or _FULL_TURN_DEG
        start = round((_TOP_DEG - first) * _STEPS_A_DEGREE)
        painter.drawPie(circle, start, -round(span * _STEPS_A_DEGREE))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_car(self, painter: QPainter, circle: QRectF) -> None:
        """Paint body, wind screen and rear window; the front is up."""
        size, middle = circle.width(), circle.center()
        body = QRectF(0, 0, size * 0.26, size * 0.56)
        body.moveCenter(middle)
        painter.setPen(QPen(QColor(self._tokens.text), 1.5))
        painter.setBrush(QColor(self._tokens.panel))
        path = QPainterPath()
        path.addRoundedRect(body, body.width() * 0.35, body.width() * 0.35)
        painter.drawPath(path)
        painter.setBrush(QColor(self._tokens.muted))
        for top, height, narrow in ((0.26, 0.10, 0.12), (0.78, 0.07, 0.16)):
            y, inset = body.top() + body.height() * top, body.width() * narrow
            glass = QPolygonF(
                [
                    QPointF(body.left() + inset * 0.6, y),
                    QPointF(body.right() - inset * 0.6, y),
                    QPointF(body.right() - inset * 1.4, y + body.height() * height),
                    QPointF(body.left() + inset * 1.4, y + body.height() * height),
                ]
            )
            painter.drawPolygon(glass)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_arrow(self, painter: QPainter, circle: QRectF, pdof_deg: float) -> None:
        """Paint the arrow from the rim to the car: it points where the force went."""
        angle, radius, middle = radians(pdof_deg), circle.width() / 2, circle.center()
        outwards = QPointF(sin(angle), -cos(angle))
        aside = QPointF(-outwards.y(), outwards.x())
        tail, neck, tip = (middle + outwards * (radius * share) for share in (0.98, 0.56, 0.34))
        colour = QColor(self._tokens.critical)
        painter.setPen(QPen(colour, 3.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(tail, neck)
        painter.setPen(QPen(QColor(self._tokens.field), 1))
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([tip, neck + aside * (radius * 0.14), neck - aside * (radius * 0.14)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
