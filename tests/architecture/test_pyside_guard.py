"""PySide6 6.12.0 loses a reference on every call on Python 3.11: the interpreter aborts after some thousand calls."""

import sys

import PySide6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

MANY = 20_000


class Bell(QObject):
    """Something that rings."""

    rang = Signal(int)


def test_this_pair_of_python_and_pyside_is_sound() -> None:
    assert sys.version_info >= (3, 12) or PySide6.__version_info__ < (6, 12)


def test_twenty_thousand_signals_and_texts_do_no_harm(qtbot: QtBot) -> None:
    label, bell, heard = QLabel(), Bell(), [0]
    qtbot.addWidget(label)
    bell.rang.connect(lambda count: heard.__setitem__(0, count))
    for count in range(1, MANY + 1):
        bell.rang.emit(count)
        label.setText(str(count))
    assert heard == [MANY]
    assert label.text() == str(MANY)
