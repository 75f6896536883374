"""The parent of every screen: what the shell asks of a view."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.theme.tokens import Tokens


class Screen(QWidget):
    """A view that stands in a slot of the main window.

    A view renders the state its presenter hands it and emits intents; it decides nothing. The shell calls
    ``retranslate`` after the language changed and ``apply_theme`` after light and dark were exchanged, and each once
    before the screen is first shown.
    """

    raised = Signal()
    """A person asked for something that stands here; the shell brings the screen to the front where it is a tab."""

    def retranslate(self) -> None:
        """Say every fixed text again in the language of the screen."""

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours from now on; palette and style sheet are already changed."""
