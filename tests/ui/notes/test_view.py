"""The field of notes: its keys, its text, its name."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import a_full_case, a_note, a_queue_row, my_case, their_case
from tests.support.contract import a_claim, me
from tests.support.desk_parts import Asker, Shower
from tests.support.qt import on_screen, unnamed_controls
from ui.actions import ActionId, Actions
from ui.notes.presenter import NotesPresenter
from ui.notes.view import NotesView
from ui.theme.appearance import Appearance


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.actions, self.asker = NotesView(), FakeBackend(), Actions(), Asker()
        scheduler = FakeScheduler()
        self.presenter = NotesPresenter(self.view, me(), self.backend, scheduler.clock, Shower())
        self.view.connect_to(self.presenter)
        self.presenter.connect(self.actions, self.asker, scheduler)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(QSize(420, 330))
        self.view.show()
        self.presenter.on_case(my_case(notes=(a_note(),)))


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    yield from on_screen(Screen(qapp), qapp, qtbot)


def test_f9_types_enter_is_a_line_and_ctrl_enter_saves(screen: Screen) -> None:
    raised: list[bool] = []
    screen.view.raised.connect(lambda: raised.append(True))
    screen.actions.trigger(ActionId.NOTE)
    assert raised
    assert screen.view.field.hasFocus()
    QTest.keyClicks(screen.view.field, "een")
    QTest.keyClick(screen.view.field, Qt.Key.Key_Return)
    QTest.keyClicks(screen.view.field, "twee")
    assert screen.backend.names() == []
    QTest.keyClick(screen.view.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.backend.names() == ["write_note"]
    assert screen.view.field.toPlainText() == "een\ntwee"
    screen.backend.last.done(my_case())
    assert screen.view.field.toPlainText() == ""


def test_esc_leaves_the_field_and_keeps_the_text(screen: Screen) -> None:
    screen.view.focus_text()
    QTest.keyClicks(screen.view.field, "half")
    QTest.keyClick(screen.view.field, Qt.Key.Key_Escape)
    assert not screen.view.field.hasFocus()
    assert screen.view.field.toPlainText() == "half"
    assert screen.asker.asked is None


def test_a_repaint_leaves_text_and_cursor_alone(screen: Screen) -> None:
    screen.view.focus_text()
    QTest.keyClicks(screen.view.field, "abc")
    QTest.keyClick(screen.view.field, Qt.Key.Key_Left)
    screen.presenter.on_case(my_case(notes=(a_note(), a_note("nieuw"))))
    QTest.keyClicks(screen.view.field, "X")
    assert screen.view.field.toPlainText() == "abXc"


def test_another_case_has_another_text(screen: Screen) -> None:
    screen.view.focus_text()
    QTest.keyClicks(screen.view.field, "over c1")
    screen.presenter.on_case(a_full_case(a_queue_row("c2", claim=a_claim())))
    assert screen.view.field.toPlainText() == ""
    screen.presenter.on_case(my_case())
    assert screen.view.field.toPlainText() == "over c1"


def test_the_notes_are_there_for_a_screen_reader(screen: Screen) -> None:
    assert "Voicemail; tried the wife. An Verbeke" in screen.view.list.lines()[1]


def test_a_problem_is_seen(screen: Screen) -> None:
    assert not screen.view.problem.isVisible()
    screen.presenter.typed("x")
    screen.presenter.save()
    screen.backend.last.unavailable()
    assert screen.view.problem.isVisible()
    assert "still here" in screen.view.problem.text()


def test_a_field_that_takes_nothing_says_why(screen: Screen) -> None:
    assert screen.view.field.placeholderText() == "New note (F9)"
    screen.presenter.on_case(their_case())
    assert not screen.view.field.isEnabled()
    assert screen.view.field.placeholderText() == "A. Peters at Luik-2 works on this case."


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_control_has_a_name(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    screen.presenter.refresh()
    assert unnamed_controls(screen.view) == []
    assert screen.view.save.focusPolicy() is Qt.FocusPolicy.TabFocus
