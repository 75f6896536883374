"""A page stands beside the queue: case keys sleep, Esc and a case that is asked for bring the case back."""

from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from tests.support.qt import picture_of
from ui.actions import ActionId, Actions
from ui.shell.keys import FocusKeepsItsKeys
from ui.shell.slots import Page, Slot
from ui.shell.view import MainWindow
from ui.widgets.screen import Screen

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Sheet(Screen):
    def __init__(self) -> None:
        super().__init__()
        self.table, self.line = QTableWidget(2, 2), QLineEdit()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(self.line)
        self.setFocusProxy(self.table)


class Window:
    def __init__(self, application: QApplication) -> None:
        self.done: list[ActionId] = []
        self.opened: list[Page] = []
        self.actions = Actions()
        for action in self.actions.table:
            self.actions.connect(action.action_id, partial(self.done.append, action.action_id))
        self.window = MainWindow(self.actions)
        self.screens = {slot: Screen() for slot in Slot}
        for slot, screen in self.screens.items():
            self.window.place(slot, screen, slot.name.title)
        self.pages = {page: Sheet() for page in Page}
        for page, sheet in self.pages.items():
            self.window.add_page(page, sheet, page.name.title, partial(self.opened.append, page))
        self.filter = FocusKeepsItsKeys(application)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[ActionId]:
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


@pytest.mark.parametrize("size", [QSize(1366, 708), QSize(1920, 1020)])
def test_a_page_stands_beside_the_queue_and_goes_again(desk: Window, size: QSize) -> None:
    desk.window.show_page(Page.OUTCOMES)
    picture_of(desk.window, size)
    sheet = desk.pages[Page.OUTCOMES]
    assert sheet.isVisible()
    assert desk.screens[Slot.QUEUE].isVisible()
    assert not desk.screens[Slot.CASE].isVisible()
    assert not desk.screens[Slot.NEXT].isVisible()
    assert sheet.width() > size.width() - 420
    desk.window.leave_page()
    picture_of(desk.window, size)
    assert not sheet.isVisible()
    assert desk.screens[Slot.CASE].isVisible()
    assert desk.screens[Slot.NEXT].width() >= 300


def test_the_page_is_told_each_time_a_person_comes(desk: Window) -> None:
    for page in (Page.OUTCOMES, Page.QUARANTINE, Page.QUARANTINE, Page.OUTCOMES):
        desk.window.show_page(page)
    assert desk.opened == [Page.OUTCOMES, Page.QUARANTINE, Page.OUTCOMES]
    assert desk.window.page is Page.OUTCOMES


def test_no_key_acts_on_a_case_that_nobody_sees(desk: Window) -> None:
    assert desk.press(Qt.Key.Key_F5) == [ActionId.CALL]
    desk.window.show_page(Page.QUARANTINE)
    assert desk.press(Qt.Key.Key_Space) == []
    assert desk.press(Qt.Key.Key_F5) == []
    assert not desk.actions.trigger(ActionId.NEXT)
    assert desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier) == [ActionId.QUEUE_DOWN]
    assert desk.press(Qt.Key.Key_O, CTRL_SHIFT) == [ActionId.OUTCOMES]
    desk.window.leave_page()
    assert desk.press(Qt.Key.Key_Space) == [ActionId.NEXT]


def test_escape_leaves_the_field_first_and_then_the_page(desk: Window) -> None:
    desk.window.show_page(Page.QUARANTINE)
    sheet = desk.pages[Page.QUARANTINE]
    assert sheet.table.hasFocus()
    sheet.line.setFocus()
    desk.press(Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert sheet.table.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.page is None
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not sheet.isAncestorOf(focused)


def test_the_way_back_is_a_button_too(desk: Window) -> None:
    desk.window.show_page(Page.OUTCOMES)
    picture_of(desk.window)
    [back] = [one for one in desk.window.findChildren(QWidget) if one.accessibleName() == "Back to the case"]
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert desk.window.page is None
