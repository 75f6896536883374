"""A person who says where to save, and the alert strip that hears how it went, written by hand."""

from collections.abc import Callable
from pathlib import Path

from ui.saving import Draft, FileKind, Saving


class Places:
    """The save dialog: keeps what was asked, answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[Draft] = []
        self._chosen: Callable[[Path, FileKind], None] = lambda _path, _kind: None

    def ask(self, draft: Draft, chosen: Callable[[Path, FileKind], None]) -> None:
        self.asked.append(draft)
        self._chosen = chosen

    def choose(self, path: Path, kind: FileKind) -> None:
        """Give a place."""
        self._chosen(path, kind)


class Said:
    """The alert strip."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.warned: list[str] = []

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)

    def say(self, sentence: str) -> None:
        self.warned.append(sentence)


class SavingDesk:
    """``Saving`` between a person and the strip of a test."""

    def __init__(self) -> None:
        self.places, self.said = Places(), Said()
        self.saving = Saving(self.places, self.said)
