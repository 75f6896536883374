"""A list of dated lines that follows its end, as a log does, unless a person has scrolled back.

Lines wrap to the width of the list. Only new lines are added to it, so that a person who reads keeps the place.
"""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.log_line import LogLine
from ui.theme.tokens import LIGHT, Tokens

_GAP_PX, _EDGE_PX = 10, 3
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class LogModel(QAbstractListModel):
    """The lines. One that begins with the lines it has only grows."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[LogLine, ...] = ()

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        """Take these lines."""
        new, old = tuple(lines), self._lines
        if new[: len(old)] == old:
            if len(new) > len(old):
                self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
                self._lines = new
                self.endInsertRows()
            return
        self.beginResetModel()
        self._lines = new
        self.endResetModel()

    def line(self, index: _Index) -> LogLine:
        """Return the line at an index."""
        return self._lines[index.row()]

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a line, and the whole of it for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.line(index).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.line(index).spoken
        return None


class _LineDelegate(QStyledItemDelegate):
    """Paints the stamp in its column and beside it the text, wrapped."""

    def __init__(self, view: QListView, model: LogModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.tokens: Tokens = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height the wrapped text needs at the width of the list."""
        metrics = option.fontMetrics
        line = self._model.line(index)
        if line.is_heading:
            return QSize(self._width(), metrics.height() + 4 * _EDGE_PX)
        width = self._width() - stamp_width(metrics)
        if _fits(metrics, width, line):
            height = metrics.height()
        else:
            height = sum(_height(metrics, width, text) for text in (line.text, line.beside) if text)
        return QSize(self._width(), max(height, metrics.height()) + 2 * _EDGE_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        line = self._model.line(index)
        area: QRect = option.rect
        area.setWidth(self._width())
        inner = area.adjusted(0, _EDGE_PX, 0, -_EDGE_PX)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(self.tokens.muted))
        if line.is_heading:
            self._paint_heading(painter, inner, option.fontMetrics, line.stamp)
        else:
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, line.stamp)
            self._paint_text(painter, inner.adjusted(stamp_width(option.fontMetrics), 0, 0, 0), line)
        painter.restore()

    def _paint_text(self, painter: QPainter, area: QRect, line: LogLine) -> None:
        """Paint what it says, and who beside it where that fits, else below it."""
        metrics = painter.fontMetrics()
        painter.setPen(QColor(self.tokens.muted if line.is_faint else self.tokens.text))
        painter.drawText(area, _WRAPPED, line.text)
        painter.setPen(QColor(self.tokens.muted))
        if _fits(metrics, area.width(), line):
            left = metrics.horizontalAdvance(line.text) + _GAP_PX
            painter.drawText(area.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, line.beside)
        else:
            top = _height(metrics, area.width(), line.text) if line.text else 0
            painter.drawText(area.adjusted(0, top, 0, 0), _WRAPPED, line.beside)

    def _width(self) -> int:
        """The width without a scroll bar, there or not: wrapping must not depend on what it decides."""
        return self._view.width() - self._view.verticalScrollBar().sizeHint().width()

    def _paint_heading(self, painter: QPainter, area: QRect, metrics: QFontMetrics, day: str) -> None:
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, day)
        left = area.left() + metrics.horizontalAdvance(day) + _GAP_PX
        painter.setPen(QColor(self.tokens.border))
        painter.drawLine(left, area.center().y(), area.right(), area.center().y())


class LogList(QListView):
    """The list. A click leaves the focus where it is, so that Space stays NEXT; Tab reaches it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = LogModel()
        self._delegate = _LineDelegate(self, self._model)
        self._follows = True
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        """Show these; the end stays in sight unless a person has scrolled back."""
        self._model.show_lines(lines)

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._follows = True
        self.scrollToBottom()

    @property
    def follows(self) -> bool:
        """Whether a new line will be in sight."""
        return self._follows

    def lines(self) -> list[str]:
        """Return what a screen reader reads, line by line."""
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(self._model.data(self._model.index(row), role)) for row in range(self._model.rowCount())]

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._delegate.tokens = tokens
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew and keep the end in sight."""
        follows = self._follows
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
        self._follows = follows

    def _on_scrolled(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - 2 * _GAP_PX

    def _on_range(self, _least: int, most: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(most)


def stamp_width(metrics: QFontMetrics) -> int:
    """Return the width of the column of times."""
    return metrics.horizontalAdvance("00:00:00") + _GAP_PX


def _fits(metrics: QFontMetrics, width: int, line: LogLine) -> bool:
    """Whether text and what is beside it stand in one line."""
    if "\n" in line.text:
        return False
    advance = metrics.horizontalAdvance
    return advance(line.text) + _GAP_PX + advance(line.beside) <= width


def _height(metrics: QFontMetrics, width: int, text: str) -> int:
    return metrics.boundingRect(QRect(0, 0, width, 100_000), int(_WRAPPED), text).height()
