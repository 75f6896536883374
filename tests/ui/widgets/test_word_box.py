"""Letters choose what they mean, or nothing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets.word_box import ALSO_ROLE, WordBox

ENTRIES = (("choose", ""), ("the car burned", "fire"), ("the car was stolen", "theft"), ("flat tyre", "tyre"))


@pytest.fixture(autouse=True)
def slow_hands(qapp: QApplication) -> Iterator[None]:
    """However slow the machine is, the letters belong together."""
    before = qapp.keyboardInputInterval()
    qapp.setKeyboardInputInterval(60_000)
    yield
    qapp.setKeyboardInputInterval(before)


def a_box(qtbot: QtBot) -> tuple[WordBox, list[str]]:
    box, chosen = WordBox(), list[str]()
    qtbot.addWidget(box)
    for text, key in ENTRIES:
        box.addItem(text, key)
    box.activated.connect(lambda place: chosen.append(box.itemData(place)))
    return box, chosen


def test_the_beginning_of_a_word_chooses_its_entry(qtbot: QtBot) -> None:
    box, chosen = a_box(qtbot)
    QTest.keyClicks(box, "stol")
    assert (box.currentData(), chosen) == ("theft", ["theft"])


def test_letters_that_mean_nothing_choose_nothing(qtbot: QtBot) -> None:
    box, chosen = a_box(qtbot)
    QTest.keyClicks(box, "b")
    assert box.currentData() == "fire"
    QTest.keyClicks(box, "x")
    assert (box.currentData(), chosen) == ("", ["fire", ""])


def test_letters_of_several_entries_choose_none(qtbot: QtBot) -> None:
    box, chosen = a_box(qtbot)
    QTest.keyClicks(box, "the car w")
    assert (box.currentData(), chosen) == ("theft", ["theft"])
    box, chosen = a_box(qtbot)
    QTest.keyClicks(box, "t")
    assert (box.currentData(), chosen) == ("", [])


def test_a_word_that_alone_means_another_entry_chooses_that_one(qtbot: QtBot) -> None:
    box, _chosen = a_box(qtbot)
    box.addItem("crash of a computer", "computer")
    box.addItem("collision", "collision")
    box.setItemData(box.findData("collision"), ("crash",), ALSO_ROLE)
    QTest.keyClicks(box, "cra")
    assert box.currentData() == "collision"
    QTest.keyClicks(box, "sh o")
    assert box.currentData() == "computer"


def test_what_else_people_say_for_an_entry_chooses_it(qtbot: QtBot) -> None:
    """Before the word of an entry that only has it somewhere: "theft" is no attempted theft."""
    box, _chosen = a_box(qtbot)
    box.addItem("attempted theft", "attempt")
    box.setItemData(box.findData("theft"), ("theft", "thief"), ALSO_ROLE)
    for typed, meant in (("thef", "theft"), ("thie", "theft"), ("attem", "attempt"), ("tyre", "tyre"), ("yre", "tyre")):
        box.setCurrentIndex(0)
        QTest.keyClicks(box, typed)
        assert box.currentData() == meant
        QTest.keyClick(box, Qt.Key.Key_Home)
