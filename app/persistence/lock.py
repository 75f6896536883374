"""One service per data folder.

The lock is the operating system's, on an open file: it ends with the process however that ends, so a killed service
never locks its successor out, and a pid that was given to another program never looks like a running service. The pid
in the file is for the sentence on the screen, and for who wants to stop that process while it has the lock. On Windows
a locked byte cannot be read by others, so the lock stands far behind the pid.
"""

import os
import sys
from pathlib import Path
from typing import Final

from app.usecases.store import StoreInUse

_LOCKED_BYTE: Final = 1 << 30


class FolderLock:
    """The exclusive right to write in a folder, until released."""

    def __init__(self, file: Path) -> None:
        """Take the lock.

        Raises:
            StoreInUse: Another process has it.
            OSError: The folder cannot be written to.
        """
        self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as fault:
            pid = _pid_in(self._descriptor)
            os.close(self._descriptor)
            raise StoreInUse(pid) from fault
        try:
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, f"{os.getpid()}\n".encode())
        except OSError:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two successors lock two different files."""
        os.close(self._descriptor)


def holder_of(file: Path) -> int | None:
    """Return the process that has the lock; None = nobody has it, or this user may not know."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except OSError:
        return None
    try:
        _lock(descriptor)
    except OSError:
        return _pid_in(descriptor)
    finally:
        os.close(descriptor)
    return None


def _pid_in(descriptor: int) -> int | None:
    text = os.read(descriptor, 32).strip()
    return int(text) if text.isdigit() else None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
