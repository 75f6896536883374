"""Which digit a key means, for the panels whose buttons carry digits.

The top row of a Belgian keyboard writes & é " ' ( § è ! ç à where others write digits, so its place on the keyboard
decides, as far as the system tells it; the signs alone decide elsewhere. A held key is no second press.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_ROW = "1234567890"
_SIGNS: Mapping[str, str] = dict(zip("&é\"'(§è!çà", _ROW, strict=True))
_FIRST_KEY: Mapping[str, int] = {"windows": 2, "xcb": 10, "wayland": 10}
"""The scan code of the key of the 1, by Qt platform; the others of the row follow it."""

_KEYS_OF_WRITING = 52
"""So many scan codes from there on are keys that write: there the place decides alone (' is no 4 on QWERTY)."""


def digit_of(event: QKeyEvent, *, platform: str = "") -> str:
    """Return the digit of a key event; empty = it is none. ``platform``: of Qt, this one when not given."""
    if event.isAutoRepeat():
        return ""
    if event.text() in tuple(_ROW):
        return event.text()
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return ""
    first = _FIRST_KEY.get(platform or QGuiApplication.platformName())
    place = -1 if first is None else event.nativeScanCode() - first
    if 0 <= place < _KEYS_OF_WRITING:
        return _ROW[place : place + 1]
    return _SIGNS.get(event.text().lower(), "")
