"""The four languages of the screen, one click each; the change is live."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from app.i18n import LANGUAGES

OWN_NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}


class LanguageChoice(QWidget):
    """Emits the chosen language; marks the one of the screen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for language in LANGUAGES:
            button = self._button(language)
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[language] = button

    def mark(self, language: str) -> None:
        """Mark the language of the screen."""
        self._buttons[language].setChecked(True)

    def _button(self, language: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(language)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(OWN_NAMES[language])
        button.setToolTip(OWN_NAMES[language])
        button.clicked.connect(lambda: self.chosen.emit(language))
        return button
