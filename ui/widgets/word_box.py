"""A list to choose from by typing: it chooses what was typed, and nothing when that means nothing.

A list of Qt keeps the entry of the first letter when no entry begins with the next ones: who types "dief" for a theft
gets the first entry with a d. Here the letters are looked for at the beginning of every word of an entry; one entry
that has them is chosen, none or several leave the list without a choice.
"""

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox

SLOW_HAND_MS = 1000


class WordBox(QComboBox):
    """A list that is chosen from by letters; its entry with empty data is "nothing chosen"."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._since = QElapsedTimer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look for what is typed; every other key is as in any list."""
        letter = event.text()
        if not letter.isprintable() or not letter or (letter == " " and not self._is_typing()):
            self._typed = ""
            super().keyPressEvent(event)
            return
        self._typed = self._typed + letter.casefold() if self._is_typing() else letter.casefold()
        self._since.start()
        self._choose(self._found())

    def _is_typing(self) -> bool:
        pause = max(QApplication.keyboardInputInterval(), SLOW_HAND_MS)
        return bool(self._typed) and self._since.isValid() and not self._since.hasExpired(pause)

    def _found(self) -> int:
        """Return the entry that was typed; the empty one when none or several may be meant."""
        entries = [place for place in range(self.count()) if self.itemData(place)]
        found = [place for place in entries if _has(self.itemText(place).casefold(), self._typed)]
        begins = [place for place in found if self.itemText(place).casefold().startswith(self._typed)]
        clear = begins if len(begins) == 1 else found
        return clear[0] if len(clear) == 1 else self.findData("")

    def _choose(self, place: int) -> None:
        if place != self.currentIndex():
            self.setCurrentIndex(place)
            self.activated.emit(place)


def _has(text: str, typed: str) -> bool:
    """Whether a word of the text begins with what was typed."""
    return text.startswith(typed) or f" {typed}" in text
