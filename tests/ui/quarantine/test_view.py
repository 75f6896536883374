"""The page of messages kept aside by mouse and by keys, in both themes, in every language."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.senders import FrameInfo, ReleaseFrame, UplinkInfo
from app.domain.account import Role
from app.domain.ids import UplinkId
from app.domain.uplink import UplinkState
from tests.support.backend import FakeBackend, FakeClock
from tests.support.contract import a_tick, me
from tests.support.qt import colours_of, on_screen, picture_of, unnamed_controls
from tests.support.saving import Said
from tests.ui.quarantine.test_presenter import a_frame
from ui.quarantine.presenter import QuarantinePresenter
from ui.quarantine.view import QuarantineView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

SIZE = QSize(1040, 580)


class Page:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.said = QuarantineView(), FakeBackend(), Said()
        self.presenter = QuarantinePresenter(
            self.view, me(roles=(Role.SUPERVISOR,)), self.backend, FakeClock(), self.said
        )
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()
        self.presenter.opened()
        self.backend.last.done((a_frame(7), a_frame(8, "truncated"), a_frame(9)))


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[Page]:
    yield from on_screen(Page(qapp), qapp, qtbot)


def test_arrows_choose_a_message_and_its_reason_goes_with_it(page: Page) -> None:
    page.view.setFocus()
    assert page.view.title.text().startswith("Message 7")
    QTest.keyClick(page.view.table, Qt.Key.Key_Down)
    assert page.view.title.text().startswith("Message 8")
    assert page.view.fault.text() == "its end is missing"
    QTest.keyClicks(page.view.reason, "Test of the maker.")
    assert page.view.release.isEnabled()
    QTest.keyClick(page.view.table, Qt.Key.Key_Down)
    assert page.view.reason.text() == ""
    assert not page.view.release.isEnabled()


def test_bytes_decoding_and_release_by_their_buttons_and_enter(page: Page) -> None:
    assert not page.view.bytes.isVisible()
    page.view.see.click()
    page.backend.last.done(FrameInfo(uplink_id=UplinkId(7), hex="5332"))
    assert page.view.bytes.toPlainText().startswith("000000  53 32")
    assert page.view.bytes.isReadOnly()
    page.view.decode.click()
    page.backend.last.done(UplinkInfo(uplink_id=UplinkId(7), state=UplinkState.QUARANTINED))
    assert page.view.said.text() == "This version cannot read it either. It stays here."
    QTest.keyClicks(page.view.reason, "Test of the maker.")
    QTest.keyClick(page.view.reason, Qt.Key.Key_Return)
    assert page.backend.last.command == ReleaseFrame(reason="Test of the maker.")
    page.backend.last.done(UplinkInfo(uplink_id=UplinkId(7), state=UplinkState.RELEASED))
    page.backend.last.done((a_frame(8), a_frame(9)))
    assert page.view.title.text().startswith("Message 8")
    assert page.view.reason.text() == ""


def test_a_list_that_changes_under_a_person_keeps_what_they_chose(page: Page) -> None:
    page.view.table.setCurrentIndex(page.view.table.model().index(1, 0))
    QTest.keyClicks(page.view.reason, "half a rea")
    page.presenter.on_tick(a_tick(quarantined=2))
    page.backend.last.done((a_frame(8, "truncated"), a_frame(9)))
    assert page.view.title.text().startswith("Message 8")
    assert page.view.table.currentIndex().row() == 0
    assert page.view.reason.text() == "half a rea"


def test_an_empty_page_shows_no_empty_table(page: Page) -> None:
    page.presenter.opened()
    page.backend.last.done(())
    assert not page.view.table.isVisible()
    assert not page.view.release.isVisible()
    assert "waits here" in page.view.words.text()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_and_every_control_has_a_name(page: Page, language: str) -> None:
    i18n.set_language(language)
    page.view.see.click()
    page.backend.last.done(FrameInfo(uplink_id=UplinkId(7), hex="5332" * 200))
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
