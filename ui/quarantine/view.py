"""The page of messages kept aside: the list, and under it the chosen one with what can be done about it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from app.i18n import _
from ui.quarantine.presenter import QuarantinePresenter
from ui.quarantine.state import FrameDetail, QuarantineState
from ui.quarantine.words import COLUMNS
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.table import Cell, Column, Table

FAULT_COLUMN, BYTES_COLUMN = 4, 5
SHARED_PX = 1000
"""What list and message share; a splitter scales the sum to its height."""


class QuarantineView(Screen):
    """The page. ``connect_to`` sends every intent to its presenter."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: QuarantinePresenter | None = None
        self._is_painting = False
        self.table, self.words = Table(), QLabel()
        self.title, self.fault, self.said = QLabel(), QLabel(), QLabel()
        self.bytes, self.reason = QPlainTextEdit(), QLineEdit()
        self.retry, self.see, self.decode, self.release = (OfferButton() for _button in range(4))
        self._below = QWidget()
        self._build()

    def connect_to(self, presenter: QuarantinePresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        self.reason.textEdited.connect(presenter.type_reason)
        self.reason.returnPressed.connect(presenter.release)
        for button, act in (
            (self.retry, presenter.opened),
            (self.see, presenter.see),
            (self.decode, presenter.decode),
            (self.release, presenter.release),
        ):
            button.clicked.connect(act)

    def is_shown(self) -> bool:
        """Whether a person has it before them."""
        return self.isVisible()

    def show_state(self, state: QuarantineState) -> None:
        """Paint it."""
        columns = [
            Column(title(), is_figure=place == BYTES_COLUMN, stretches=place == FAULT_COLUMN)
            for place, title in enumerate(COLUMNS)
        ]
        self._is_painting = True
        self.table.show_rows(columns, [[Cell(text) for text in line.cells()] for line in state.lines])
        if state.chosen is not None:
            self.table.stand_on(state.chosen)
        self._is_painting = False
        self.table.setVisible(bool(state.lines))
        self.words.setText(state.words)
        self.retry.show_offer(state.retry)
        self._below.setVisible(state.detail is not None)
        if state.detail is not None:
            self._show_detail(state.detail)

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.table.setAccessibleName(_("Messages that could not be read"))
        self.bytes.setAccessibleName(_("Bytes of the message"))
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Why nothing is to be made of it"))
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.title.setStyleSheet("font-weight: 600;")
        self.said.setStyleSheet(f"color: {tokens.text}; font-weight: 600;")
        self.words.setStyleSheet(f"color: {tokens.muted};")

    def _choose(self, row: int) -> None:
        """Hand on what a person chose; what the list itself moves while it is painted is no choice."""
        if self._presenter is not None and not self._is_painting and row >= 0:
            self._presenter.choose(row)

    def _show_detail(self, detail: FrameDetail) -> None:
        if self.title.text() != detail.title:
            self.reason.clear()
        self.title.setText(detail.title)
        self.fault.setText(detail.fault)
        self.said.setText(detail.said)
        self.said.setVisible(bool(detail.said))
        if self.bytes.toPlainText() != detail.bytes:
            self.bytes.setPlainText(detail.bytes)
        self.bytes.setVisible(bool(detail.bytes))
        self.see.show_offer(detail.see, _("They may tell where somebody is: that you look is written down."))
        self.decode.show_offer(detail.decode, _("With the decoder of this version, as if it came now"))
        self.release.show_offer(detail.release, _("Takes it off this list; its bytes and the reason are kept"))

    def _build(self) -> None:
        for label in (self.words, self.fault, self.said):
            label.setWordWrap(True)
        self.bytes.setReadOnly(True)
        self.bytes.setTabChangesFocus(True)
        self.bytes.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.bytes.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.reason.setMaxLength(500)
        head, tools = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.retry)
        for button in (self.decode, self.see):
            tools.addWidget(button)
        tools.addWidget(self.reason, 1)
        tools.addWidget(self.release)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        for label in (self.title, self.fault):
            below.addWidget(label)
        below.addLayout(tools)
        below.addWidget(self.said)
        below.addWidget(self.bytes, 1)
        below.addStretch(0)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.table)
        halves.addWidget(self._below)
        halves.setChildrenCollapsible(False)
        halves.setSizes([SHARED_PX // 2, SHARED_PX // 2])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(halves, 1)
        self.setFocusProxy(self.table)
