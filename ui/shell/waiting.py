"""What is shown while the desk waits: for its service to start, or for somebody to do something about it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout

from ui.theme import fonts
from ui.widgets.screen import Screen

WIDEST_PX, EDGE_PX, SLACK_PX = 640, 16, 4
_BREAK = "\u200b"
"""Where a path may break: it is one word, and longer than a line."""


class WaitingPage(Screen):
    """One sentence in the middle of the window, whole: it may say which line of which file is to be mended."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence: Callable[[], str] = lambda: ""
        self._title = QLabel("VIVIUM Bijstand")
        self._title.setFont(fonts.sized(self.font(), 1.6, bold=True))
        self._label = QLabel()
        self._label.setFont(fonts.sized(self.font(), 1.2))
        self._label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        for label in (self._title, self._label):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)

    def say(self, sentence: Callable[[], str]) -> None:
        """Show this sentence, again after a change of language."""
        self._sentence = sentence
        self.retranslate()

    def text(self) -> str:
        """Return the sentence shown."""
        return self._label.accessibleName()

    def retranslate(self) -> None:
        """Say it again."""
        self._label.setAccessibleName(self._sentence())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Give the label the height of all its lines: a layout that centres it gives it what it asks for in one."""
        width = max(min(WIDEST_PX, self.width() - 2 * EDGE_PX), 1)
        room = QRect(0, 0, width, 1 << 16)
        metrics = self._label.fontMetrics()
        words = (_broken(word) if metrics.horizontalAdvance(word) > width else word for word in self.text().split(" "))
        self._label.setText(" ".join(words))
        needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._label.text())
        self._label.setFixedSize(width, needed.height() + SLACK_PX)


def _broken(word: str) -> str:
    return "".join(f"{sign}{_BREAK}" if sign in "/\\-_." else sign for sign in word)
