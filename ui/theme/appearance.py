"""Puts a theme on the whole application, and tells the window when it changes.

Qt takes 280 ms to put another style sheet on an application of 700 widgets and 40 ms to put one on their window. The
application therefore keeps the sheet it started with, and a change dresses each window over it.

Dressing and telling are one turn of Qt's loop, in which nothing is painted; no window is ever forbidden to paint. One
that is, while Qt's own request to paint it arrives, is never painted again: what was to be painted counts as asked for.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

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
        application.setPalette(palette_of(self.tokens))
        application.setStyleSheet(style_sheet_of(self.tokens))

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
        self._application.setPalette(palette_of(self.tokens))
        for window in self._application.topLevelWidgets():
            if window.parent() is None:
                dress(window, self.tokens)
        for observer in tuple(self._observers):
            observer(self.tokens)


def dress(window: QWidget, tokens: Tokens) -> None:
    """Put the style sheet of a theme on a window, with all that belongs to it, where the application has another on."""
    application = QApplication.instance()
    worn = application.styleSheet() if isinstance(application, QApplication) else ""
    sheet = style_sheet_of(tokens)
    over = sheet if worn and worn != sheet else ""
    if window.styleSheet() != over:
        window.setStyleSheet(over)
