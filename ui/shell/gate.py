"""The window before somebody is signed in: what the desk waits for, and the sign-in page.

It stands within a second of the start, because everything slow (the service, the database) is waited for in it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import i18n
from ui.shell.fitting import fit
from ui.shell.waiting import WaitingPage
from ui.sign_in.view import SignInView
from ui.theme.appearance import dress
from ui.theme.tokens import Tokens
from ui.widgets.languages import LanguageChoice


class GateWindow(QWidget):
    """Two pages and the choice of language."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("VIVIUM Bijstand")
        self.waiting, self.sign_in = WaitingPage(), SignInView()
        self.languages = LanguageChoice()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.waiting)
        self._pages.addWidget(self.sign_in)
        layout = QVBoxLayout(self)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.languages, alignment=Qt.AlignmentFlag.AlignCenter)
        fit(self, self.screen().availableGeometry())
        self.retranslate()

    def show_sign_in(self) -> None:
        """Show the sign-in page."""
        self._pages.setCurrentWidget(self.sign_in)

    def retranslate(self) -> None:
        """Say every text again."""
        self.languages.mark(i18n.language())
        self.waiting.retranslate()
        self.sign_in.retranslate()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        dress(self, tokens)
        self.sign_in.apply_theme(tokens)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the composition."""
        self.closing.emit()
        super().closeEvent(event)
