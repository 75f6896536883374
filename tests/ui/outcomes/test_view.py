"""The page of outcomes by mouse and by keys, in both themes, in every language and on the small screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from app.domain.ids import CaseId
from tests.support.backend import FakeBackend, FakeClock
from tests.support.kinds import a_closed_case, a_kind
from tests.support.qt import colours_of, on_screen, picture_of, unnamed_controls
from tests.support.saving import SavingDesk
from ui.outcomes.presenter import OutcomesPresenter
from ui.outcomes.view import OutcomesView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

SIZE = QSize(1040, 580)
KINDS = (a_kind(kerb=3, pothole=1, true_crash=2), a_kind(firmware=None, unknown=4), a_kind(None, None, test=1))


class Page:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.files = OutcomesView(), FakeBackend(), SavingDesk()
        self.opened: list[CaseId] = []
        self.presenter = OutcomesPresenter(self.view, self.backend, self, FakeClock(), self.files.saving)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()
        self.presenter.opened()

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[Page]:
    yield from on_screen(Page(qapp), qapp, qtbot)


def test_a_click_on_a_figure_opens_its_cases_and_a_click_on_a_case_opens_it(page: Page) -> None:
    page.backend.last.done(KINDS)
    picture_of(page.view)
    table = page.view.table
    assert [row[3] for row in table.texts()] == ["4", "0", "0"]
    place = table.visualRect(table.model().index(0, 3)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.backend.last.about == "FMC640 2.0: installation kerb pothole tamper tow"
    page.backend.last.done((a_closed_case("x1"), a_closed_case("x2")))
    picture_of(page.view)
    cases = page.view.cases
    place = cases.visualRect(cases.model().index(1, 0)).center()
    QTest.mouseClick(cases.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.opened == ["x2"]


def test_the_same_by_keys_alone(page: Page) -> None:
    page.backend.last.done(KINDS)
    page.view.setFocus()
    assert page.view.table.hasFocus()
    for key in (Qt.Key.Key_Down, *[Qt.Key.Key_Right] * 4, Qt.Key.Key_Return):
        QTest.keyClick(page.view.table, key)
    assert page.backend.last.about == "FMC640 None: unknown"
    page.backend.last.done((a_closed_case("x1"),))
    QTest.keyClick(page.view.table, Qt.Key.Key_Tab)
    assert page.view.cases.hasFocus()
    QTest.keyClick(page.view.cases, Qt.Key.Key_Enter)
    assert page.opened == ["x1"]


def test_reading_again_keeps_the_cell_a_person_stands_on(page: Page) -> None:
    page.backend.last.done(KINDS)
    page.view.table.setCurrentIndex(page.view.table.model().index(1, 4))
    page.presenter.opened()
    page.backend.last.done((a_kind(kerb=4, true_crash=2), *KINDS[1:]))
    at = page.view.table.currentIndex()
    assert (at.row(), at.column()) == (1, 4)


def test_empty_and_failed_pages_say_so_and_offer_what_helps(page: Page) -> None:
    assert not page.view.table.isVisible()
    page.backend.last.unavailable()
    assert "could not be read" in page.view.words.text()
    page.view.retry.click()
    page.backend.last.done(())
    assert "No case was closed yet" in page.view.words.text()
    assert not page.view.retry.isVisible()
    assert not page.view.save.isVisible()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_and_every_control_has_a_name(page: Page, language: str) -> None:
    i18n.set_language(language)
    page.backend.last.done(KINDS)
    page.presenter.choose(0, 3)
    page.backend.last.done((a_closed_case(),))
    page.view.retranslate()
    picture_of(page.view)
    assert unnamed_controls(page.view) == []
    assert page.view.minimumSizeHint().width() <= SIZE.width()


def test_it_follows_the_theme(page: Page) -> None:
    page.backend.last.done(KINDS)
    assert LIGHT.field.lower() in colours_of(picture_of(page.view))
    page.appearance.toggle()
    colours = colours_of(picture_of(page.view))
    assert DARK.field.lower() in colours
    assert LIGHT.field.lower() not in colours
