"""From who calls in (F4) to the case it becomes (F2), by the keys of the whole desk."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.phone_cases import CallersCases
from tests.ui.test_open_desk import Desk, opened
from ui.new_case.state import Field
from ui.shell.slots import Page


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    yield from opened(Desk(qapp), qapp, qtbot)


@pytest.mark.parametrize("is_answered", [True, False])
def test_f4_the_number_and_f2_begin_a_case_with_the_number_of_the_caller(
    desk: Desk, qtbot: QtBot, is_answered: bool
) -> None:
    desk.fill()
    desk.press(Qt.Key.Key_F4)
    QTest.keyClicks(QApplication.focusWidget() or desk.window, "0470 98 76 54")
    if is_answered:
        qtbot.waitUntil(lambda: "find_callers_case" in desk.backend.names())
        desk.backend.last.done(CallersCases(text="0470 98 76 54", cases=()))
    desk.press(Qt.Key.Key_F2)
    assert desk.window.page is Page.NEW_CASE
    texts = desk.desk.phone.new_case.draft.texts
    assert (texts[Field.NUMBER], texts[Field.CAR]) == ("0470 98 76 54", "")
