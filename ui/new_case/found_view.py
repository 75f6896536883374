"""What was found for a field of the form: lines to choose from, and the open case of a car."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from app.i18n import _
from ui.new_case.state import Lookup, OpenCase
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LINES = 6


class FoundView(QWidget):
    """What a typed text may mean, or what was chosen for it. Emits the line that is taken."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state = Lookup()
        self.list, self.words = QListWidget(), QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.list.setFrameShape(QFrame.Shape.StyledPanel)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(self.list.row(item)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.addWidget(self.words)
        layout.addWidget(self.list)

    @property
    def only_looks_like(self) -> bool:
        """Whether none of the lines has what was typed."""
        return self._state.only_looks_like

    def show_lookup(self, state: Lookup) -> None:
        """Paint it; nothing known takes no room."""
        if state.lines != self._state.lines or not self.list.count():
            self.list.clear()
            self.list.addItems(list(state.lines))
        self._state = state
        shown = min(len(state.lines), _LINES)
        self.list.setFixedHeight(shown * (self.list.fontMetrics().height() + 8) + 6)
        self.list.setVisible(bool(state.lines))
        self.words.setText(f"✓ {state.words}" if state.is_chosen else state.words)
        self.words.setVisible(bool(state.words))
        self.setVisible(bool(state.lines or state.words))
        self._colour()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a line by Enter."""
        if event.key() in _ENTER and self.list.hasFocus() and self.list.currentRow() >= 0:
            self.chosen.emit(self.list.currentRow())
            return
        super().keyPressEvent(event)

    def _colour(self) -> None:
        weight = "600" if self._state.is_chosen else "400"
        colour = self._tokens.text if self._state.is_chosen else self._tokens.muted
        self.words.setStyleSheet(f"color: {colour}; font-weight: {weight};")


class OpenCaseView(QFrame):
    """The car has an open case."""

    joined = Signal()
    another_said = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.join, self.another = OfferButton(primary=True), OfferButton()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.join.clicked.connect(self.joined)
        self.another.clicked.connect(self.another_said)
        buttons = QHBoxLayout()
        buttons.addWidget(self.join)
        buttons.addWidget(self.another)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addLayout(buttons)
        self.setVisible(False)

    def show_case(self, state: OpenCase | None) -> None:
        """Paint it; None hides it."""
        self.setVisible(state is not None)
        if state is not None:
            self.words.setText(f"\u25b2 {state.words}")
            self.join.show_offer(state.join)
            self.another.show_offer(state.another)

    def retranslate(self) -> None:
        """Say what it is to who does not see it."""
        self.setAccessibleName(_("Open case of this car"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(f"OpenCaseView {{ border: 1px solid {tokens.high}; border-radius: 4px; }}")
        self.words.setStyleSheet("font-weight: 600;")
