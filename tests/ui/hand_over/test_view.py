"""The hand-over by keyboard: what was said is what is written down, and nothing is dialled."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.commands import HandOver
from app.domain.answer import EmergencyNumber
from app.domain.next_step import NextKind
from tests.support.answers import HAND_OVER_TEXT, an_answer, an_asking_case
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import my_case
from tests.support.contract import me
from tests.support.desk_parts import Asker, Shower
from tests.support.qt import colours_of, picture_of, unnamed_controls
from ui.actions import ActionId, Actions
from ui.hand_over.presenter import HandOverPresenter
from ui.hand_over.view import HandOverView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

COLUMN = QSize(310, 460)
LINES = HAND_OVER_TEXT.splitlines()


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.actions, self.asker = HandOverView(), FakeBackend(), Actions(), Asker()
        self.shown: list[bool] = []
        self.view.shown_changed.connect(self.shown.append)
        shower = Shower()
        self.presenter = HandOverPresenter(self.view, me(), self.backend, FakeClock(), shower, shower)
        shower.listeners.append(self.presenter)
        self.view.connect_to(self.presenter)
        self.presenter.connect(self.actions, self.asker)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()
        self.presenter.on_case(an_asking_case())

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.view, key)

    def sent(self) -> HandOver:
        command = self.backend.last.command
        assert isinstance(command, HandOver)
        return command


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    screen = Screen(qapp)
    screen.view.activateWindow()
    qtbot.waitUntil(screen.view.isActiveWindow)
    screen.actions.trigger(ActionId.HAND_OVER)
    yield screen
    i18n.set_language("en")
    shiboken6.delete(screen.view)
    qapp.setStyleSheet("")


def test_it_shows_the_whole_text_and_sends_nothing_by_itself(screen: Screen) -> None:
    assert screen.shown == [True]
    assert [line.words.text() for line in screen.view.lines] == LINES
    assert screen.backend.asked == []


def test_space_ticks_line_by_line_and_enter_writes_down_what_was_said(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Space)
    screen.press(Qt.Key.Key_Space)
    screen.press(Qt.Key.Key_Return)
    assert screen.sent() == HandOver(to=EmergencyNumber.EMERGENCY_112, text="\n".join(LINES[:2]))
    assert not screen.view.done.isEnabled(), "it is on its way"
    screen.backend.last.done(an_asking_case(an_answer("handed_over_112")))
    assert screen.shown == [True, False]


def test_enter_with_nothing_ticked_asks_once_whether_all_was_said(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Return)
    assert screen.backend.asked == []
    assert screen.view.problem.text() == "Tick what you said; Enter again means that you said all of it."
    screen.press(Qt.Key.Key_Return)
    assert screen.sent().text == HAND_OVER_TEXT


def test_a_line_can_be_unticked_and_all_ticked_at_once(screen: Screen) -> None:
    screen.view.all_said.click()
    screen.view.lines[0].choice.click()
    screen.press(Qt.Key.Key_Down)
    screen.view.done.click()
    assert screen.sent().text == "\n".join(LINES[1:])


def test_confirm_of_the_table_writes_it_down_with_their_number(screen: Screen) -> None:
    screen.view.reference.setText("")
    QTest.keyClicks(screen.view.reference, " 112-77 ")
    screen.asker.confirm()
    screen.asker.confirm()
    assert screen.sent().reference == "112-77"


def test_copy_takes_the_whole_text(screen: Screen) -> None:
    screen.view.copy_text.click()
    assert QGuiApplication.clipboard().text() == HAND_OVER_TEXT
    assert screen.view.copy_text.text() == "Copied"


def test_esc_leaves_and_forgets_the_ticks(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Space)
    screen.press(Qt.Key.Key_Escape)
    assert screen.shown == [True, False]
    screen.actions.trigger(ActionId.HAND_OVER)
    assert not any(line.choice.isChecked() for line in screen.view.lines)


def test_new_facts_change_the_text_and_keep_the_ticks_of_what_stands(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Space)
    screen.presenter.on_case(an_asking_case(hand_over_text=f"{LINES[0]}\n2 WAT: brand"))
    assert [(line.words.text(), line.choice.isChecked()) for line in screen.view.lines] == [
        (LINES[0], True),
        ("2 WAT: brand", False),
    ]


def test_the_police_are_told_when_that_is_next(screen: Screen) -> None:
    screen.presenter.on_case(my_case(NextKind.CALL_101).model_copy(update={"hand_over_text": "x"}))
    screen.actions.trigger(ActionId.HAND_OVER)
    assert screen.view.title.text() == "Tell the police: 101"
    screen.view.all_said.click()
    screen.view.done.click()
    assert screen.sent().to is EmergencyNumber.POLICE_101


def test_it_says_who_handed_over_before(screen: Screen) -> None:
    screen.presenter.on_case(an_asking_case(an_answer("handed_over_112")))
    assert screen.view.earlier.text().startswith("Handed over by An Verbeke at ")


def test_another_case_ends_it_and_without_a_case_there_is_none(screen: Screen) -> None:
    screen.presenter.on_case(None)
    assert screen.shown == [True, False]
    assert not screen.actions.is_enabled(ActionId.HAND_OVER)


def test_a_refusal_leaves_it_standing(screen: Screen) -> None:
    screen.view.all_said.click()
    screen.view.done.click()
    screen.backend.last.refused("closed")
    assert screen.shown == [True]
    assert screen.view.done.isEnabled()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_its_column_and_everything_has_a_name(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    screen.presenter.refresh()
    assert screen.view.minimumSizeHint().width() <= COLUMN.width()
    assert unnamed_controls(screen.view) == []


def test_light_and_dark(screen: Screen) -> None:
    assert LIGHT.field.lower() in colours_of(picture_of(screen.view))
    screen.appearance.toggle()
    assert DARK.field.lower() in colours_of(picture_of(screen.view))
