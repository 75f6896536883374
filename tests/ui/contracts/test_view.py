"""The page of contracts by mouse and by keys, in both themes, in every language and on the small screen."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.imports import ImportFault
from app.api.records import FoundRecords
from app.domain.account import Role
from app.domain.imports import ImportKind, ImportStage
from tests.support.backend import FakeBackend, FakeClock, FakeScheduler
from tests.support.contract import me
from tests.support.qt import picture_of, unnamed_controls
from tests.support.saving import SavingDesk
from tests.ui.contracts.test_presenter import DETAIL, FILE, ROW, Files, _info
from ui.contracts.presenter import ContractsPresenter
from ui.contracts.view import ContractsView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT, Tokens

SIZE = QSize(1040, 580)


class Page:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, clock = ContractsView(), FakeBackend(), FakeClock()
        self.scheduler = FakeScheduler(clock)
        person = me(roles=(Role.SUPERVISOR,))
        saving = SavingDesk().saving
        self.presenter = ContractsPresenter(self.view, person, self.backend, Files(), self.scheduler, saving)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()
        self.presenter.opened()

    def opens(self) -> None:
        QTest.keyClicks(self.view.search, "1abc")
        self.scheduler.advance(1)
        self.backend.last.done(FoundRecords(rows=(ROW,), more=False))
        picture_of(self.view)
        QTest.keyClick(self.view.table, Qt.Key.Key_Return)
        self.backend.last.done(DETAIL)
        picture_of(self.view)

    def has_faults(self) -> None:
        self.presenter.show_import()
        self.presenter._import.choose(FILE, ImportKind.CONTRACTS)  # noqa: SLF001 - the dialog is of the system
        self.backend.last.done(_info(ImportStage.RECEIVING, received_bytes=3))
        faults = [ImportFault(line=2, column="plate", shown="<b>=1+1</b>", code="no_plate", detail={})]
        self.backend.last.done(_info(ImportStage.CHECKED, fault_count=1, faults=tuple(faults)))
        picture_of(self.view)


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[Page]:
    page = Page(qapp)
    page.view.activateWindow()
    qtbot.waitUntil(page.view.isActiveWindow)
    yield page
    i18n.set_language("en")
    shiboken6.delete(page.view)
    qapp.setStyleSheet("")


def test_search_choose_type_and_store_without_a_mouse(page: Page) -> None:
    page.opens()
    line = page.view.form.fields["driver_phone"].line
    line.setFocus()
    QTest.keyClicks(line, "0470 12 34 56")
    assert line.text() == "0470 12 34 56"
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.backend.names()[-1] == "mend_record"


def test_a_field_that_is_refused_says_so_to_a_screen_reader_too(page: Page) -> None:
    page.opens()
    QTest.keyClicks(page.view.form.fields["imei"].line, "x")
    page.view.form.save.click()
    page.backend.last.refused("cells_refused", imei="no_imei")
    field = page.view.form.fields["imei"]
    assert "15" in field.fault.text()
    assert "15" in field.line.accessibleDescription()


def test_no_button_takes_the_place_of_store(page: Page) -> None:
    page.opens()
    form = page.view.form
    before = form.save.geometry()
    QTest.keyClicks(form.fields["street"].line, "Kerkstraat 1")
    picture_of(page.view)
    assert form.save.geometry() == before
    assert not form.close_form.geometry().intersects(before)


def test_what_stands_in_a_file_is_shown_as_text_and_never_as_markup(page: Page) -> None:
    page.has_faults()
    assert page.view.file.lines.texts()[0][1] == "<b>=1+1</b>"
    assert not page.view.left.isVisible()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_the_small_screen_and_everything_has_a_name(page: Page, language: str) -> None:
    i18n.set_language(language)
    page.view.retranslate()
    page.opens()
    area = page.view.form.area
    content = area.widget()
    assert content is not None
    assert content.minimumSizeHint().width() <= area.viewport().width(), "no field is cut"
    assert page.view.minimumSizeHint().width() <= SIZE.width()
    assert page.view.minimumSizeHint().height() <= SIZE.height()
    assert unnamed_controls(page.view) == []
    page.has_faults()
    assert page.view.minimumSizeHint().width() <= SIZE.width()
    assert unnamed_controls(page.view) == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_a_fault_is_painted_in_the_colour_of_the_theme(page: Page, tokens: Tokens) -> None:
    page.appearance.choose(dark=tokens.is_dark)
    page.has_faults()
    assert tokens.critical.lower() in page.view.file.words.styleSheet().lower()
