"""How a panel scrolls: up and down only, without a frame or a ground of its own, and never with the focus.

A scrolling area that takes the focus would swallow Space, which is NEXT.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def let_scroll(area: QScrollArea, content: QWidget) -> None:
    """Put the content, which has its layout already, into the area."""
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
