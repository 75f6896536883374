"""The two files of an import in the data folder, and how many of its rows are put in place at once.

Both files hold people: they are made for this user alone, and are gone with the import.
"""

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from app.domain.imports import ImportKind
from app.usecases.import_ready import ready_rows
from app.usecases.import_rows import ReadRow

FEWEST_ROWS: Final = 75
FIRST_ROWS: Final = 150
MOST_ROWS: Final = 800

TURN_S: Final = 0.03
"""Of computing: so long the database is kept from everybody else, on a machine that has nothing else to do. An E-call
waits for one turn at most, because the next is held back while it is under way."""


class Pace:
    """How many rows are put in place in one turn: as many as take about ``TURN_S`` on this machine, now."""

    def __init__(self) -> None:
        self.rows = FIRST_ROWS

    def took(self, rows: int, seconds: float) -> None:
        """Learn from a turn; one alone changes the number by half at most."""
        fit = int(rows * TURN_S / max(seconds, TURN_S / 10))
        bounded = max(self.rows // 2, min(fit, self.rows * 3 // 2))
        self.rows = max(FEWEST_ROWS, min(bounded, MOST_ROWS))


def private(path: Path) -> BinaryIO:
    """Open a file of this user to be written anew."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def sync_folder(folder: Path) -> None:
    """Have the names in the folder on the disk, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        hashed = sha256()
        while piece := file.read(1024 * 1024):
            hashed.update(piece)
    return hashed.hexdigest()


def kind_of(path: Path) -> ImportKind:
    """Return what the rows of a ready file are."""
    with path.open("rb") as ready:
        return ImportKind(json.loads(ready.readline())["kind"])


def ready_turns(path: Path, pace: Pace) -> Iterator[list[ReadRow]]:
    """Yield the rows of a ready file, so many at once as the pace says."""
    with path.open(encoding="utf-8") as ready:
        next(ready)
        waiting = ready_rows(ready)
        while rows := list(islice(waiting, pace.rows)):
            yield rows
