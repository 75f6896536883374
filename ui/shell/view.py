"""The main window: top bar, alert strip, and the slots the screens stand in.

Knows no screen by name and decides nothing; the composition puts screens into slots. In training a coloured frame
stands around everything, with the word, so that nobody takes a drill for a crash or a crash for a drill.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget

from app import i18n
from app.i18n import _
from ui.actions import Actions, Menu, Scope
from ui.shell.alert_strip import AlertStrip
from ui.shell.arrangement import Arrangement
from ui.shell.keys import TEXT_FIELDS, ActionKeys, is_at_rest, is_enter_at_rest
from ui.shell.keys_overlay import KeysOverlay
from ui.shell.slots import Page, Slot, room_of
from ui.shell.state import ShellState
from ui.shell.top_bar import TopBar
from ui.theme.appearance import dress
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.digits import digit_of
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen

FRAME_PX = 5


class _Framed(QWidget):
    """Leaves room for, and paints, the coloured frame of training."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = ""
        self.content = QVBoxLayout(self)
        self.content.setSpacing(0)
        self.set_frame("")

    def set_frame(self, colour: str) -> None:
        self._colour = colour
        edge = FRAME_PX if colour else 0
        self.content.setContentsMargins(edge, edge, edge, edge)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._colour:
            painter = QPainter(self)
            painter.setPen(QPen(QColor(self._colour), FRAME_PX * 2))
            painter.drawRect(self.rect())


class MainWindow(QMainWindow):
    """The window of one signed-in person. No control has the focus at first, so that Space is NEXT."""

    language_chosen = Signal(str)
    closing = Signal()
    """Somebody wants to close the window; it stays until ``let_close``."""
    digit_pressed = Signal(str)
    """A digit where the focus rests: of the one panel that asks something now."""
    alert_chosen = Signal(object)
    """Where an alert leads: a case, or an action."""
    said = Signal(str)
    """Why a key did nothing, for the strip."""
    key_unheard = Signal(str, str)
    """A key of the table was pressed inside a text field: its name, and what it would have done elsewhere."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self._screens: list[Screen] = []
        self._tokens: Tokens = LIGHT
        self._state: ShellState | None = None
        self._may_close = False
        self._rest_first: Callable[[], bool] = lambda: False
        self._arrangement = Arrangement()
        homes: dict[Scope, QWidget] = {
            Scope.QUEUE: self._arrangement.queue_column,
            Scope.NEXT: self._arrangement.right_column,
            Scope.FIRST_MINUTE: self._arrangement.strip_place,
            Scope.PAGE: self._arrangement.pages,
        }
        self._keys = ActionKeys(actions, homes, self)
        self._menu = QMenu(self)
        self._top_bar = TopBar(self._menu)
        self._top_bar.languages.chosen.connect(self.language_chosen)
        self._arrangement.pages.back_requested.connect(self.leave_page)
        self._strip = AlertStrip()
        self._strip.chosen.connect(self.alert_chosen)
        self._frame = _Framed()
        self._desk = QWidget()
        self._build()

    def place(self, slot: Slot, screen: Screen, title: Callable[[], str] = lambda: "") -> None:
        """Put a screen into a slot; ``title`` says its heading in the language of the screen."""
        self._screens.append(screen)
        screen.apply_theme(self._tokens)
        screen.retranslate()
        screen.raised.connect(lambda: self.show_tab(slot))
        self._arrangement.place(slot, screen, title)

    def add_page(self, page: Page, screen: Screen, title: Callable[[], str], opened: Callable[[], None]) -> None:
        """Take a page in; ``opened`` is called each time a person comes to it."""
        self._screens.append(screen)
        screen.apply_theme(self._tokens)
        screen.retranslate()
        self._arrangement.pages.add(page, screen, title, opened)

    def place_search(self, bar: Screen) -> None:
        """Put the search bar into the top line."""
        self._screens.append(bar)
        bar.apply_theme(self._tokens)
        bar.retranslate()
        bar.raised.connect(self.rest_focus)
        self._top_bar.place_search(bar)

    @property
    def page(self) -> Page | None:
        """The page that stands in the place of the case now."""
        return self._arrangement.pages.shown

    def show_page(self, page: Page | None) -> None:
        """Show a page in the place of the case, or the case again; no key acts on a case nobody sees."""
        if page is not self.page:
            self._actions.set_aside(*(() if page is None else (Menu.CASE,)))
            self._arrangement.show_page(page)
            self.rest_focus()

    def leave_page(self) -> None:
        """Show the case again."""
        self.show_page(None)

    def show_state(self, state: ShellState) -> None:
        """Paint the frame of the window."""
        self._state = state
        self._top_bar.show_state(state)
        self._strip.show_alerts(state.alerts)
        self._arrangement.link_lost.say(state.link_lost)
        self._arrangement.not_confirmed.say(state.not_confirmed)
        self._frame.set_frame(self._tokens.training if state.training else "")

    def show_tab(self, slot: Slot) -> None:
        """Bring a slot to the front where it is a tab; say so where it cannot be seen now."""
        self._arrangement.show_tab(slot)
        cover = self._arrangement.cover_of(slot)
        if cover is Slot.HAND_OVER:
            self.said.emit(_("The hand-over stands there: finish it with Enter, or Esc leaves it. Then press again."))
        elif cover is Slot.CLOSING:
            self.said.emit(_("Closing the case stands there: Esc leaves it. Then press again."))

    def begin_again(self) -> None:
        """Show the tabs as they are at first: another case is opened."""
        self._arrangement.begin_again()

    def set_shown(self, slot: Slot, *, shown: bool) -> None:
        """Show or hide what stands only while it is needed: strip of the first minute, closing, hand-over."""
        self._arrangement.set_shown(slot, shown=shown)

    def set_closing_shown(self, shown: bool) -> None:  # noqa: FBT001 - a slot of a signal that carries it
        """Show closing in the place of cards, contact and orders, or give them their place back."""
        self._arrangement.set_shown(Slot.CLOSING, shown=shown)

    def rest_first_at(self, takes_focus: Callable[[], bool]) -> None:
        """Let this part have the focus at rest whenever it answers that it took it."""
        self._rest_first = takes_focus

    def rest_focus(self) -> None:
        """Put the focus where Space is NEXT: on the question that stands, else on no control; or on the page."""
        if self.page is not None:
            self._arrangement.pages.rest_focus()
        elif not self._rest_first():
            self._arrangement.setFocus()

    def walk_alerts(self) -> None:
        """Let the keys walk through the alerts that lead somewhere."""
        self._strip.take_focus()

    def open_menu(self) -> None:
        """Open the menu of all actions."""
        self._top_bar.open_menu()

    def show_keys(self) -> None:
        """Show the sheet of keys over the middle of the window."""
        sheet = KeysOverlay(self._actions, self)
        sheet.adjustSize()
        sheet.move(self.mapToGlobal(self.rect().center()) - sheet.rect().center())
        sheet.show()

    def retranslate(self) -> None:
        """Say every fixed text again, here and in every screen."""
        self.setWindowTitle("VIVIUM Bijstand")
        self._top_bar.languages.mark(i18n.language())
        self._keys.retranslate()
        self._keys.fill(self._menu)
        self._top_bar.retranslate()
        self._arrangement.retranslate()
        self._arrangement.pages.retranslate()
        for screen in self._screens:
            screen.retranslate()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours, here and in every screen."""
        self._tokens = tokens
        dress(self, tokens)
        self._keys.apply_theme(tokens)
        for part in (self._top_bar, self._strip, self._arrangement.link_lost, self._arrangement.not_confirmed):
            part.apply_theme(tokens)
        for screen in self._screens:
            screen.apply_theme(tokens)
        if self._state is not None:
            self.show_state(self._state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn panels into tabs when the window becomes narrow or low."""
        super().resizeEvent(event)
        self._arrangement.set_room(room_of(self.width(), self.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the field, or else what stands with Esc on it, or the page, on an Esc that no panel took for itself."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave_by_esc()
            return
        digit = digit_of(event)
        if digit and is_at_rest(self.focusWidget()):
            self.digit_pressed.emit(digit)
            return
        if self.page is None and is_at_rest(self.focusWidget()) and self._keys.answer(event):
            return
        if is_enter_at_rest(self.focusWidget(), event):
            self._press_what_shows_enter()
            return
        if isinstance(self.focusWidget(), TEXT_FIELDS) and not event.isAutoRepeat():
            unheard = self._keys.row_of(event)
            if unheard is not None:
                self.key_unheard.emit(*unheard)
        super().keyPressEvent(event)

    def _leave_by_esc(self) -> None:
        """Leave the field, and with no field what shows Esc, one after the other, or else the page."""
        field = self.focusWidget()
        if isinstance(field, TEXT_FIELDS) and self.page is not None:
            self._arrangement.pages.rest_focus(left=field)
            return
        if not isinstance(field, TEXT_FIELDS):
            waiting = self._waiting_for("Esc")
            if waiting:
                waiting[0].click()
                return
            self.leave_page()
        self.rest_focus()

    def _waiting_for(self, *keys: str) -> list[OfferButton]:
        """Return the buttons in sight that show one of these keys: a click elsewhere must not cost them their key."""
        return [one for one in self.findChildren(OfferButton) if one.is_waiting_for(*keys)]

    def _press_what_shows_enter(self) -> None:
        """Press the one button in sight that shows Enter."""
        waiting = self._waiting_for("Enter", _("Enter"))
        if len(waiting) == 1:
            waiting[0].click()
        elif waiting:
            self.said.emit(_("More than one button waits for Enter: click the one you mean."))

    def let_close(self) -> None:
        """Let the window go when it is closed next."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the composition, which knows what would be left behind."""
        if self._may_close:
            super().closeEvent(event)
            return
        event.ignore()
        self.closing.emit()

    def _build(self) -> None:
        desk = QVBoxLayout(self._desk)
        desk.setContentsMargins(0, 0, 0, 0)
        desk.setSpacing(0)
        desk.addWidget(self._top_bar)
        desk.addWidget(self._strip)
        desk.addWidget(self._arrangement, 1)
        self._frame.content.addWidget(self._desk)
        self.setCentralWidget(self._frame)
        self.setMinimumSize(1180, 640)
        self.resize(1440, 900)
        self._arrangement.setFocus()
        self.retranslate()
