"""The one way a file leaves the desk: a person chooses where, it is written whole or not at all, and both is said.

What is in the file is made only after the place is chosen, from what was on the screen when the person asked; a case
that was opened meanwhile changes nothing. No file has more in it than its screen promises, and its proposed name holds
numbers of cases and dates, never a person.
"""

import errno
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.i18n import _


class FileKind(StrEnum):
    """What a file is; its value is the ending of its name."""

    PNG = "png"
    SVG = "svg"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that a person wants.

    Attributes:
        name: Proposed name, without its ending.
        kinds: What it can be saved as, the usual first.
        make: Makes the bytes and hands them on, now or a moment later.
    """

    name: str
    kinds: tuple[FileKind, ...]
    make: Callable[[FileKind, Callable[[bytes], None]], None]


class PlaceAsker(Protocol):
    """Asks a person where to save (``ui.widgets.save_dialog``)."""

    def ask(self, draft: Draft, chosen: Callable[[Path, FileKind], None]) -> None:
        """Ask; ``chosen`` is not called when the person thinks better of it."""


class Notices(Protocol):
    """Where the outcome is said (the alert strip)."""

    def tell(self, sentence: str) -> None:
        """Say what is only worth knowing."""

    def say(self, sentence: str) -> None:
        """Say what needs attention."""


class Saving:
    """Asks, writes and says. ``save`` is all a screen calls."""

    def __init__(self, asker: PlaceAsker, notices: Notices) -> None:
        self._asker = asker
        self._notices = notices

    def save(self, draft: Draft) -> None:
        """Ask where, and write it there."""
        self._asker.ask(draft, lambda path, kind: draft.make(kind, lambda content: self._write(path, content)))

    def _write(self, path: Path, content: bytes) -> None:
        """Write beside the place and move it there: a file that is found is whole."""
        part = path.with_name(f".{path.name}.part")
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            words = _("Not saved as {path}: {why}. Choose another place.")
            self._notices.say(words.format(path=path, why=_why(error)))
        else:
            self._notices.tell(_("Saved as {path}").format(path=path))


_REASONS: Mapping[int, Callable[[], str]] = {
    errno.EACCES: lambda: _("you may not write there"),
    errno.EPERM: lambda: _("you may not write there"),
    errno.EROFS: lambda: _("nothing can be written there"),
    errno.ENOSPC: lambda: _("the disk is full"),
    errno.ENOENT: lambda: _("the folder is not there"),
    errno.ENOTDIR: lambda: _("the folder is not there"),
    errno.EISDIR: lambda: _("a folder has that name"),
    errno.ENAMETOOLONG: lambda: _("the name is too long"),
}


def _why(error: OSError) -> str:
    known = _REASONS.get(error.errno or 0)
    return known() if known is not None else str(error.strerror or error)
