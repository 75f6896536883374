"""The page sends what was typed, by Enter and by the button, and hides what the mode does not need."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app import i18n
from ui.sign_in.state import FirstAccount, SignInMode, SignInState
from ui.sign_in.view import SignInView


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[SignInView]:
    view = SignInView()
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    yield view
    i18n.set_language("en")
    shiboken6.delete(view)


def fields(view: SignInView) -> dict[str, QLineEdit]:
    return {field.accessibleName(): field for field in view.findChildren(QLineEdit) if field.isVisible()}


def test_enter_in_the_password_signs_in(view: SignInView, qtbot: QtBot) -> None:
    view.show_state(SignInState(SignInMode.SIGN_IN, "an.verbeke", "", is_busy=False))
    assert list(fields(view)) == ["Login", "Password"]
    assert QApplication.focusWidget() is fields(view)["Password"]
    QTest.keyClicks(fields(view)["Password"], "geheim 1")
    with qtbot.waitSignal(view.sign_in_requested) as sent:
        QTest.keyClick(fields(view)["Password"], Qt.Key.Key_Return)
    assert sent.args == ["an.verbeke", "geheim 1"]


def test_what_went_wrong_stands_on_the_page_and_the_login_stays(view: SignInView) -> None:
    view.show_state(SignInState(SignInMode.SIGN_IN, "", "", is_busy=False))
    fields(view)["Login"].setText("typed")
    view.show_state(SignInState(SignInMode.SIGN_IN, "", "Name or password is wrong.", is_busy=False))
    assert "Name or password is wrong." in [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    assert fields(view)["Login"].text() == "typed"


def test_while_it_waits_nothing_is_sent_twice(view: SignInView, qtbot: QtBot) -> None:
    view.show_state(SignInState(SignInMode.SIGN_IN, "an", "", is_busy=True))
    with qtbot.assertNotEmitted(view.sign_in_requested):
        QTest.keyClick(fields(view)["Password"], Qt.Key.Key_Return)
    assert not view.findChildren(QPushButton)[0].isEnabled()


def test_the_first_account_asks_for_everything(view: SignInView, qtbot: QtBot) -> None:
    view.show_state(SignInState(SignInMode.FIRST_ACCOUNT, "", "", is_busy=False))
    typed = {"Login": "admin", "Name, as others read it": "An V.", "Password": "lang 1", "Password again": "lang 2"}
    for name, text in typed.items():
        fields(view)[name].setText(text)
    view.findChildren(QCheckBox)[0].setChecked(False)
    with qtbot.waitSignal(view.first_account_requested) as sent:
        view.findChildren(QPushButton)[0].click()
    assert sent.args == [FirstAccount("admin", "An V.", "lang 1", "lang 2", takes_calls=False)]


def test_passwords_are_hidden(view: SignInView) -> None:
    view.show_state(SignInState(SignInMode.FIRST_ACCOUNT, "", "", is_busy=False))
    for name in ("Password", "Password again"):
        assert fields(view)[name].echoMode() is QLineEdit.EchoMode.Password
