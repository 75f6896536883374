"""An area as high as its content, up to a share of the window; beyond that it scrolls.

A case with five impacts must not push curve and timeline off a small screen, and a plain one must not waste room.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class CappedScroll(QScrollArea):
    """Shows a widget whole when it fits into ``share`` of the window's height, and scrolls it otherwise."""

    def __init__(self, content: QWidget, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._share = share
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when the content changed; a scroll area by itself does not."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the content at a width, or what the window can spare."""
        layout = self._content.layout()
        wanted = self._content.sizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            wanted = layout.totalHeightForWidth(width)
        return min(wanted, round(self.window().height() * self._share))

    def sizeHint(self) -> QSize:
        """Return the content's own."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return room for three lines."""
        return QSize(self._content.minimumSizeHint().width(), 3 * self.fontMetrics().height())
