"""The page of the shift by mouse and by keys, in both themes, in every language and on the small screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from app.domain.ids import CaseId
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import a_queue_row
from tests.support.contract import a_claim, a_snapshot, me
from tests.support.qt import colours_of, on_screen, picture_of, unnamed_controls
from tests.support.shift_screen import BO, CY, offered_by_me, offered_to_me
from ui.shift.presenter import ShiftPresenter
from ui.shift.view import ShiftView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

SIZE = QSize(1040, 580)
THEIRS = a_claim(account_id="bo", name="Bo Claes", desk="Luik-2")
ROWS = (
    a_queue_row("t1", claim=THEIRS, offer=offered_to_me()),
    a_queue_row("t2", claim=THEIRS, offer=offered_to_me()),
    a_queue_row("m1", claim=a_claim(), offer=offered_by_me(CY)),
    a_queue_row("m2", claim=a_claim()),
)


class Page:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend = ShiftView(), FakeBackend()
        self.opened: list[CaseId] = []
        self.presenter = ShiftPresenter(self.view, me(), self.backend, FakeClock(), self)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()
        self.presenter.on_snapshot(a_snapshot(*ROWS))
        self.presenter.opened()
        self.backend.last.done((BO, CY))
        self.view.setFocus()

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)

    def asked(self) -> list[tuple[str, str]]:
        return [(one.what, one.about) for one in self.backend.asked if one.what != "colleagues"]


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[Page]:
    yield from on_screen(Page(qapp), qapp, qtbot)


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def tab_to(name: str) -> None:
    for _ in range(30):
        if focus().accessibleName() == name:
            return
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
    raise AssertionError(name)


def test_a_case_is_accepted_with_keys_alone(page: Page) -> None:
    assert page.view.offered.hasFocus()
    QTest.keyClick(page.view.offered, Qt.Key.Key_Down)
    tab_to("Accept")
    QTest.keyClick(focus(), Qt.Key.Key_Space)
    assert page.asked() == [("accept_case", "t2")]


def test_everything_is_offered_with_keys_alone(page: Page) -> None:
    tab_to("Hand over to")
    QTest.keyClick(page.view.colleague, Qt.Key.Key_Down)
    tab_to("Offer all")
    QTest.keyClick(focus(), Qt.Key.Key_Space)
    assert page.asked() == [("offer_case", "m1"), ("offer_case", "m2")]


def test_a_button_acts_on_the_row_a_person_stands_on(page: Page) -> None:
    page.view.mine.setCurrentIndex(page.view.mine.model().index(0, 0))
    QTest.mouseClick(page.view.keep, Qt.MouseButton.LeftButton)
    page.view.offered.setCurrentIndex(page.view.offered.model().index(1, 2))
    QTest.mouseClick(page.view.look, Qt.MouseButton.LeftButton)
    assert page.asked() == [("withdraw_offer", "m1")]
    assert page.opened == ["t2"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_and_every_control_has_a_name(page: Page, language: str) -> None:
    i18n.set_language(language)
    page.view.retranslate()
    picture_of(page.view)
    assert unnamed_controls(page.view) == []
    assert page.view.minimumSizeHint().width() <= SIZE.width()


def test_it_follows_the_theme(page: Page) -> None:
    assert LIGHT.field.lower() in colours_of(picture_of(page.view))
    page.appearance.toggle()
    colours = colours_of(picture_of(page.view))
    assert DARK.field.lower() in colours
    assert LIGHT.field.lower() not in colours
