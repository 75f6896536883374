"""The promises panel by keyboard: F11, a digit, Enter; fields keep what is typed while the clocks run."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.domain.ids import PromiseId
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import a_promise, ago, my_case
from tests.support.contract import me
from tests.support.desk_parts import Asker, Shower
from tests.support.qt import colours_of, on_screen, picture_of, unnamed_controls
from ui.actions import ActionId, Actions
from ui.promises.presenter import PromisesPresenter
from ui.promises.view import PromisesView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

P1 = PromiseId("p1")
COLUMN = QSize(310, 560)


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.actions, self.asker = PromisesView(), FakeBackend(), Actions(), Asker()
        shower, self.scheduler = Shower(), FakeScheduler()
        self.presenter = PromisesPresenter(self.view, me(), self.backend, self.scheduler.clock, shower, shower)
        shower.listeners.append(self.presenter)
        self.view.connect_to(self.presenter)
        self.presenter.connect(self.actions, self.asker, self.scheduler)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()
        self.open(my_case(promises=(a_promise(),)))

    def open(self, detail: CaseDetail) -> None:
        self.presenter.on_case(detail)
        QApplication.processEvents()


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    yield from on_screen(Screen(qapp), qapp, qtbot)


def test_f11_a_digit_and_enter_promise(screen: Screen) -> None:
    raised: list[bool] = []
    screen.view.raised.connect(lambda: raised.append(True))
    screen.actions.trigger(ActionId.PROMISE)
    assert raised
    assert screen.view.templates.hasFocus()
    QTest.keyClick(screen.view.templates, Qt.Key.Key_1)
    assert screen.view.form.time.hasFocus()
    assert screen.view.form.time.selectedText() == "+15"
    QTest.keyClick(screen.view.form.time, Qt.Key.Key_Return)
    assert screen.backend.names() == ["make_promise"]
    screen.backend.last.done(my_case(promises=(a_promise(), a_promise("p2"))))
    assert not screen.view.form.isVisible()
    assert len(screen.view.lines) == 2


def test_the_bare_digit_row_of_a_belgian_keyboard_chooses(screen: Screen) -> None:
    screen.actions.trigger(ActionId.PROMISE)
    QTest.keyClicks(screen.view.templates, "&")
    assert not screen.view.templates.isVisible()
    assert screen.view.form.isVisible()


def test_esc_leaves_the_choice_and_the_form(screen: Screen) -> None:
    screen.actions.trigger(ActionId.PROMISE)
    QTest.keyClick(screen.view.templates, Qt.Key.Key_Escape)
    assert not screen.view.templates.isVisible()
    screen.actions.trigger(ActionId.PROMISE)
    QTest.keyClick(screen.view.templates, Qt.Key.Key_2)
    QTest.keyClick(screen.view.form.time, Qt.Key.Key_Escape)
    assert not screen.view.form.isVisible()
    assert screen.backend.asked == []


def test_typing_goes_on_while_the_clocks_run(screen: Screen) -> None:
    line = screen.view.lines[P1]
    line.later.click()
    assert line.edit.time.hasFocus()
    QTest.keyClicks(line.edit.time, "+3")
    screen.scheduler.advance(5)
    QTest.keyClicks(line.edit.time, "0")
    assert line.edit.time.text() == "+30"
    QTest.keyClick(line.edit.time, Qt.Key.Key_Tab)
    assert line.edit.reason.hasFocus()
    QTest.keyClicks(line.edit.reason, "busy")
    QTest.keyClick(line.edit.reason, Qt.Key.Key_Return)
    assert screen.backend.names() == ["move_promise"]


def test_buttons_tick_and_withdraw(screen: Screen) -> None:
    line = screen.view.lines[P1]
    line.off.click()
    assert line.edit.reason.hasFocus()
    assert not line.keep.isVisible()
    QTest.keyClick(line.edit.reason, Qt.Key.Key_Escape)
    assert line.keep.isVisible()
    line.keep.click()
    assert screen.backend.names() == ["keep_promise"]
    screen.backend.last.done(my_case(promises=()))
    QApplication.processEvents()
    assert screen.view.lines == {}
    assert screen.view.empty.isVisible()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_the_column_and_every_control_has_a_name(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.open(my_case(promises=(a_promise(text="the line dropped under the bridge"), a_promise("p2"))))
    screen.view.retranslate()
    screen.presenter.refresh()
    screen.view.lines[P1].later.click()
    screen.actions.trigger(ActionId.PROMISE)
    QApplication.processEvents()
    assert unnamed_controls(screen.view) == []
    assert screen.view.content.minimumSizeHint().width() <= COLUMN.width()
    QTest.keyClick(screen.view.templates, Qt.Key.Key_6)
    assert unnamed_controls(screen.view) == []
    assert screen.view.content.minimumSizeHint().width() <= COLUMN.width()


def test_an_overdue_promise_is_painted_and_marked_in_both_themes(qapp: QApplication, screen: Screen) -> None:
    screen.open(my_case(promises=(a_promise(due_at=ago(60)),)))
    assert LIGHT.critical.lower() in colours_of(picture_of(screen.view))
    assert screen.view.lines[P1].time.text().startswith("▲"), "a shape beside the colour"
    screen.appearance = Appearance(qapp, dark=True)
    screen.view.apply_theme(screen.appearance.tokens)
    colours = colours_of(picture_of(screen.view), step_px=2)
    assert DARK.critical.lower() in colours
    assert LIGHT.critical.lower() not in colours


def test_no_case_is_said(screen: Screen) -> None:
    screen.presenter.on_case(None)
    assert screen.view.empty.text() == "No case is open."
    assert screen.view.lines == {}
