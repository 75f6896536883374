"""The map's panel: place and coordinates in plain widgets first, and under them a map as soon as one can be had.

Nothing waits for the map. The engine is imported and started only after a case was opened and this panel was painted
with its place; where there is no engine, or it gave up, the drawn map stands in. Its buttons do what the mouse does.
"""

import logging
import os
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api.service import MapTiles
from app.domain.ids import CaseId
from app.i18n import _
from ui.map.presenter import MapPresenter
from ui.map.state import Focus, MapMove, MapState, OtherCase
from ui.offer import Offer
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.text import ElidedLabel

START_AFTER_MS = 50
"""What else a newly opened case has to paint goes first."""

SANDBOX_OFF = "QTWEBENGINE_DISABLE_SANDBOX"

LOG = logging.getLogger("desk")

_MOVES: Mapping[MapMove, tuple[str, Callable[[], str]]] = {
    MapMove.IN: ("+", lambda: _("Zoom in")),
    MapMove.OUT: ("\u2212", lambda: _("Zoom out")),
    MapMove.APPROACH: ("", lambda: _("Approach")),
    MapMove.AROUND: ("", lambda: _("Around")),
    MapMove.ALL: ("", lambda: _("All")),
}


class LiveMap(Protocol):
    """What both maps can do; both are widgets."""

    selected: SignalInstance

    def show_others(self, others: tuple[OtherCase, ...]) -> None:
        """Show the other open cases."""

    def show_focus(self, focus: Focus | None) -> None:
        """Show the open case."""

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""

    def move_map(self, move: MapMove) -> None:
        """Move it."""


class _Waiting(QWidget):
    """Covers the map until it is there. ``painted`` is emitted whenever it has been on the screen."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self).addWidget(self.words)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()


class MapView(Screen):
    """The panel. ``connect_to`` sends every intent to its presenter. ``plain``: never start the engine."""

    def __init__(self, *, plain: bool = False, tiles: MapTiles | None = None) -> None:
        super().__init__()
        self._plain = plain
        self._tiles = tiles
        self._starter = QTimer(self)  # ends with the view, unlike one of QTimer.singleShot
        self._starter.setSingleShot(True)
        self._starter.setInterval(START_AFTER_MS)
        self._starter.timeout.connect(self._start)
        self._looks = QTimer(self)
        self._looks.setSingleShot(True)
        self._looks.setInterval(0)
        self._looks.timeout.connect(self._paint_looks)
        self._tokens: Tokens = LIGHT
        self._state: MapState | None = None
        self._presenter: MapPresenter | None = None
        self.live: LiveMap | None = None
        self._widget: QWidget | None = None
        self.place, self.doubt, self.copy = ElidedLabel(), QLabel(), OfferButton()
        self.waiting, self.note = _Waiting(), ElidedLabel()
        self.moves = {move: QToolButton() for move in _MOVES}
        self._stack = QStackedLayout()
        self._build()

    def connect_to(self, presenter: MapPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter

    def show_state(self, state: MapState) -> None:
        """Paint it."""
        self._state = state
        self.place.set_text(state.place)
        self.doubt.setText(state.doubt)
        self.doubt.setVisible(bool(state.doubt))
        self._offer_copy()
        for move in (MapMove.APPROACH, MapMove.AROUND):
            self.moves[move].setEnabled(state.focus is not None)
        self._say_waiting()
        self._tell()
        self.waiting.update()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        for move, (sign, words) in _MOVES.items():
            button = self.moves[move]
            button.setText(sign or words())
            button.setToolTip(words())
            button.setAccessibleName(words())
        self._say_waiting()
        self._offer_copy()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.place.setStyleSheet("font-weight: 600;")
        self.doubt.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")
        for label in (self.waiting.words, self.note):
            label.setStyleSheet(f"color: {tokens.muted};")
        self._looks.start()

    def _paint_looks(self) -> None:
        """Paint the map itself, whose ground takes as long as all the rest, a turn later."""
        if self.live is not None:
            self.live.apply_theme(self._tokens)

    def _offer_copy(self) -> None:
        coordinates = "" if self._state is None else self._state.coordinates
        self.copy.show_offer(Offer(coordinates) if coordinates else None, _("Copy the coordinates"))

    def _tell(self) -> None:
        if self.live is not None and self._state is not None:
            self.live.show_others(self._state.others)
            self.live.show_focus(self._state.focus)

    def _say_waiting(self) -> None:
        is_needed = self._state is not None and self._state.is_needed
        self.waiting.words.setText(_("The map is being drawn …") if is_needed else _("No case is open."))
        self.note.set_text(_("Simple map: the map engine is not running.") if self._plain and self.live else "")

    def _start_when_needed(self) -> None:
        if self.live is None and not self._starter.isActive() and self._state is not None and self._state.is_needed:
            self._starter.start()

    def _start(self) -> None:
        """Load the engine, then start it: one step at a time, so that nothing holds the screen for long."""
        if self._plain or not _has_engine():
            self._is_starting = False
            self._draw()
        else:
            QTimer.singleShot(0, self, self._start_engine)

    def _start_engine(self) -> None:
        from ui.map.web_map import WebMap

        self._is_starting = False
        web = WebMap(self, self._tiles)
        web.ready.connect(lambda: self._stack.setCurrentWidget(web))
        web.lost.connect(lambda: self._stack.setCurrentWidget(self.waiting))
        web.given_up.connect(self._give_up)
        self._take(web, web)

    def _give_up(self) -> None:
        """Let the drawn map stand in; the engine is not tried again at this desk."""
        LOG.error("the map engine failed; the map is drawn without it")
        self._stack.setCurrentWidget(self.waiting)
        if self._widget is not None:
            self._stack.removeWidget(self._widget)
            self._widget.hide()
            self._widget.deleteLater()
        self._draw()

    def _draw(self) -> None:
        from ui.map.drawn_map import DrawnMap

        self._plain = True
        drawn = DrawnMap(self)
        self._take(drawn, drawn)
        self._stack.setCurrentWidget(drawn)
        self._say_waiting()

    def _take(self, live: LiveMap, widget: QWidget) -> None:
        self.live, self._widget = live, widget
        self._stack.addWidget(widget)
        live.selected.connect(self._on_selected)
        live.apply_theme(self._tokens)
        self._tell()

    def _on_selected(self, case_id: str) -> None:
        if self._presenter is not None:
            self._presenter.open_case(CaseId(case_id))

    def _move(self, move: MapMove) -> None:
        if self.live is not None:
            self.live.move_map(move)

    def _copy(self) -> None:
        if self._state is not None:
            QApplication.clipboard().setText(self._state.coordinates)

    def _build(self) -> None:
        self.copy.clicked.connect(self._copy)
        self.waiting.painted.connect(self._start_when_needed)
        head, tools = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.place, 1)
        head.addWidget(self.copy)
        self.doubt.setWordWrap(True)
        self.doubt.hide()
        tools.setSpacing(2)
        for move, button in self.moves.items():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, move=move: self._move(move))
            tools.addWidget(button)
        tools.addWidget(self.note, 1)
        self._stack.setStackingMode(QStackedLayout.StackingMode.StackAll)  # a hidden page would not know its size
        self._stack.addWidget(self.waiting)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.doubt)
        layout.addLayout(self._stack, 1)
        layout.addLayout(tools)


def _has_engine() -> bool:
    """Load the engine; say whether there is one that may run here.

    As root it would end the whole process unless its sandbox is switched off, which no packaged desk does.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0 and SANDBOX_OFF not in os.environ:
        return False
    try:
        import ui.map.web_map  # noqa: F401
    except ImportError:  # packaged without it
        LOG.warning("no map engine on this workplace; the map is drawn without it")
        return False
    return True
