"""Where the focus rests when nobody put it anywhere: where Space is NEXT and the keys of the desk act.

Qt would hand it to the next control of the tab chain, and the next Space would press a button nobody chose.
"""

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget


@runtime_checkable
class RestingPlace(Protocol):
    """A window that knows where its focus rests."""

    def rest_focus(self) -> None:
        """Put the focus where no key presses a button."""


def rest_focus(widget: QWidget) -> None:
    """Put the focus of the window of this widget to rest."""
    window = widget.window()
    if isinstance(window, RestingPlace):
        window.rest_focus()
    else:
        window.setFocus()
