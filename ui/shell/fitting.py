"""The first size of a window: as wished, but with its frame never larger than the screen it opens on.

On a small screen NEXT would otherwise open outside it. It is maximised there too, which leaves the frame its room; the
size is still set, for a desktop that does not maximise.
"""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

FIRST_SIZE = QSize(1440, 900)
FRAME = QSize(16, 40)
"""What title and edges take at most; the system tells it only of a window that stands."""


def fit(window: QWidget, available: QRect) -> None:
    """Give a window that was not shown yet its first size on a screen with this room."""
    window.resize(FIRST_SIZE.boundedTo(available.size() - FRAME))
    if window.size() != FIRST_SIZE:
        window.move(available.topLeft())
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
