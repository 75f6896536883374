"""Sentences in a language the operator does not speak: choose it, read it out, see what it means."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.i18n import _
from ui.contact.state import PhraseLine, PhrasesState
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.text import MutedLabel

_COLUMNS = 3


class PhraseList(QWidget):
    """The languages as buttons, the sentences below; a second press on a language puts them away."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.interpreter = MutedLabel(parent=self), QLabel(self)
        self.buttons: dict[str, QToolButton] = {}
        self.lines: list[_Line] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._languages, self._column = QGridLayout(), QVBoxLayout()
        for label in (self.label, self.interpreter):
            label.setWordWrap(True)
        self.interpreter.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addLayout(self._languages)
        layout.addWidget(self.interpreter)
        layout.addLayout(self._column)

    def show_state(self, state: PhrasesState) -> None:
        """Paint it."""
        for place, (code, name) in enumerate(state.languages):
            button = self.buttons.get(code) or self._add_language(code, place)
            button.setText(name)
            button.setChecked(code == state.chosen)
        self.interpreter.setText(state.interpreter)
        self.interpreter.setVisible(bool(state.interpreter))
        while len(self.lines) < len(state.lines):
            self.lines.append(_Line(self))
            self._column.addWidget(self.lines[-1])
        for place, line in enumerate(self.lines):
            line.show_line(state.lines[place] if place < len(state.lines) else None)

    def retranslate(self) -> None:
        """Say the label again."""
        self.label.setText(_("Another language: sentences to read out"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(
            f"QToolButton {{ border: 1px solid {tokens.border}; }}"
            f" QToolButton:checked {{ background: {tokens.selection}; }}"
            f" QToolButton:focus {{ border: 2px solid {tokens.focus}; }}"
        )

    def _add_language(self, code: str, place: int) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda on: self.chosen.emit(code if on else ""))
        self.buttons[code] = button
        self._group.addButton(button)
        self._languages.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        return button


class _Line(QWidget):
    """One sentence: as it is written, how it is read, what it means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text, self.say, self.meaning = QLabel(self), QLabel(self), MutedLabel(parent=self)
        self.text.setFont(fonts.sized(self.font(), 1.1, bold=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(0)
        for label in (self.text, self.say, self.meaning):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)

    def show_line(self, line: PhraseLine | None) -> None:
        """Show it; None = hide."""
        self.setVisible(line is not None)
        if line is None:
            return
        self.text.setText(line.text)
        self.say.setText(line.say)
        self.say.setVisible(bool(line.say))
        self.meaning.setText(line.meaning)
