"""The search bar in the window: by its keys, in both themes, on the small screen, over whatever stands below it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.qt import picture_of
from tests.ui.search.hits import CAR, CONTRACT, OPEN_CASE, PERSON, PLACE, found
from tests.ui.test_open_desk import Desk, opened
from ui.actions import ActionId
from ui.search.view import SearchView
from ui.shell.slots import Page

WIDE, SMALL = QSize(1920, 1080), QSize(1366, 768)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    for desk in opened(Desk(qapp), qapp, qtbot):
        desk.fill()
        yield desk


def the_bar(desk: Desk) -> SearchView:
    [view] = desk.window.findChildren(SearchView)
    return view


def finds(desk: Desk, text: str = "1abc") -> SearchView:
    """Open the bar by its key, type, and let the service find one of each kind."""
    desk.press(Qt.Key.Key_Slash)
    bar = the_bar(desk)
    assert bar.line.hasFocus()
    QTest.keyClicks(bar.line, text)
    answers(desk, text)
    return bar


def answers(desk: Desk, text: str) -> None:
    """Let the service answer, first to the text with which it was asked, then to what stands there now."""
    for asked in [one for one in desk.backend.asked if one.what == "search"]:
        if asked.about != text and asked is desk.backend.last:
            asked.done(found(asked.about))
    assert desk.backend.last.about == text
    desk.backend.last.done(found(text, OPEN_CASE, CAR, PERSON, PLACE) if text == "1abc" else found(text))


def test_slash_and_ctrl_k_open_it_and_escape_puts_it_away(desk: Desk) -> None:
    bar = finds(desk)
    assert bar.found.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert (bar.found.isVisible(), bar.line.text(), bar.line.hasFocus()) == (False, "", False)
    desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert bar.line.hasFocus()


def test_slash_in_a_text_field_is_a_slash(desk: Desk) -> None:
    bar = finds(desk)
    QTest.keyClicks(bar.line, "/")
    assert bar.line.text() == "1abc/"


def test_arrows_and_enter_open_the_contract_on_its_page(desk: Desk) -> None:
    bar = finds(desk)
    desk.press(Qt.Key.Key_Down)
    assert desk.press(Qt.Key.Key_Return) == "open_record"
    assert desk.backend.last.about == CONTRACT
    assert desk.window.page is Page.CONTRACTS
    assert not bar.found.isVisible()


def test_a_click_takes_a_line(desk: Desk) -> None:
    bar = finds(desk)
    middle = bar.found.list.visualItemRect(bar.found.list.item(1)).center()
    QTest.mouseClick(bar.found.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert desk.backend.last.what == "view_case"


def test_a_command_is_carried_out(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Slash)
    bar = the_bar(desk)
    QTest.keyClicks(bar.line, "contracts")
    answers(desk, "contracts")
    desk.press(Qt.Key.Key_Return)
    assert desk.window.page is Page.CONTRACTS


def test_the_list_is_gone_when_the_focus_is(desk: Desk) -> None:
    bar = finds(desk)
    desk.window.rest_focus()
    assert not bar.found.isVisible()


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_list_stands_inside_the_window_under_the_bar(desk: Desk, size: QSize, dark: bool) -> None:  # noqa: FBT001
    desk.window.resize(size)
    if dark:
        desk.appearance.choose(dark=True)
    bar = finds(desk)
    picture_of(desk.window)
    area = bar.found.geometry()
    assert desk.window.rect().contains(area)
    assert area.top() >= bar.line.mapTo(desk.window, QPoint(0, bar.line.height())).y()
    assert area.width() >= 600


def test_the_keys_are_in_the_one_table(desk: Desk) -> None:
    [row] = [one for one in desk.actions.table if one.action_id is ActionId.SEARCH]
    assert row.keys == ("/", "Ctrl+K")
