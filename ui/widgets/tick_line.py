"""A line that is ticked or chosen, with words that wrap: the text of Qt's own boxes and rings does not.

The words belong to the box: a click on them clicks it, and a screen reader hears them as its name.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.text import MutedLabel


class TickLine(QWidget):
    """A box or a ring with words beside it, and if wanted a quiet sentence under them."""

    def __init__(self, choice: QAbstractButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice, self.words, self.under = choice, QLabel(), MutedLabel()
        choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for label in (self.words, self.under):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.under.setVisible(False)
        beside = QVBoxLayout()
        beside.setSpacing(1)
        beside.addWidget(self.words)
        beside.addWidget(self.under)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(choice, alignment=Qt.AlignmentFlag.AlignTop)
        line.addLayout(beside, 1)

    def say(self, text: str, *, key: str = "", under: str = "") -> None:
        """Show the words, the key that takes them, and what follows from it."""
        self.choice.setText(key)
        self.choice.setAccessibleName(text)
        self.choice.setAccessibleDescription(under)
        self.words.setText(text)
        self.under.setText(under)
        self.under.setVisible(bool(under))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick it: the words belong to the box."""
        del event
        if self.choice.isEnabled():
            self.choice.click()
