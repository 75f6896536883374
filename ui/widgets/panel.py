"""A framed area with a title: what every screen stands in."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget


class Panel(QFrame):
    """A quiet frame. An empty title shows none."""

    def __init__(self, content: QWidget, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._title = QLabel(self)
        self._title.setObjectName("panelTitle")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(content, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Show this title."""
        self._title.setText(title.upper())
        self._title.setAccessibleName(title)
        self._title.setVisible(bool(title))
