"""A table to read and to choose from: words in cells, made for the keys as much as for the mouse.

A click or Enter on a cell chooses it. Arrows only move; what is shown anew keeps the cell a person stands on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROOM = (
    "QHeaderView::section { padding: 3px 8px; border: 0; border-bottom: 1px solid palette(mid);"
    " background: palette(button); } QTableView::item { padding: 0 8px; }"
)


@dataclass(frozen=True, slots=True)
class Column:
    """``is_figure``: its cells stand at the right edge. ``stretches``: it takes the room that is left."""

    title: str
    is_figure: bool = False
    stretches: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. ``hint``: its tool tip, and what a screen reader adds."""

    text: str
    hint: str = ""


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.columns: Sequence[Column] = ()
        self.rows: Sequence[Sequence[Cell]] = ()

    def fill(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """Take these in; where only words changed, everything else stays as it is."""
        if columns == self.columns and len(rows) == len(self.rows) and rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns) - 1))
            return
        self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell, column = self.rows[index.row()][index.column()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.hint or cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(word for word in (column.title, cell.text, cell.hint) if word)
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if way is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return _alignment(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None


class Table(QTableView):
    """Shows rows of words; emits ``chosen`` with row and column."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model()
        self.setModel(self._model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setStyleSheet(_ROOM)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.clicked.connect(lambda index: self.chosen.emit(index.row(), index.column()))

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """Show these; the cell a person stands on stays the same, as far as there is one."""
        if (columns, rows) == (self._model.columns, self._model.rows):
            return
        at = self.currentIndex()
        row, column = at.row(), at.column()
        self._model.fill(columns, rows)
        for place, one in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if one.stretches else QHeaderView.ResizeMode.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(place, mode)
        if rows:
            self.setCurrentIndex(self._model.index(min(max(row, 0), len(rows) - 1), max(column, 0)))

    def stand_on(self, row: int) -> None:
        """Stand on this row, in the column a person is in."""
        at = self.currentIndex()
        if at.row() != row:
            self.setCurrentIndex(self._model.index(row, max(at.column(), 0)))

    def texts(self) -> list[list[str]]:
        """Return what is shown, row by row."""
        return [[cell.text for cell in row] for row in self._model.rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter."""
        at = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.isValid():
            self.chosen.emit(at.row(), at.column())
            return
        super().keyPressEvent(event)


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
