"""What the start page says can be read whole, however long its paths and words are."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.shell.gate import GateWindow

PATH = "/home/user/.local/share/vivium-bijstand/centre-of-leuven-and-the-rest/settings.toml"
FAULT = (
    f"The service does not start: {PATH}, line 14: there is no setting “callback_number”; did you mean "
    "“call_back_number”? Mend the file; the desk goes on by itself as soon as it can be read."
)
WINDOWS = f"{FAULT} C:\\ProgramData\\VIVIUM\\{'a-very-long-name' * 6}\\settings.toml"


@pytest.mark.parametrize("sentence", ["The service is starting …", FAULT, FAULT * 3, WINDOWS])
@pytest.mark.parametrize("size", [QSize(1000, 700), QSize(720, 520)])
def test_every_line_of_a_fault_is_whole(qtbot: QtBot, sentence: str, size: QSize) -> None:
    gate = GateWindow()
    qtbot.addWidget(gate)
    gate.resize(size)
    gate.show()
    gate.waiting.say(lambda: sentence)
    QApplication.processEvents()
    assert gate.waiting.text() == sentence
    label = next(one for one in gate.waiting.findChildren(QLabel) if one.accessibleName() == sentence)
    room = QRect(0, 0, label.contentsRect().width(), 1 << 16)
    needed = label.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), label.text())
    assert needed.height() <= label.contentsRect().height()
    assert needed.width() <= label.contentsRect().width()
    assert gate.waiting.rect().contains(label.geometry())
