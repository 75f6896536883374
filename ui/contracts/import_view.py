"""The import beside the list: what file, how far it is, what is wrong with it or would change, and the one button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.i18n import _
from ui.contracts.state import ImportState
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.table import Cell, Column, Table

_STEPS = 1000


class ImportView(QWidget):
    """Buttons are joined to the presenter by the page."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state: ImportState | None = None
        self.title, self.words, self.lines_title = QLabel(), QLabel(), QLabel()
        self.progress = QProgressBar()
        self.lines = Table()
        self.choose, self.choose_boxes, self.template = OfferButton(), OfferButton(), OfferButton()
        self.apply, self.leave = OfferButton(primary=True), OfferButton()
        self._build()

    def show_import(self, state: ImportState) -> None:
        """Paint it."""
        self._state = state
        self.title.setText(_("Import a file"))
        self.words.setText(("\u25b2 " if state.is_trouble else "") + state.words)
        self.words.setStyleSheet(f"color: {self._tokens.critical};" if state.is_trouble else "")
        self.progress.setVisible(state.progress is not None)
        self.progress.setValue(round((state.progress or 0.0) * _STEPS))
        self.lines_title.setText(state.lines_title)
        self.lines_title.setVisible(bool(state.lines))
        self._show_lines(state)
        for button, offer in (
            (self.choose, state.choose),
            (self.choose_boxes, state.choose_boxes),
            (self.template, state.template),
            (self.apply, state.apply),
            (self.leave, state.leave),
        ):
            button.show_offer(offer)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        if self._state is not None:
            self.show_import(self._state)

    def _show_lines(self, state: ImportState) -> None:
        is_wrong = state.is_trouble
        titles = (_("Where"), _("It says"), _("What to do")) if is_wrong else (_("What"), _("Before"), _("After"))
        columns = [Column(title, stretches=place == len(titles) - 1) for place, title in enumerate(titles)]
        self.lines.show_rows(columns, [[Cell(text) for text in line.cells()] for line in state.lines])
        self.lines.setVisible(bool(state.lines))
        self.lines.setAccessibleName(state.lines_title)

    def _build(self) -> None:
        self.title.setStyleSheet("font-weight: 600;")
        self.lines_title.setStyleSheet("font-weight: 600;")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.apply)
        head.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        for part in (self.words, self.progress):
            layout.addWidget(part)
        ways = QHBoxLayout()
        for button in (self.choose, self.choose_boxes, self.template):
            ways.addWidget(button)
        ways.addStretch(1)
        layout.addLayout(ways)
        layout.addWidget(self.lines_title)
        layout.addWidget(self.lines, 1)
        layout.addStretch(0)
