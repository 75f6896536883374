"""The first evening in a centre: the desk makes the first administrator, who sees how the service is and no case."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app import i18n
from app.bootstrap import Desk, DeskOptions
from app.domain.account import Role
from tests.support.detector import Detector, a_detector
from ui.actions import ActionId
from ui.open_desk import OpenDesk
from ui.queue.view import QueueView
from ui.service_keeper import ServicePlace
from ui.shell.alert_strip import AlertStrip


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Detector]:
    with a_detector(tmp_path / "data", ()) as service:
        yield service


class Evening:
    """A desk on that folder, and a hand at it."""

    def __init__(self, application: QApplication, service: Detector, qtbot: QtBot) -> None:
        self.desk = Desk(application, DeskOptions(ServicePlace(service.folder), silent=True))
        self._qtbot = qtbot
        self.desk.choose_language("en")
        self.desk.start()

    def wait_for_page(self, heading: str) -> None:
        page = self.desk.gate.sign_in
        self._qtbot.waitUntil(lambda: any(one.text() == heading for one in page.findChildren(QLabel)), timeout=20_000)

    def type(self, **texts: str) -> None:
        for field in self.desk.gate.sign_in.findChildren(QLineEdit):
            field.setText(texts.get(field.accessibleName().replace(" ", "_").replace(",", "").lower(), field.text()))

    def press(self) -> None:
        [button] = self.desk.gate.sign_in.findChildren(QPushButton)
        button.click()

    def opened(self) -> OpenDesk:
        self._qtbot.waitUntil(lambda: self.desk.open_desk is not None, timeout=20_000)
        assert self.desk.open_desk is not None
        return self.desk.open_desk


@pytest.fixture
def evening(qapp: QApplication, service: Detector, qtbot: QtBot) -> Iterator[Evening]:
    hook = sys.excepthook
    evening = Evening(qapp, service, qtbot)
    yield evening
    sys.excepthook = hook
    evening.desk.quit()
    if evening.desk.open_desk is not None:
        shiboken6.delete(evening.desk.open_desk.window)
    shiboken6.delete(evening.desk.gate)
    shiboken6.delete(evening.desk)
    i18n.set_language("en")
    qapp.setStyleSheet("")


def test_the_first_administrator_has_a_live_desk_without_cases(evening: Evening, qtbot: QtBot) -> None:
    evening.wait_for_page("First administrator")
    [takes_calls] = evening.desk.gate.sign_in.findChildren(QCheckBox)
    takes_calls.setChecked(False)
    secret = "correct horse"
    evening.type(login="bea", name_as_others_read_it="Bea Claes", password=secret, password_again=secret)
    evening.press()
    opened = evening.opened()
    assert set(opened.me.account.roles) == {Role.ADMIN}
    [strip] = opened.window.findChildren(AlertStrip)
    qtbot.waitUntil(lambda: evening.desk.stream.link.alive and "call_back_number" in strip.said, timeout=20_000)
    assert "No link" not in strip.said
    [queue] = opened.window.findChildren(QueueView)
    spoken = [queue.model.index(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(3)]
    assert spoken == ["Your account shows no cases. Operators, supervisors and auditors see them.", None, None]
    opened.actions.trigger(ActionId.SIGN_OUT)
    qtbot.waitUntil(lambda: evening.desk.open_desk is None, timeout=20_000)
    evening.wait_for_page("Sign in")
