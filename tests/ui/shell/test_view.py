"""The window fits, speaks four languages, and leaves their keys to the controls that have the focus."""

from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from tests.support.qt import colours_of, picture_of
from ui.actions import ActionId, Actions
from ui.offer import Offer
from ui.shell.keys import FocusKeepsItsKeys
from ui.shell.keys_overlay import KeysOverlay
from ui.shell.slots import Slot
from ui.shell.state import Alert, Level, ShellState, StatusWord
from ui.shell.view import MainWindow
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen

NARROW, WIDE = QSize(1366, 768), QSize(1920, 1080)
STATE = ShellState(
    words=tuple(StatusWord(text, is_fault=False, hint="") for text in ("boxes 0.2 s", "phone", "SMS", "tow")),
    operator="An Verbeke",
    clock="22:14:07",
    alerts=(Alert(Level.CRITICAL, "2 things <b>by hand</b>"), Alert(Level.NOTICE, "unknown box")),
    link_lost="",
    not_confirmed="",
    training=False,
)


class Board(Screen):
    """A screen with one of every kind of control."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("press")
        self.text.setMaximumHeight(50)
        self.said: list[str] = []
        layout = QVBoxLayout(self)
        for control in (self.line, self.text, self.button):
            control.setAccessibleName("control")
            layout.addWidget(control)

    def retranslate(self) -> None:
        self.said.append(i18n.language())


class Window:
    def __init__(self, application: QApplication) -> None:
        self.done: list[ActionId] = []
        self.appearance = Appearance(application, dark=False)
        self.actions = Actions()
        for action in self.actions.table:
            self.actions.connect(action.action_id, partial(self.done.append, action.action_id))
        self.window = MainWindow(self.actions)
        self.boards = {slot: Board() for slot in Slot}
        for slot, board in self.boards.items():
            self.window.place(slot, board, slot.name.title)
        self.appearance.observe(self.window.apply_theme)
        self.filter = FocusKeepsItsKeys(application)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[ActionId]:
        """Press a key where the focus is and return what it did."""
        self.done.clear()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        return list(self.done)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    desk = Window(qapp)
    desk.window.show()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    yield desk
    shiboken6.delete(desk.filter)
    i18n.set_language("en")
    shiboken6.delete(desk.window)
    qapp.setStyleSheet("")


def test_space_is_next_as_soon_as_the_window_stands(desk: Window) -> None:
    assert desk.press(Qt.Key.Key_Space) == [ActionId.NEXT]


@pytest.mark.parametrize(
    ("key", "modifier", "action"),
    [
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, ActionId.KEYS),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, ActionId.CALL),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, ActionId.NOTE),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier, ActionId.QUEUE_UP),
        (
            Qt.Key.Key_D,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            ActionId.THEME,
        ),
        (
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            ActionId.CLOSE_CASE,
        ),
    ],
)
def test_keys_act(desk: Window, key: Qt.Key, modifier: Qt.KeyboardModifier, action: ActionId) -> None:
    assert desk.press(key, modifier) == [action]


@pytest.mark.parametrize("kind", ["line", "text"])
@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_F5, Qt.Key.Key_Question, Qt.Key.Key_Return])
def test_no_key_acts_inside_a_text_field(desk: Window, kind: str, key: Qt.Key) -> None:
    field: QWidget = getattr(desk.boards[Slot.NEXT], kind)
    field.setFocus()
    assert desk.press(key) == []


def test_space_types_a_space_in_a_text_field(desk: Window) -> None:
    line = desk.boards[Slot.CASE].line
    line.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert line.text() == " "


def test_space_presses_the_button_that_has_the_focus_and_nothing_else(desk: Window) -> None:
    button = desk.boards[Slot.CASE].button
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.setFocus()
    assert desk.press(Qt.Key.Key_Space) == []
    assert pressed == [True]
    assert desk.press(Qt.Key.Key_F5) == [ActionId.CALL]


@pytest.mark.parametrize(
    ("slot", "action"), [(Slot.QUEUE, [ActionId.OPEN_CASE]), (Slot.NEXT, [ActionId.CONFIRM]), (Slot.CASE, [])]
)
def test_enter_acts_where_it_belongs(desk: Window, slot: Slot, action: list[ActionId]) -> None:
    board = desk.boards[slot]
    board.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    board.setFocus()
    assert desk.press(Qt.Key.Key_Return) == action


def test_an_impossible_action_has_a_dead_key(desk: Window) -> None:
    desk.actions.set_enabled(ActionId.CALL, enabled=False)
    assert desk.press(Qt.Key.Key_F5) == []
    desk.actions.set_enabled(ActionId.CALL, enabled=True)
    assert desk.press(Qt.Key.Key_F5) == [ActionId.CALL]


def test_every_screen_speaks_the_new_language(desk: Window) -> None:
    i18n.set_language("nl")
    desk.window.retranslate()
    assert {board.said[-1] for board in desk.boards.values()} == {"nl"}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("training", [False, True])
def test_it_fits_the_small_screen_in_every_language(desk: Window, language: str, training: bool) -> None:
    i18n.set_language(language)
    desk.window.retranslate()
    desk.window.show_state(
        ShellState(
            STATE.words, "Marie-Christine Vanderstraeten", "22:14:07", STATE.alerts, "x" * 80, "y" * 80, training
        )
    )
    for size in (NARROW, WIDE):
        picture_of(desk.window, size)
        least = desk.window.minimumSizeHint()
        assert least.width() <= size.width()
        assert least.height() <= size.height() - 60, "leave room for the task bar and the title"


def test_narrow_makes_tabs_and_wide_takes_them_back(desk: Window) -> None:
    impact, timeline = desk.boards[Slot.IMPACT], desk.boards[Slot.TIMELINE]
    picture_of(desk.window, NARROW)
    assert impact.isVisible()
    assert not timeline.isVisible()
    desk.window.show_tab(Slot.TIMELINE)
    assert timeline.isVisible()
    assert desk.boards[Slot.QUEUE].isVisible()
    assert desk.boards[Slot.NEXT].isVisible()
    picture_of(desk.window, WIDE)
    hidden = [slot for slot, board in desk.boards.items() if not board.isVisible()]
    not_asked, tabs = [Slot.FIRST_MINUTE, Slot.CLOSING, Slot.HAND_OVER], [Slot.ORDERS, Slot.PROMISES]
    assert hidden == [*not_asked, *tabs]


def test_closing_stands_in_the_place_of_cards_contact_and_orders_while_asked_for(desk: Window) -> None:
    beside = (Slot.CARDS, Slot.CONTACT)
    for size in (WIDE, NARROW):
        desk.window.set_closing_shown(True)
        picture_of(desk.window, size)
        assert desk.boards[Slot.CLOSING].isVisible()
        assert desk.boards[Slot.NEXT].isVisible()
        assert not any(desk.boards[slot].isVisible() for slot in beside)
    desk.window.set_closing_shown(False)
    assert not desk.boards[Slot.CLOSING].isVisible()
    assert any(desk.boards[slot].isVisible() for slot in beside)


def test_of_two_in_one_place_the_later_has_it_and_gives_it_back(desk: Window) -> None:
    picture_of(desk.window, WIDE)
    desk.window.set_shown(Slot.CLOSING, shown=True)
    desk.window.set_shown(Slot.HAND_OVER, shown=True)
    assert desk.boards[Slot.HAND_OVER].isVisible()
    assert not desk.boards[Slot.CLOSING].isVisible()
    desk.window.set_shown(Slot.HAND_OVER, shown=False)
    assert desk.boards[Slot.CLOSING].isVisible()
    desk.window.set_shown(Slot.CLOSING, shown=False)
    assert desk.boards[Slot.CARDS].isVisible()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_strip_stands_under_the_case_while_it_asks(desk: Window, size: QSize) -> None:
    desk.window.set_shown(Slot.FIRST_MINUTE, shown=True)
    picture_of(desk.window, size)
    strip, case = desk.boards[Slot.FIRST_MINUTE], desk.boards[Slot.CASE]
    assert strip.isVisible()
    assert strip.mapToGlobal(strip.rect().topLeft()).y() > case.mapToGlobal(case.rect().bottomLeft()).y()
    desk.window.set_shown(Slot.FIRST_MINUTE, shown=False)
    assert not strip.isVisible()


@pytest.mark.parametrize(
    ("key", "action"),
    [(Qt.Key.Key_Y, ActionId.YES), (Qt.Key.Key_N, ActionId.NO), (Qt.Key.Key_U, ActionId.NOT_KNOWN)],
)
def test_answers_are_keys_of_the_strip_and_of_rest_and_never_of_fields(
    desk: Window, key: Qt.Key, action: ActionId
) -> None:
    desk.window.set_shown(Slot.FIRST_MINUTE, shown=True)
    picture_of(desk.window, WIDE)
    strip = desk.boards[Slot.FIRST_MINUTE]
    assert desk.press(key) == [action], "the focus rests"
    strip.button.setFocus()
    assert desk.press(key) == [action]
    strip.line.setFocus()
    assert desk.press(key) == []
    desk.boards[Slot.NEXT].button.setFocus()
    assert desk.press(key) == []


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    ("size", "beside", "cards"),
    [((1440, 900), True, True), ((1536, 864), True, True), ((1536, 824), True, False), ((1366, 900), False, False)],
)
def test_a_low_window_keeps_map_and_impact_whole(
    desk: Window, size: tuple[int, int], beside: bool, cards: bool, language: str
) -> None:
    i18n.set_language(language)
    for other in (WIDE, QSize(*size), NARROW, WIDE, QSize(*size)):
        picture_of(desk.window, other)
    desk.window.retranslate()
    boards = desk.boards
    assert boards[Slot.IMPACT].isVisible()
    assert boards[Slot.MAP].isVisible() is beside
    assert not boards[Slot.TIMELINE].isVisible()
    assert boards[Slot.CARDS].isVisible() is cards
    assert boards[Slot.IMPACT].height() > size[1] / 3
    desk.window.show_tab(Slot.NOTES)
    assert (boards[Slot.NOTES].isVisible(), boards[Slot.IMPACT].isVisible()) == (True, False)
    desk.window.show_tab(Slot.MAP)
    assert boards[Slot.MAP].isVisible()
    picture_of(desk.window, WIDE)
    assert all(boards[slot].isVisible() for slot in (Slot.MAP, Slot.IMPACT, Slot.TIMELINE, Slot.NOTES, Slot.CARDS))


@pytest.mark.parametrize(("size", "tabs"), [((1536, 824), True), ((1440, 1000), False), ((1366, 900), True)])
def test_a_low_window_makes_tabs_too(desk: Window, size: tuple[int, int], tabs: bool) -> None:
    picture_of(desk.window, QSize(*size))
    assert desk.boards[Slot.TIMELINE].isVisible() is not tabs


def test_training_has_a_frame_and_the_word(desk: Window) -> None:
    desk.window.show_state(STATE)
    assert picture_of(desk.window, WIDE).pixelColor(1, 500).name() != LIGHT.training.lower()
    desk.window.show_state(ShellState(STATE.words, "An", "22:14:07", (), "", "", training=True))
    assert picture_of(desk.window, WIDE).pixelColor(1, 500).name() == LIGHT.training.lower()
    desk.appearance.toggle()
    assert picture_of(desk.window, WIDE).pixelColor(1, 500).name() == DARK.training.lower()


def test_alerts_are_painted_in_their_colours_in_both_themes(desk: Window) -> None:
    desk.window.show_state(STATE)
    assert LIGHT.critical.lower() in colours_of(picture_of(desk.window, WIDE), step_px=2)
    desk.appearance.toggle()
    colours = colours_of(picture_of(desk.window, WIDE), step_px=2)
    assert DARK.critical.lower() in colours
    assert LIGHT.window.lower() not in colours


@pytest.mark.qt_log_ignore("This plugin does not support raise", "This plugin does not support grabbing the keyboard")
def test_the_sheet_of_keys_shows_every_key(desk: Window) -> None:
    desk.window.show_keys()
    [sheet] = desk.window.findChildren(KeysOverlay)
    shown = " ".join(label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text"))
    for action in desk.actions.table:
        assert not action.keys or action.text() in shown
    assert "Ctrl+Shift+Enter" in shown
    sheet.close()


@pytest.mark.qt_log_ignore("This plugin does not support raise", "This plugin does not support grabbing the keyboard")
@pytest.mark.parametrize(
    ("key", "does"),
    [(Qt.Key.Key_Space, [ActionId.NEXT]), (Qt.Key.Key_Escape, []), (Qt.Key.Key_F5, []), (Qt.Key.Key_J, [])],
)
def test_any_key_closes_the_sheet_of_keys_and_space_is_next(desk: Window, key: Qt.Key, does: list[ActionId]) -> None:
    desk.window.show_keys()
    [sheet] = desk.window.findChildren(KeysOverlay)
    QTest.keyClick(sheet, Qt.Key.Key_Shift)
    assert sheet.isVisible()
    QTest.keyClick(sheet, key)
    assert not sheet.isVisible()
    assert desk.done == does


def test_every_control_has_a_name_for_a_screen_reader(desk: Window) -> None:
    desk.window.show_state(STATE)
    nameless = [
        control
        for control in desk.window.findChildren(QWidget)
        if isinstance(control, (QToolButton, QPushButton, QLineEdit))
        and control.isVisible()
        and not QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_a_digit_is_told_only_where_the_focus_rests(desk: Window) -> None:
    told: list[str] = []
    desk.window.digit_pressed.connect(told.append)
    desk.window.rest_focus()
    desk.press(Qt.Key.Key_2)
    assert told == ["2"]
    board = desk.boards[Slot.QUEUE]
    for control in (board.line, board.text, board.button):
        control.setFocus()
        desk.press(Qt.Key.Key_3)
    assert told == ["2"]


def an_enter(desk: Window, slot: Slot, did: list[Slot]) -> OfferButton:
    button = OfferButton(key="Enter")
    layout = desk.boards[slot].layout()
    assert layout is not None
    layout.addWidget(button)
    button.show_offer(Offer("Order it"))
    button.clicked.connect(lambda: did.append(slot))
    QApplication.processEvents()
    return button


def test_enter_presses_the_one_button_that_shows_it_wherever_the_focus_rests(desk: Window) -> None:
    did: list[Slot] = []
    button = an_enter(desk, Slot.NEXT, did)
    desk.window.rest_focus()
    desk.press(Qt.Key.Key_Return)
    assert did == [Slot.NEXT]
    button.show_offer(Offer("Order it", "not now"))
    desk.press(Qt.Key.Key_Return)
    button.show_offer(Offer("Order it"))
    for other in (desk.boards[Slot.CASE].line, desk.boards[Slot.CASE].text, desk.boards[Slot.CASE].button):
        other.setFocus()
        desk.press(Qt.Key.Key_Return)
    assert did == [Slot.NEXT]


def test_enter_says_so_when_two_buttons_wait_for_it(desk: Window) -> None:
    did: list[Slot] = []
    said: list[str] = []
    desk.window.said.connect(said.append)
    an_enter(desk, Slot.NEXT, did)
    an_enter(desk, Slot.CASE, did)
    desk.window.rest_focus()
    desk.press(Qt.Key.Key_Return)
    assert (did, said) == ([], ["More than one button waits for Enter: click the one you mean."])


@pytest.mark.parametrize(("cover", "words"), [(Slot.HAND_OVER, "The hand-over stands"), (Slot.CLOSING, "Closing the")])
def test_a_panel_that_is_asked_for_and_covered_says_by_what(desk: Window, cover: Slot, words: str) -> None:
    said: list[str] = []
    desk.window.said.connect(said.append)
    desk.boards[Slot.ORDERS].raised.emit()
    desk.window.set_shown(cover, shown=True)
    desk.boards[Slot.QUEUE].raised.emit()
    assert said == []
    desk.boards[Slot.ORDERS].raised.emit()
    assert [one.startswith(words) for one in said] == [True]


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_another_case_begins_at_the_first_tabs(desk: Window, size: QSize) -> None:
    desk.window.resize(size)
    QApplication.processEvents()
    for slot in (Slot.ORDERS, Slot.NOTES):
        desk.boards[slot].raised.emit()
    assert not desk.boards[Slot.CONTACT].isVisible()
    desk.window.begin_again()
    assert desk.boards[Slot.CONTACT].isVisible()
    assert desk.boards[Slot.IMPACT].isVisible()
