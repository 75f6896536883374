"""The top line: product, channels, language, operator, clock. Everything always at the same place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.i18n import _
from ui.shell.state import ShellState, StatusWord
from ui.theme import fonts
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.languages import LanguageChoice

WORDS_SHOWN = 4
SEARCH_PX = 560


class TopBar(QWidget):
    """Shows the words of a ``ShellState`` and offers menu and languages."""

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens: Tokens = LIGHT
        self._menu = QToolButton(self)
        self._menu.setText("☰")
        self._menu.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu.setMenu(menu)
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._title = QLabel("VIVIUM Bijstand", self)
        self._title.setFont(fonts.sized(self.font(), 1.15, bold=True))
        self._training = QLabel(self)
        self._search = QHBoxLayout()
        self._words = tuple(QLabel(self) for _place in range(WORDS_SHOWN))
        self.languages = LanguageChoice(self)
        self._operator = QLabel(self)
        self._clock = QLabel(self)
        self._clock.setFont(fonts.sized(self.font(), 1.15, bold=True))
        self._lay_out()

    def show_state(self, state: ShellState) -> None:
        """Paint the words."""
        self._training.setText(_("TRAINING"))
        self._training.setVisible(state.training)
        for label, word in zip(self._words, (*state.words, *([None] * WORDS_SHOWN)), strict=False):
            self._show_word(label, word)
        self._operator.setText(state.operator)
        self._clock.setText(state.clock)

    def place_search(self, bar: QWidget) -> None:
        """Put the search bar beside the name of the product."""
        bar.setMaximumWidth(SEARCH_PX)
        self._search.addWidget(bar)

    def open_menu(self) -> None:
        """Open the menu for the keys; Esc closes it."""
        self._menu.showMenu()

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self._menu.setAccessibleName(_("Menu"))
        self._menu.setToolTip(_("Menu"))
        self._operator.setToolTip(_("Signed in at this desk"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self._training.setStyleSheet(
            f"background: {tokens.training}; color: {tokens.on_training};"
            " border-radius: 3px; padding: 2px 8px; font-weight: 700;"
        )

    def _show_word(self, label: QLabel, word: StatusWord | None) -> None:
        label.setVisible(word is not None)
        if word is None:
            return
        label.setText(f"▲ {word.text}" if word.is_fault else word.text)
        label.setToolTip(word.hint)
        colour = self._tokens.critical if word.is_fault else self._tokens.muted
        label.setStyleSheet(f"color: {colour}; font-weight: {600 if word.is_fault else 400};")

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 12, 4)
        layout.setSpacing(14)
        layout.addWidget(self._menu)
        layout.addWidget(self._title)
        layout.addWidget(self._training)
        layout.addLayout(self._search, 2)
        layout.addStretch(1)
        for label in self._words:
            layout.addWidget(label)
        layout.addWidget(self.languages)
        layout.addWidget(self._operator)
        layout.addWidget(self._clock)
