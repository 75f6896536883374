"""A list to choose from by typing: it chooses what was typed, and nothing when that means nothing.

A list of Qt keeps the entry of the first letter when no entry begins with the next ones: who types "dief" for a theft
gets the first entry with a d. Here the letters are looked for at the beginning of an entry, then of the other words
that people use for it, then of any of its words, then anywhere in it. The first of these that fits decides: it chooses
its entry, or nothing where it fits several. A word that alone means another entry chooses that one while it is typed:
"accident" is the crash, and the entry that only begins with that word takes one more letter.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox

SLOW_HAND_MS = 1000
ALSO_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""What else people say for an entry: words, the most telling first."""


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
        for fits in _WAYS:
            found = [
                place for place in entries if fits(self.itemText(place).casefold(), self._also(place), self._typed)
            ]
            if found:
                return self._plain(found[0], entries) if len(found) == 1 else self.findData("")
        return self.findData("")

    def _plain(self, found: int, entries: Sequence[int]) -> int:
        """Return the entry that the first word of the found one means alone, while no more than that word is typed."""
        first, *_more = self.itemText(found).casefold().split()
        if not first.startswith(self._typed):
            return found
        return next((place for place in entries if first in self._also(place)), found)

    def _also(self, place: int) -> list[str]:
        return [word.casefold() for word in self.itemData(place, ALSO_ROLE) or ()]

    def _choose(self, place: int) -> None:
        if place != self.currentIndex():
            self.setCurrentIndex(place)
            self.activated.emit(place)


_Fits = Callable[[str, Sequence[str], str], bool]
_WAYS: tuple[_Fits, ...] = (
    lambda _text, also, typed: typed in also,
    lambda text, _also, typed: text.startswith(typed),
    lambda _text, also, typed: any(word.startswith(typed) for word in also),
    lambda text, _also, typed: f" {typed}" in text,
    lambda text, also, typed: any(typed in one for one in (text, *also)),
)
"""How what was typed may be meant, the surest way first."""
