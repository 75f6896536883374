"""How the page of contracts gets at the bytes of a file, in plain Python."""

from pathlib import Path
from typing import Protocol


class FileReader(Protocol):
    """The bytes of a file a person chose."""

    def size_of(self, path: Path) -> int:
        """Return how many there are.

        Raises:
            OSError: It cannot be read.
        """

    def read(self, path: Path, offset: int, most: int) -> bytes:
        """Return some of them.

        Raises:
            OSError: It cannot be read.
        """
