"""What is shown while the desk waits: for its service to start, or for somebody to do something about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from ui.theme import fonts
from ui.widgets.screen import Screen


class WaitingPage(Screen):
    """One sentence in the middle of the window."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence: Callable[[], str] = lambda: ""
        self._title = QLabel("VIVIUM Bijstand")
        self._title.setFont(fonts.sized(self.font(), 1.6, bold=True))
        self._label = QLabel()
        self._label.setFont(fonts.sized(self.font(), 1.2))
        self._label.setWordWrap(True)
        self._label.setFixedWidth(640)
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
        return self._label.text()

    def retranslate(self) -> None:
        """Say it again."""
        self._label.setText(self._sentence())
        self._label.setAccessibleName(self._sentence())
