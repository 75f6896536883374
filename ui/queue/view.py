"""The list on the left: what waits, what is mine, what runs on.

Renders a ``QueueState`` and says what a person did. The choice of a line is the presenter's: whatever arrives, the
view puts the selection back where the state says it is, so that no row slides under a finger unnoticed.
"""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from app.i18n import _
from ui.queue.delegate import QueueDelegate
from ui.queue.model import QueueModel
from ui.queue.presenter import QueuePresenter
from ui.queue.state import Head, QueueState, Row, Section
from ui.theme.tokens import Tokens
from ui.widgets.screen import Screen

FLASH_HALF_MS = 500
"""One flash a second, half of it lit: slow enough for everybody, only the badge."""


class QueueView(Screen):
    """The queue as a list."""

    chosen = Signal(str)
    """A person moved to this line; nothing is opened by that."""
    open_requested = Signal(str)
    """A person wants this row on the screen."""
    fold_requested = Signal(Section)
    """A person folds or unfolds this section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = QueueModel(self)
        self.delegate = QueueDelegate(self)
        self.list = QListView(self)
        self._selected = ""
        self._is_painting = False
        self.flash = QTimer(self)
        self.flash.setInterval(FLASH_HALF_MS)
        self.flash.timeout.connect(self._toggle_flash)
        self._build()

    def connect_to(self, presenter: QueuePresenter) -> None:
        """Send every intent to this presenter."""
        self.chosen.connect(presenter.select)
        self.open_requested.connect(presenter.open_row)
        self.fold_requested.connect(presenter.toggle)

    def show_state(self, state: QueueState) -> None:
        """Paint it. Where the list stands, and which line has the keys, stays as it was."""
        self._is_painting = True
        self._selected = state.selected_key
        self.delegate.not_confirmed = state.not_confirmed
        self.list.setAccessibleDescription(state.not_confirmed)
        if self.model.set_lines(state.lines):
            self.list.scheduleDelayedItemsLayout()
        self._put_selection_back()
        self._is_painting = False
        self._keep_flashing(needed=any(isinstance(line, Row) and line.flashes for line in state.lines))
        self.list.viewport().update()

    def take_focus(self) -> None:
        """Let the list have the keys, and show the chosen line: a person moves in it."""
        self.list.setFocus()
        self.list.scrollTo(self.list.currentIndex())

    def retranslate(self) -> None:
        """Say the name of the list."""
        self.list.setAccessibleName(_("Queue"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.delegate.tokens = tokens
        self.list.setStyleSheet(f"QListView {{ background: {tokens.field}; border: 1px solid {tokens.border}; }}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the lines again: the marks may need a line of their own."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAutoScroll(False)
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)

    def _put_selection_back(self) -> None:
        place = self.model.place_of(self._selected) if self._selected else -1
        selection = self.list.selectionModel()
        if place < 0:
            selection.clearSelection()
            selection.setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
        elif self.list.currentIndex().row() != place or not selection.isRowSelected(place):
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            selection.setCurrentIndex(self.model.index(place), flag)

    def _on_current(self, current: QModelIndex) -> None:
        line = self.model.line_at(current.row())
        if not self._is_painting and line is not None and line.key != self._selected:
            self.chosen.emit(line.key)
            self.list.scrollTo(self.list.currentIndex())

    def _on_clicked(self, index: QModelIndex) -> None:
        line = self.model.line_at(index.row())
        if isinstance(line, Head):
            self.fold_requested.emit(line.section)
        elif isinstance(line, Row):
            self.open_requested.emit(line.key)

    def _keep_flashing(self, *, needed: bool) -> None:
        if needed and not self.flash.isActive():
            self.flash.start()
        elif not needed:
            self.flash.stop()
            self.delegate.is_lit = True

    def _toggle_flash(self) -> None:
        self.delegate.is_lit = not self.delegate.is_lit
        self.list.viewport().update()
