"""A line with a tick: its words belong to the box."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from ui.widgets.tick_line import TickLine


@pytest.fixture
def line(qapp: QApplication) -> Iterator[TickLine]:
    del qapp
    made = TickLine(QCheckBox())
    made.say("It goes on", key="3", under="It comes although the case is closed.")
    made.show()
    yield made
    shiboken6.delete(made)


def test_a_click_on_the_words_ticks_the_box(line: TickLine) -> None:
    QTest.mouseClick(line.words, Qt.MouseButton.LeftButton)
    assert line.choice.isChecked()
    line.choice.setEnabled(False)
    QTest.mouseClick(line.words, Qt.MouseButton.LeftButton)
    assert line.choice.isChecked()


def test_a_screen_reader_hears_words_and_consequence(line: TickLine) -> None:
    assert line.choice.accessibleName() == "It goes on"
    assert line.choice.accessibleDescription() == "It comes although the case is closed."
    assert (line.choice.text(), line.under.isVisible()) == ("3", True)
    line.say("It stops")
    assert not line.under.isVisible()
