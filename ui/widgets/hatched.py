"""A hatched bar: what stands under it is kept, but nobody has confirmed it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme.tokens import LIGHT, Tokens


class HatchedBar(QLabel):
    """A sentence on a hatched ground; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self.setWordWrap(True)
        self.setContentsMargins(10, 6, 10, 6)
        self.setVisible(False)

    def say(self, sentence: str) -> None:
        """Show this sentence; empty hides the bar."""
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.setStyleSheet(f"color: {tokens.text}; font-weight: 600;")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hatching, a plate for the words, and the words."""
        painter = QPainter(self)
        hatch = QColor(self._tokens.critical)
        hatch.setAlpha(110)
        painter.fillRect(self.rect(), QColor(self._tokens.panel))
        painter.fillRect(self.rect(), QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        plate = QColor(self._tokens.panel)
        plate.setAlpha(225)
        painter.fillRect(self.rect().adjusted(6, 3, -6, -3), plate)
        painter.end()
        super().paintEvent(event)
