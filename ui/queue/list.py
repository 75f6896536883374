"""One list of lines of the queue. Whatever arrives, the selection is put back where the state says it is."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.queue.delegate import QueueDelegate
from ui.queue.model import QueueModel
from ui.queue.state import Head, Line, Row, Section
from ui.theme.tokens import Tokens


class QueueList(QListView):
    """Shows lines, and says what a person did with one of them."""

    moved_to = Signal(str)
    """A person moved to this line."""
    row_clicked = Signal(str)
    head_clicked = Signal(Section)

    def __init__(self, delegate: QueueDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = QueueModel(self)
        self._delegate = delegate
        self._selected = ""
        self._is_painting = False
        self.setModel(self.lines)
        self.setItemDelegate(delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_lines(self, lines: Sequence[Line], selected: str) -> None:
        """Show these. Where the list stands, and which line has the keys, stays as it was."""
        self._is_painting = True
        self._selected = selected
        if self.lines.set_lines(tuple(lines)):
            self.scheduleDelayedItemsLayout()
        self._put_selection_back()
        self._is_painting = False
        self.viewport().update()

    def height_of(self, lines: Sequence[Line]) -> int:
        """Return what these lines need in the width it has."""
        return sum(self._delegate.height_of(line, self) for line in lines)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(f"QListView {{ background: {tokens.field}; border: 1px solid {tokens.border}; }}")

    def _put_selection_back(self) -> None:
        place = self.lines.place_of(self._selected) if self._selected else -1
        selection = self.selectionModel()
        if place < 0:
            selection.clearSelection()
            selection.setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
        elif self.currentIndex().row() != place or not selection.isRowSelected(place):
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            selection.setCurrentIndex(self.lines.index(place), flag)

    def _on_current(self, current: QModelIndex) -> None:
        line = self.lines.line_at(current.row())
        if not self._is_painting and line is not None and line.key != self._selected:
            self.moved_to.emit(line.key)
            self.scrollTo(self.currentIndex())

    def _on_clicked(self, index: QModelIndex) -> None:
        line = self.lines.line_at(index.row())
        if isinstance(line, Head):
            self.head_clicked.emit(line.section)
        elif isinstance(line, Row):
            self.row_clicked.emit(line.key)
