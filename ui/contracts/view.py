"""The page of contracts: a line to search, what was found, and beside it the record or the import."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.imports import ImportKind
from app.i18n import _
from ui.contracts.form_view import FormView
from ui.contracts.import_view import ImportView
from ui.contracts.presenter import ContractsPresenter
from ui.contracts.state import ContractsState
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.table import Cell, Column, Table

_LONGEST_TEXT = 200
_STRETCHES = 1


class ContractsView(Screen):
    """The page. ``connect_to`` sends every intent to its presenter."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: ContractsPresenter | None = None
        self.search, self.words = QLineEdit(), QLabel()
        self.table = Table()
        self.new, self.import_ = OfferButton(), OfferButton()
        self.form, self.file, self.hint = FormView(), ImportView(), QLabel()
        self.left, self.beside = QWidget(), QStackedWidget()
        self.dialog: QFileDialog | None = None
        self._build()

    def connect_to(self, presenter: ContractsPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.search.textEdited.connect(presenter.typed)
        self.table.chosen.connect(lambda row, _column: presenter.choose(row))
        self.new.clicked.connect(presenter.new)
        self.import_.clicked.connect(presenter.show_import)
        self.form.edited.connect(presenter.edit)
        self.form.saved.connect(presenter.save)
        self.form.closed.connect(presenter.close_form)
        self.form.box_chosen.connect(presenter.show_box)
        self.file.choose.clicked.connect(lambda: presenter.choose_file(ImportKind.CONTRACTS))
        self.file.choose_boxes.clicked.connect(lambda: presenter.choose_file(ImportKind.BOXES))
        self.file.template.clicked.connect(presenter.save_template)
        self.file.apply.clicked.connect(presenter.apply_import)
        self.file.leave.clicked.connect(presenter.leave_import)

    def show_state(self, state: ContractsState) -> None:
        """Paint it."""
        titles = (_("Plate"), _("Policy holder"), _("Driver"), _("Policy"), _("Municipality"), _("Car"))
        columns = [Column(title, stretches=place == _STRETCHES) for place, title in enumerate(titles)]
        self.table.show_rows(columns, [[Cell(text) for text in row.cells()] for row in state.rows])
        self.table.setVisible(bool(state.rows))
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self.new.show_offer(state.new)
        self.import_.show_offer(state.import_)
        if state.form is not None:
            self.form.show_form(state.form)
        if state.file is not None:
            self.file.show_import(state.file)
        shown: QWidget = self.hint
        if state.form is not None:
            shown = self.form
        elif state.file is not None:
            shown = self.file
        self.beside.setCurrentWidget(shown)
        self.left.setVisible(shown is not self.file)

    def ask_file(self, chosen: Callable[[Path], None]) -> None:
        """Let a person choose a file, without stopping anything behind it."""
        dialog = QFileDialog(self.window(), _("Choose a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        table, everything = _("Table or JSON"), _("All files")
        dialog.setNameFilters([f"{table} (*.csv *.txt *.json)", f"{everything} (*)"])
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.search.setPlaceholderText(_("Plate, name, phone, policy, place or IMEI"))
        self.search.setAccessibleName(_("Search contracts"))
        self.table.setAccessibleName(_("Contracts found"))
        self.hint.setText(_("Choose a contract to read and mend it."))
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        for label in (self.words, self.hint):
            label.setStyleSheet(f"color: {tokens.muted};")
        self.form.apply_theme(tokens)
        self.file.apply_theme(tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the search to what was found on Down, and out of a field on Esc; the next Esc leaves the page."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape and isinstance(self.window().focusWidget(), QLineEdit):
            rest: QWidget = self.table if self.table.isVisible() else self.beside
            rest.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.search.setMaxLength(_LONGEST_TEXT)
        self.search.setClearButtonEnabled(True)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        for part in (self.hint, self.form, self.file):
            self.beside.addWidget(part)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.new)
        head.addWidget(self.import_)
        found = QVBoxLayout(self.left)
        found.setContentsMargins(0, 0, 0, 0)
        found.addWidget(self.words)
        found.addWidget(self.table, 1)
        found.addStretch(0)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.left)
        halves.addWidget(self.beside)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(halves, 1)
        self.setFocusProxy(self.search)
