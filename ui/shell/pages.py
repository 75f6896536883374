"""The pages: what a person looks at beside the cases, one at a time, in the place of everything but the queue.

Queue and alert strip stay, so that no call is missed over a table. The case that is open stays open behind the page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import _
from ui.shell.keys import TEXT_FIELDS
from ui.shell.slots import Page
from ui.theme import fonts
from ui.widgets.panel import Panel
from ui.widgets.screen import Screen


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One page. ``opened`` is called each time a person comes to it."""

    screen: Screen
    panel: Panel
    title: Callable[[], str]
    opened: Callable[[], None]


class Pages(QWidget):
    """A heading with the way back, and the page under it."""

    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._leaves: dict[Page, _Leaf] = {}
        self._shown: Page | None = None
        self._title = QLabel()
        self._title.setFont(fonts.sized(self.font(), 1.25, bold=True))
        self._back = QPushButton()
        self._back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._back.clicked.connect(self.back_requested)
        self._stack = QStackedWidget()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    @property
    def shown(self) -> Page | None:
        """The page that stands now."""
        return self._shown

    def add(self, page: Page, screen: Screen, title: Callable[[], str], opened: Callable[[], None]) -> None:
        """Take a page in."""
        self._leaves[page] = _Leaf(screen, Panel(screen), title, opened)
        self._stack.addWidget(self._leaves[page].panel)
        _focus_of(screen).installEventFilter(self)

    def show_page(self, page: Page | None) -> None:
        """Bring this page to the front and tell it that a person came."""
        self._shown = page
        if page is not None:
            leaf = self._leaves[page]
            self._stack.setCurrentWidget(leaf.panel)
            self.retranslate()
            leaf.opened()

    def rest_focus(self, left: QWidget | None = None) -> None:
        """Put the focus on the page: on what its screen names as its focus proxy.

        The one rule of every page: what nobody sees gets no focus, and after a field was ``left`` no field gets it.
        Then no control has it, and the next Esc leaves the page.
        """
        if self._shown is None:
            return
        at = _focus_of(self._leaves[self._shown].screen)
        is_field_again = left is not None and isinstance(at, TEXT_FIELDS)
        (self if is_field_again or not at.isVisible() else at).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the focus that no control has to what it belongs to, once that is seen."""
        if event.type() == QEvent.Type.Show and self.hasFocus() and isinstance(watched, QWidget):
            watched.setFocus(Qt.FocusReason.OtherFocusReason)
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Say heading and way back again."""
        self._back.setText(_("Back to the case   [Esc]"))
        self._back.setAccessibleName(_("Back to the case"))
        if self._shown is not None:
            self._title.setText(self._leaves[self._shown].title())


def _focus_of(screen: QWidget) -> QWidget:
    """What has the focus when the screen gets it."""
    proxy = screen.focusProxy()
    return screen if proxy is None else _focus_of(proxy)
