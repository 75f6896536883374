"""The SMS editor under the fingers: Enter shows, Shift+Enter breaks the line, Esc leaves; nothing is wider than it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.contact import ContactRole
from app.domain.message import MessageState
from tests.support.cases import a_message, a_person, a_rung, ago, my_case
from tests.support.qt import on_screen
from tests.ui.contact.test_view import Panel
from ui.actions import ActionId

LADDER = (a_rung(ContactRole.DRIVER, a_person()), a_rung(ContactRole.FAMILY, a_person(e164="+32470999999")))


@pytest.fixture(name="panel")
def a_panel_about_to_write(qapp: QApplication, qtbot: QtBot) -> Iterator[Panel]:
    for panel in on_screen(Panel(qapp), qapp, qtbot):
        waiting = a_message(state=MessageState.UNKNOWN, leaves_at=ago(-42), reason="no_answer")
        panel.open(my_case(ladder=LADDER, messages=(waiting,)))
        assert panel.actions.trigger(ActionId.SMS)
        QApplication.processEvents()
        yield panel


def test_enter_shows_what_leaves_and_shift_enter_breaks_the_line(panel: Panel) -> None:
    field = panel.view.editor.field
    assert field.hasFocus()
    QTest.keyClicks(field, "Tot")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "zo.")
    assert panel.quiet.asked == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    [asked] = panel.quiet.asked
    assert asked.lines[1] == "Tot\nzo."
    assert panel.backend.asked == []


def test_esc_leaves_the_field_and_keeps_what_was_written(panel: Panel) -> None:
    QTest.keyClicks(panel.view.editor.field, "Tot zo.")
    QTest.keyClick(panel.view.editor.field, Qt.Key.Key_Escape)
    assert panel.view.editor.isHidden()
    assert panel.actions.trigger(ActionId.SMS)
    assert panel.view.editor.field.toPlainText() == "Tot zo."


def test_what_is_counted_stands_below_and_plain_letters_are_one_press(panel: Panel) -> None:
    editor = panel.view.editor
    editor.field.insertPlainText("Ça va être réglé")
    assert editor.length.text().startswith("1 SMS · UCS-2")
    assert editor.foreign.isVisible()
    editor.plain.click()
    assert editor.field.toPlainText() == "Ça va etre réglé"
    assert editor.foreign.isHidden()
    assert editor.plain.isHidden()


def test_to_whom_it_goes_can_be_chosen(panel: Panel) -> None:
    editor = panel.view.editor
    editor.to.activated.emit(1)
    assert editor.to.currentIndex() == 1
    assert editor.caution.isVisible()


def test_everything_of_it_fits_into_the_column(panel: Panel) -> None:
    panel.view.editor.field.insertPlainText("Ça va être réglé")
    QApplication.processEvents()
    viewport: QSize = panel.view.area.viewport().size()
    assert panel.view.content.width() <= viewport.width()
    send = panel.view.editor.send
    bottom = send.mapTo(panel.view.area.viewport(), send.rect().bottomRight())
    assert bottom.y() <= viewport.height()
