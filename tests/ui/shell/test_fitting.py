"""No window opens larger than its screen."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.shell.fitting import FIRST_SIZE, FRAME, fit
from ui.shell.gate import GateWindow


def test_a_window_has_its_wished_size_where_that_fits(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    fit(window, QRect(0, 0, 1920, 1040))
    assert window.size() == FIRST_SIZE
    assert not window.isMaximized()


def test_on_a_small_screen_it_takes_what_there_is(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    fit(window, QRect(0, 28, 1366, 740))
    assert window.size() == QSize(1366, 740) - FRAME, "with its frame it is as large as the room"
    assert window.pos() == QPoint(0, 28)
    assert window.isMaximized()


def test_a_screen_of_just_its_size_has_no_room_for_its_frame(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    fit(window, QRect(0, 0, 1440, 900))
    assert window.isMaximized()
    assert window.height() < FIRST_SIZE.height()


def test_the_gate_opens_inside_its_screen(qtbot: QtBot) -> None:
    gate = GateWindow()
    qtbot.addWidget(gate)
    room = gate.screen().availableGeometry().size()
    assert gate.size() == FIRST_SIZE.boundedTo(room - FRAME)
