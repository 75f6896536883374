"""The page of gateways by mouse and by keys, in both themes, in every language and on the small screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.gateways import SetGateway
from app.domain.account import Role
from app.domain.gateway import Channel, GatewayCondition
from tests.support.backend import FakeBackend, FakeClock, FakeScheduler
from tests.support.contract import NOW, a_tick, me
from tests.support.gateway_screen import a_channel, a_gateway, gateways_info
from tests.support.qt import colours_of, on_screen, picture_of, unnamed_controls
from ui.gateways.presenter import GatewaysPresenter
from ui.gateways.view import GatewaysView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

SIZE = QSize(1040, 580)
DOWN = a_gateway(Channel.SMS, GatewayCondition.DOWN, message="bind refused: 0x0e", backlog=4, backlog_since=NOW)


class Page:
    def __init__(self, application: QApplication, role: Role = Role.ADMIN) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, clock = GatewaysView(), FakeBackend(), FakeClock()
        scheduler = FakeScheduler(clock)
        self.presenter = GatewaysPresenter(self.view, me(roles=(role,)), self.backend, clock, scheduler)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()
        self.presenter.opened()
        self.backend.last.done(gateways_info(a_channel(DOWN)))
        self.view.setFocus()


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[Page]:
    yield from on_screen(Page(qapp), qapp, qtbot)


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def keys(text: str) -> None:
    QTest.keyClicks(focus(), text)


def test_a_gateway_is_set_with_keys_alone(page: Page) -> None:
    table = page.view.channels
    assert table.hasFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    host = page.view.form.fields["host"].line
    for _ in range(20):
        if host.hasFocus():
            break
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
    assert host.hasFocus()
    host.selectAll()
    keys("other.test")
    QTest.keyClick(host, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    command = page.backend.last.command
    assert isinstance(command, SetGateway)
    assert command.values["host"] == "other.test"


def test_a_tick_moves_neither_cursor_nor_row(page: Page) -> None:
    page.presenter.choose(1)
    host = page.view.form.fields["host"].line
    host.setFocus()
    host.setCursorPosition(2)
    keys("x")
    page.presenter.on_tick(a_tick(gateways=tuple(DOWN if one is Channel.SMS else a_gateway(one) for one in Channel)))
    assert page.view.form.fields["host"].line is host
    assert (host.text(), host.cursorPosition()) == ("smxsc.test", 3)
    page.view.channels.setFocus()
    QTest.keyClick(page.view.channels, Qt.Key.Key_Down)
    page.presenter.refresh()
    assert page.view.channels.currentIndex().row() == 2


def test_the_secret_is_typed_blind_and_shown_nowhere(page: Page) -> None:
    page.presenter.choose(1)
    line = page.view.form.fields["password"].line
    assert line.echoMode() is QLineEdit.EchoMode.Password
    assert (line.text(), line.placeholderText()) == ("", "kept, not shown")


def test_an_adapter_is_chosen_and_its_fields_come(page: Page) -> None:
    page.presenter.choose(1)
    combo = page.view.form.adapter
    assert [combo.itemText(row) for row in range(combo.count())] == [
        "by hand",
        "SMS centre (SMPP 3.4)",
        "SMS provider (HTTP)",
    ]
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert list(page.view.form.fields) == ["url"]
    assert page.view.form.fields["url"].isVisible()


def test_what_is_missing_has_the_focus_and_the_form_does_not_jump_when_it_is_typed(page: Page) -> None:
    page.view.channels.selectRow(1)
    page.presenter.choose(1)
    host = page.view.form.fields["host"]
    host.line.clear()
    host.line.textEdited.emit("")
    page.presenter.save()
    page.backend.last.refused("invalid", fields="host")
    QApplication.processEvents()
    assert host.line.hasFocus()
    assert host.fault.isVisible()
    height = host.height()
    keys("smsc.test")
    page.presenter.refresh()
    QApplication.processEvents()
    assert not host.fault.isVisible()
    assert host.height() == height


def test_an_operator_looks_and_finds_no_field(qapp: QApplication, qtbot: QtBot) -> None:
    for page in on_screen(Page(qapp, Role.OPERATOR), qapp, qtbot):
        assert not page.view.form.isVisible()
        assert page.view.words.text() == "Only an administrator sets gateways and tests them."
        assert page.view.automatic.isVisible()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_control_has_a_name_and_it_fits_in_every_language(page: Page, language: str) -> None:
    i18n.set_language(language)
    page.presenter.choose(1)
    page.view.retranslate()
    picture_of(page.view)
    assert unnamed_controls(page.view) == []
    assert page.view.minimumSizeHint().width() <= SIZE.width()


def test_it_follows_the_theme(page: Page) -> None:
    page.presenter.choose(1)
    assert LIGHT.field.lower() in colours_of(picture_of(page.view))
    page.appearance.toggle()
    colours = colours_of(picture_of(page.view))
    assert DARK.field.lower() in colours
    assert LIGHT.field.lower() not in colours
