"""The list on the left: what waits, what is mine, what runs on.

Renders a ``QueueState`` and says what a person did. The choice of a line is the presenter's: whatever arrives, the
view puts the selection back where the state says it is, so that no row slides under a finger unnoticed. Only a case
that was opened is brought into sight.

Where what waits would push what is mine out of sight, what is mine stands in a list of its own under the rest.
"""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from ui.queue.delegate import QueueDelegate
from ui.queue.list import QueueList
from ui.queue.presenter import QueuePresenter
from ui.queue.state import Head, Line, QueueState, Row, Section
from ui.theme.tokens import Tokens
from ui.widgets.screen import Screen

FLASH_HALF_MS = 500
"""One flash a second, half of it lit: slow enough for everybody, only the badge."""
SEEN_ROWS = 2
"""So many of my cases are in sight without scrolling, or they get a list of their own."""
MINE_SHARE = 0.45
"""What that list takes of the column at most."""


class QueueView(Screen):
    """The queue as a list, or as two."""

    chosen = Signal(str)
    """A person moved to this line; nothing is opened by that."""
    open_requested = Signal(str)
    """A person wants this row on the screen."""
    fold_requested = Signal(Section)
    """A person folds or unfolds this section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.delegate = QueueDelegate(self)
        self.list, self.mine = QueueList(self.delegate, self), QueueList(self.delegate, self)
        self.model = self.list.lines
        self._state = QueueState((), "", "")
        self._brought = ("", False)
        self.flash = QTimer(self)
        self.flash.setInterval(FLASH_HALF_MS)
        self.flash.timeout.connect(self._toggle_flash)
        self._build()

    def connect_to(self, presenter: QueuePresenter) -> None:
        """Send every intent to this presenter."""
        self.chosen.connect(presenter.select)
        self.open_requested.connect(presenter.open_row)
        self.fold_requested.connect(presenter.toggle)

    def show_state(self, state: QueueState) -> None:
        """Paint it. Where the list stands, and which line has the keys, stays as it was."""
        self._state = state
        self.delegate.not_confirmed = state.not_confirmed
        self.list.setAccessibleDescription(state.not_confirmed)
        self._show_lines()
        self._bring_opened()
        self._keep_flashing(needed=any(isinstance(line, Row) and line.flashes for line in state.lines))

    def take_focus(self) -> None:
        """Let the list with the chosen line have the keys, and show it: a person moves in it."""
        view = self.mine if self.mine.lines.place_of(self._state.selected_key) >= 0 else self.list
        view.setFocus()
        view.scrollTo(view.currentIndex())

    def retranslate(self) -> None:
        """Say the names of the lists."""
        self.list.setAccessibleName(_("Queue"))
        self.mine.setAccessibleName(_("Mine"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.delegate.tokens = tokens
        for view in (self.list, self.mine):
            view.apply_theme(tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the lines again: the marks may need a line of their own, and what is mine too."""
        super().resizeEvent(event)
        for view in (self.list, self.mine):
            view.scheduleDelayedItemsLayout()
        self._show_lines()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.mine)
        self.mine.hide()
        for view in (self.list, self.mine):
            view.moved_to.connect(self.chosen)
            view.row_clicked.connect(self.open_requested)
            view.head_clicked.connect(self.fold_requested)

    def _show_lines(self) -> None:
        above, mine, below = _parts(self._state.lines)
        apart = self._has_to_stand_apart(above, mine)
        had_keys = self.mine.hasFocus()
        selected = self._state.selected_key
        self.list.show_lines((*above, *below) if apart else self._state.lines, selected)
        self.mine.show_lines(mine if apart else (), selected)
        if apart:
            needed = self.mine.height_of(mine) + 2 * self.mine.frameWidth()
            self.mine.setFixedHeight(min(needed, int(self.height() * MINE_SHARE)))
        self.mine.setVisible(apart)
        if had_keys and not apart:
            self.list.setFocus()

    def _bring_opened(self) -> None:
        """Scroll once to the case that was opened, and once more when it became mine; what arrives moves nothing."""
        opened = next((line.key for line in self._state.lines if isinstance(line, Row) and line.is_open), "")
        if not opened:
            return
        brought = (opened, any(line.key == opened for line in _parts(self._state.lines)[1]))
        before, self._brought = self._brought, brought
        layout = self.layout()
        if brought not in (before, (before[0], False)) and layout is not None:
            layout.activate()
            view = self.mine if self.mine.lines.place_of(opened) >= 0 else self.list
            view.scrollTo(view.lines.index(view.lines.place_of(opened)))

    def _has_to_stand_apart(self, above: Sequence[Line], mine: Sequence[Line]) -> bool:
        """Whether what stands above would leave too little of what is mine in sight."""
        seen = mine[: SEEN_ROWS + 1]
        return len(seen) > 1 and self.list.height_of((*above, *seen)) > self.height()

    def _keep_flashing(self, *, needed: bool) -> None:
        if needed and not self.flash.isActive():
            self.flash.start()
        elif not needed:
            self.flash.stop()
            self.delegate.is_lit = True

    def _toggle_flash(self) -> None:
        self.delegate.is_lit = not self.delegate.is_lit
        for view in (self.list, self.mine):
            view.viewport().update()


def _parts(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line], Sequence[Line]]:
    """Return what stands above my cases, these with their head, and what stands below."""
    start = next((at for at, line in enumerate(lines) if isinstance(line, Head) and line.section is Section.MINE), None)
    if start is None:
        return lines, (), ()
    rows = list(takewhile(lambda line: isinstance(line, Row), lines[start + 1 :]))
    end = start + 1 + len(rows)
    return lines[:start], lines[start:end], lines[end:]
