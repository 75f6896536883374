"""The page of a caller by keys alone, in both themes and every language."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.phone_cases import AttachCaller, CallersCases, OpenCaseInfo
from app.domain.ids import CaseId
from app.domain.phone_case import CallerRelation
from tests.support.backend import FakeBackend, FakeClock, FakeScheduler
from tests.support.cases import a_full_case
from tests.support.qt import picture_of, unnamed_controls
from tests.ui.caller.test_presenter import CLOSED, OPEN, REACHED
from ui.caller.presenter import CallerPresenter
from ui.caller.view import CallerView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT, Tokens

SIZE = QSize(1040, 640)


class Page:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, clock = CallerView(), FakeBackend(), FakeClock()
        self.scheduler = FakeScheduler(clock)
        self.went_to: list[CaseId] = []
        self.new_cases = 0
        self.presenter = CallerPresenter(self.view, self.backend, self, clock, self.scheduler)
        self.presenter.offer_new_case(self.begin)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()
        self.view.activateWindow()
        self.presenter.opened()
        self.view.setFocus()

    def open_case(self, case_id: CaseId) -> None:
        self.went_to.append(case_id)

    def begin(self) -> None:
        self.new_cases += 1

    @property
    def focus(self) -> QWidget:
        found = self.view.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.focus, key)

    def finds(self, *cases: OpenCaseInfo) -> None:
        QTest.keyClicks(self.view.search, "1abc234")
        self.scheduler.advance(1)
        self.backend.last.done(CallersCases(text="1abc234", cases=cases))
        picture_of(self.view)


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[Page]:
    shown = Page(qapp)
    qtbot.waitUntil(shown.view.isActiveWindow)
    yield shown
    shiboken6.delete(shown.view)
    i18n.set_language("en")


def test_the_only_case_is_taken_by_enter_and_the_call_attached_by_a_digit(page: Page) -> None:
    page.finds(OPEN)
    page.press(Qt.Key.Key_Return)
    assert page.view.who.isVisible()
    assert page.focus is page.view.who
    page.press(Qt.Key.Key_1)
    command = page.backend.last.command
    assert isinstance(command, AttachCaller)
    assert command.caller.relation is CallerRelation.DRIVER
    page.backend.last.done(a_full_case())
    assert page.went_to
    assert not page.view.who.isVisible()


def test_of_several_cases_one_is_chosen_in_the_table(page: Page) -> None:
    page.finds(OPEN, REACHED, CLOSED)
    page.press(Qt.Key.Key_Down)
    assert page.focus is page.view.table
    page.press(Qt.Key.Key_Down)
    page.press(Qt.Key.Key_Return)
    assert "2031-000043" in page.view.who.question.text()
    page.view.who.buttons["police"].click()
    assert (page.backend.last.what, page.backend.last.about) == ("attach_caller", "c8")


def test_a_digit_in_a_field_is_text(page: Page) -> None:
    page.finds(OPEN)
    page.press(Qt.Key.Key_Return)
    page.view.number.setFocus()
    QTest.keyClicks(page.view.number, "1")
    assert page.view.number.text() == "1"
    assert page.backend.last.what == "find_callers_case"


def test_the_page_says_nothing_of_whom_a_case_is_about(page: Page) -> None:
    page.finds(OPEN)
    shown = str(page.view.table.texts())
    assert not any(word in shown for word in ("Peeters", "1-ABC", "Bertem", "+32"))


def test_nobody_found_goes_on_as_a_new_case(page: Page) -> None:
    page.finds()
    page.view.new_case.click()
    assert page.new_cases == 1


def test_f2_begins_the_new_case_from_the_field_that_has_the_cursor_too(page: Page) -> None:
    """The page opens in its field, and the key stands on the button beside it."""
    page.finds()
    page.press(Qt.Key.Key_F2)
    assert (page.new_cases, page.presenter.hand_over().car) == (1, "1abc234")


def test_f2_is_the_key_of_the_page_where_no_field_has_the_cursor(page: Page) -> None:
    """Of the window it would begin a case without this caller, while a case may still be meant."""
    page.finds(OPEN, REACHED)
    page.press(Qt.Key.Key_Down)
    key = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    key.ignore()
    QApplication.sendEvent(page.focus, key)
    assert key.isAccepted(), "no shortcut of the window takes it"
    page.press(Qt.Key.Key_F2)
    assert page.new_cases == 1


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_it_fits_in_every_language_and_theme(page: Page, language: str, tokens: Tokens) -> None:
    page.finds(OPEN, REACHED, CLOSED)
    i18n.set_language(language)
    page.appearance.choose(dark=tokens is DARK)
    page.view.retranslate()
    page.presenter.choose(0)
    picture_of(page.view)
    assert unnamed_controls(page.view) == []
    assert all(button.isVisible() for button in page.view.who.buttons.values())
