"""A digit is a digit on every keyboard of the centre."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from ui.widgets.digits import digit_of

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD, CTRL = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ControlModifier


def a_press(text: str, modifiers: Qt.KeyboardModifier = NONE, scan_code: int = 0, *, held: bool = False) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, 0, modifiers, scan_code, 0, 0, text, held)


@pytest.mark.parametrize(("sign", "digit"), list(zip("&é\"'(§è!çà", "1234567890", strict=True)))
def test_the_bare_belgian_row(sign: str, digit: str) -> None:
    assert digit_of(a_press(sign)) == digit


@pytest.mark.parametrize("modifiers", [NONE, SHIFT, KEYPAD])
def test_a_written_digit(modifiers: Qt.KeyboardModifier) -> None:
    assert digit_of(a_press("7", modifiers)) == "7"


@pytest.mark.parametrize(("platform", "first"), [("xcb", 10), ("windows", 2), ("wayland", 10)])
def test_the_place_of_the_key_decides_where_it_is_known(platform: str, first: int) -> None:
    assert digit_of(a_press("-", scan_code=first + 5), platform=platform) == "6", "the 6 of a French keyboard"
    assert digit_of(a_press("à", scan_code=first + 9), platform=platform) == "0"
    assert digit_of(a_press("'", scan_code=first + 38), platform=platform) == "", "the apostrophe of QWERTY"


@pytest.mark.parametrize(
    "event",
    [a_press("!", SHIFT), a_press("&", CTRL), a_press("a"), a_press(""), a_press("12"), a_press("1", held=True)],
)
def test_another_key_is_none(event: QKeyEvent) -> None:
    assert digit_of(event) == ""
