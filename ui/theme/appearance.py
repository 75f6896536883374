"""Puts a theme on the whole application, and tells the window when it changes."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from ui.theme import fonts
from ui.theme.palette import palette_of, style_sheet_of
from ui.theme.tokens import DARK, LIGHT, Tokens


class Appearance:
    """The look of the desk: Fusion everywhere, so that screenshots and training material match every seat."""

    def __init__(self, application: QApplication, *, dark: bool) -> None:
        self._application = application
        self._observers: list[Callable[[Tokens], None]] = []
        self.tokens: Tokens = DARK if dark else LIGHT
        application.setStyle("Fusion")
        fonts.load()
        application.setFont(fonts.base_font())
        self._apply()

    def observe(self, observer: Callable[[Tokens], None]) -> None:
        """Tell this one now and whenever the theme changes."""
        self._observers.append(observer)
        observer(self.tokens)

    def forget(self, observer: Callable[[Tokens], None]) -> None:
        """Tell this one no more."""
        self._observers.remove(observer)

    def toggle(self) -> None:
        """Exchange light and dark."""
        self.choose(dark=not self.tokens.is_dark)

    def choose(self, *, dark: bool) -> None:
        """Take light or dark."""
        self.tokens = DARK if dark else LIGHT
        self._apply()
        for observer in self._observers:
            observer(self.tokens)

    def _apply(self) -> None:
        self._application.setPalette(palette_of(self.tokens))
        self._application.setStyleSheet(style_sheet_of(self.tokens))
