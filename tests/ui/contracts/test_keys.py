"""The keys of the page of contracts as it stands in the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.records import FoundRecords
from tests.ui.contracts.test_presenter import DETAIL, ROW
from tests.ui.test_open_desk import Desk, opened
from ui.actions import ActionId
from ui.contracts.view import ContractsView
from ui.shell.slots import Page


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    for desk in opened(Desk(qapp), qapp, qtbot):
        desk.actions.trigger(ActionId.CONTRACTS)
        yield desk


def the_page(desk: Desk) -> ContractsView:
    [view] = desk.window.findChildren(ContractsView)
    return view


def finds(desk: Desk, qtbot: QtBot) -> None:
    """Type into the search, and let the service find one contract."""
    QTest.keyClicks(the_page(desk).search, "1abc")
    qtbot.waitUntil(lambda: "find_records" in desk.backend.names())
    desk.backend.last.done(FoundRecords(rows=(ROW,), more=False))


def test_down_and_enter_open_what_was_found(desk: Desk, qtbot: QtBot) -> None:
    view = the_page(desk)
    assert view.search.hasFocus()
    finds(desk, qtbot)
    desk.press(Qt.Key.Key_Down)
    assert view.table.hasFocus()
    assert desk.press(Qt.Key.Key_Return) == "open_record"


def test_escape_leaves_the_field_first_and_the_page_only_from_outside_one(desk: Desk, qtbot: QtBot) -> None:
    view = the_page(desk)
    finds(desk, qtbot)
    view.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.backend.last.done(DETAIL)
    assert view.form.fields["policy_number"].line.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.page is Page.CONTRACTS
    assert QApplication.focusWidget() is view.table
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.page is None


def test_escape_leaves_the_search_and_then_the_page(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.page is Page.CONTRACTS
    assert not the_page(desk).search.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.page is None
