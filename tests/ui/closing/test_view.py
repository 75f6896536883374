"""Closing is done from the keyboard, with no key that closes by accident."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import UnreachedInfo
from app.api.commands import CloseCase
from app.domain.case import Outcome
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from tests.support.backend import FakeBackend
from tests.support.cases import a_message, an_order, my_case
from tests.support.contract import me
from tests.support.desk_parts import Asker, Shower
from tests.support.qt import colours_of, picture_of, unnamed_controls
from ui.actions import ActionId, Actions
from ui.closing.presenter import ClosingPresenter
from ui.closing.view import ClosingView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

COLUMN = QSize(310, 440)
LOW_PX = 330
"""As high as the place of the panel is on a screen of 1366 x 768."""


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.actions = ClosingView(), FakeBackend(), Actions()
        self.shown: list[bool] = []
        self.view.shown_changed.connect(self.shown.append)
        self.presenter = ClosingPresenter(self.view, me(), self.backend, Shower())
        self.view.connect_to(self.presenter)
        self.presenter.connect(self.actions, Asker())
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()
        self.presenter.on_case(
            my_case(NextKind.CLOSE, orders=(an_order(state=OrderState.ACCEPTED),), messages=(a_message(),))
        )

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.view, key)


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    screen = Screen(qapp)
    screen.view.activateWindow()
    qtbot.waitUntil(screen.view.isActiveWindow)
    screen.actions.trigger(ActionId.CLOSE_CASE)
    yield screen
    i18n.set_language("en")
    shiboken6.delete(screen.view)
    qapp.setStyleSheet("")


def test_a_digit_and_enter_close(screen: Screen) -> None:
    assert screen.shown == [True]
    assert QApplication.focusWidget() is screen.view.outcomes[Outcome.TRUE_CRASH]
    screen.press(Qt.Key.Key_2)
    assert screen.view.outcomes[Outcome.KERB].isChecked()
    screen.press(Qt.Key.Key_Return)
    command = screen.backend.last.command
    assert isinstance(command, CloseCase)
    assert command.outcome is Outcome.KERB


def test_who_was_not_reached_is_ticked_and_explained_from_the_keyboard(screen: Screen) -> None:
    grave = UnreachedInfo(calls=0, looked_for=False, is_grave=True)
    screen.presenter.on_case(my_case(NextKind.CLOSE, orders=(), messages=(), unreached=grave))
    assert screen.view.unreached.isVisible()
    screen.press(Qt.Key.Key_8)
    screen.press(Qt.Key.Key_Return)
    assert screen.backend.asked == []
    assert QApplication.focusWidget() is screen.view.unreached.choice
    screen.press(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is screen.view.unreached_reason
    QTest.keyClicks(screen.view.unreached_reason, "police are there 101")
    screen.press(Qt.Key.Key_Return)
    command = screen.backend.last.command
    assert isinstance(command, CloseCase)
    assert (command.outcome, command.reason) == (Outcome.UNKNOWN, "police are there 101")
    assert unnamed_controls(screen.view) == []
    screen.presenter.on_case(my_case(NextKind.CLOSE, orders=(), messages=()))
    assert not screen.view.unreached.isVisible()


def test_the_arrows_choose_too_and_enter_alone_closes_nothing(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Return)
    assert screen.backend.asked == []
    assert screen.view.problem.isVisible()
    screen.press(Qt.Key.Key_Down)
    assert screen.view.outcomes[Outcome.KERB].isChecked()
    assert not screen.view.problem.isVisible()
    screen.press(Qt.Key.Key_Enter)
    assert screen.backend.names() == ["close_case"]


def test_a_click_on_the_words_chooses(screen: Screen) -> None:
    QTest.mouseClick(screen.view.lines[Outcome.TAMPER], Qt.MouseButton.LeftButton)
    assert screen.view.outcomes[Outcome.TAMPER].isChecked()
    assert not screen.view.close_case.toolTip(), "it can be pressed now"


def test_esc_leaves(screen: Screen) -> None:
    screen.press(Qt.Key.Key_1)
    screen.press(Qt.Key.Key_Escape)
    assert screen.shown == [True, False]
    screen.actions.trigger(ActionId.CLOSE_CASE)
    assert not any(button.isChecked() for button in screen.view.outcomes.values())


def test_a_digit_in_the_reason_is_a_digit(screen: Screen) -> None:
    screen.view.running["o1"].choice.click()
    assert screen.view.reason.isVisible()
    screen.view.reason.setFocus()
    QTest.keyClicks(screen.view.reason, "in 2 hours")
    assert screen.view.reason.text() == "in 2 hours"
    assert not screen.view.outcomes[Outcome.KERB].isChecked()
    screen.press(Qt.Key.Key_Return)
    assert screen.backend.asked == [], "no outcome yet"
    screen.view.outcomes[Outcome.TEST].click()
    screen.view.close_case.click()
    assert screen.backend.names() == ["change_order"]


def test_a_tick_taken_away_stops_it(screen: Screen) -> None:
    line = screen.view.running["m1"]
    assert line.choice.isChecked()
    line.choice.click()
    assert "not sent" in line.under.text()
    assert not screen.view.reason.isVisible()


def test_what_no_longer_runs_is_gone(screen: Screen) -> None:
    screen.presenter.on_case(my_case(NextKind.CLOSE, orders=(), messages=(a_message(),)))
    assert list(screen.view.running) == ["m1"]


def test_a_digit_brings_the_focus_to_what_it_chose(screen: Screen) -> None:
    for key, outcome in ((Qt.Key.Key_8, Outcome.UNKNOWN), (Qt.Key.Key_2, Outcome.KERB)):
        screen.press(key)
        QApplication.processEvents()
        assert QApplication.focusWidget() is screen.view.outcomes[outcome]


def test_what_still_runs_is_seen_before_an_outcome_is_chosen(screen: Screen) -> None:
    screen.view.resize(COLUMN.width(), LOW_PX)
    QApplication.processEvents()
    for line in screen.view.running.values():
        assert _is_in_sight(screen.view, line)
    screen.press(Qt.Key.Key_8)
    QApplication.processEvents()
    assert _is_in_sight(screen.view, screen.view.lines[Outcome.UNKNOWN])


def _is_in_sight(view: ClosingView, line: QWidget) -> bool:
    return line.visibleRegion().boundingRect() == line.rect() and view.isVisible()


def test_the_bare_digit_row_of_a_belgian_keyboard_chooses(screen: Screen) -> None:
    QTest.keyClicks(screen.view.outcomes[Outcome.TRUE_CRASH], "(")
    assert screen.view.outcomes[Outcome.INSTALLATION].isChecked()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_its_column_and_every_control_has_a_name(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    screen.presenter.refresh()
    screen.view.running["o1"].choice.click()
    QApplication.processEvents()
    assert unnamed_controls(screen.view) == []
    assert screen.view.minimumSizeHint().width() <= COLUMN.width()
    assert screen.view.content.minimumSizeHint().width() <= COLUMN.width()
    assert screen.view.minimumSizeHint().height() <= COLUMN.height()


def test_an_empty_box_can_be_seen_in_both_themes(qapp: QApplication, screen: Screen) -> None:
    box = screen.view.running["m1"].choice
    box.click()
    assert LIGHT.border.lower() in colours_of(picture_of(box), step_px=1)
    screen.appearance = Appearance(qapp, dark=True)
    screen.view.apply_theme(screen.appearance.tokens)
    assert DARK.border.lower() in colours_of(picture_of(box), step_px=1)
