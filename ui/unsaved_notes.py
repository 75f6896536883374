"""Which cases have a note that is typed and stored nowhere, and what a desk left behind that ended without saving.

Several desks may run on one data folder: each keeps a record of its own, with numbers of cases and nothing else, under
a lock that ends with its process. What stands in a record whose desk still runs is not lost; it is on that screen.
"""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.domain.ids import new_id

FOLDER_NAME = "unsaved-notes"


class UnsavedNotes:
    """The record of this desk, and what others left in theirs."""

    def __init__(self, data_folder: Path) -> None:
        self._folder = data_folder / FOLDER_NAME
        self._record = self._folder / f"{new_id()}.txt"
        self._lock = _lock_of(self._record)

    def remember(self, numbers: str) -> None:
        """Keep the numbers of the cases whose note is not saved; "" = all are."""
        with suppress(OSError):
            if not numbers:
                self._record.unlink(missing_ok=True)
                self._lock.unlock()
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            if not self._lock.isLocked():
                self._lock.tryLock(0)
            self._record.write_text(numbers, encoding="utf-8")

    def take_lost(self) -> str:
        """Return once what nobody has on a screen any more: of desks that ended, and of this one's last person."""
        lost = [_taken(self._record)]
        self.remember("")
        for record in sorted(self._folder.glob("*.txt")):
            lock = _lock_of(record)
            if lock.tryLock(0):
                lost.append(_taken(record))
                lock.unlock()
        return ", ".join(sorted({number for numbers in lost for number in numbers.split(", ") if number}))


def _lock_of(record: Path) -> QLockFile:
    lock = QLockFile(str(record.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # only the end of its process ends it
    return lock


def _taken(record: Path) -> str:
    with suppress(OSError, ValueError):
        numbers = record.read_text(encoding="utf-8")
        record.unlink()
        return numbers
    return ""
