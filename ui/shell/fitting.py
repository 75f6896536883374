"""The first size of a window: as wished, but never larger than the screen it opens on.

On a small screen NEXT would otherwise open outside it. It is maximised there too, which leaves the frame its room; the
size is still set, for a desktop that does not maximise.
"""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

FIRST_SIZE = QSize(1440, 900)


def fit(window: QWidget, available: QRect) -> None:
    """Give a window that was not shown yet its first size on a screen with this room."""
    window.resize(FIRST_SIZE.boundedTo(available.size()))
    if window.size() != FIRST_SIZE:
        window.move(available.topLeft())
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
