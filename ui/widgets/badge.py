"""The mark of a priority: colour, shape and digit together, because colour alone is not seen by everybody."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from app.domain.verdict import Priority
from ui.theme.tokens import LIGHT, Tokens


def paint_badge(painter: QPainter, area: QRectF, priority: Priority, tokens: Tokens, *, is_lit: bool = True) -> None:
    """Paint the badge of a priority into an area; used by the widget and by the queue's delegate.

    Not lit is the dark half of a flash: the same mark as an outline, as readable as the lit one.
    """
    background, foreground = (QColor(colour) for colour in tokens.priority(priority))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(background)
    painter.drawRoundedRect(area, 4, 4)
    if not is_lit:
        foreground = QColor(tokens.text)
        painter.setBrush(QColor(tokens.field))
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 3, 3)
    painter.setPen(Qt.PenStyle.NoPen)
    half = area.height() * 0.19
    centre = QPointF(area.left() + area.width() * 0.32, area.center().y())
    painter.setBrush(foreground)
    _paint_shape(painter, centre, half, priority)
    painter.setPen(foreground)
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    digit = QRectF(area.left() + area.width() * 0.46, area.top(), area.width() * 0.44, area.height())
    painter.drawText(digit, Qt.AlignmentFlag.AlignCenter, str(int(priority)))
    painter.restore()


def _paint_shape(painter: QPainter, centre: QPointF, half: float, priority: Priority) -> None:
    x, y = centre.x(), centre.y()
    if priority is Priority.THREE:
        painter.drawEllipse(centre, half, half)
    elif priority is Priority.TWO:
        wide = half * 1.2
        points = [QPointF(x, y - wide), QPointF(x + wide, y), QPointF(x, y + wide), QPointF(x - wide, y)]
        painter.drawPolygon(QPolygonF(points))
    else:
        wide = half * 1.15
        points = [QPointF(x, y - wide), QPointF(x + wide, y + half), QPointF(x - wide, y + half)]
        painter.drawPolygon(QPolygonF(points))


class PriorityBadge(QWidget):
    """The badge as a widget of its own, 46 by 26 pixels. Hidden until it has a priority."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._priority: Priority | None = None
        self._tokens: Tokens = LIGHT
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return the fixed size."""
        return QSize(46, 26)

    def set_priority(self, priority: Priority | None, word: str) -> None:
        """Show a priority; ``word`` is what a screen reader says."""
        self._priority = priority
        self.setAccessibleName(word)
        self.setToolTip(word)
        self.setVisible(priority is not None)
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the badge."""
        if self._priority is not None:
            paint_badge(QPainter(self), QRectF(self.rect()), self._priority, self._tokens)
