"""Tell the database's own troubles from ours.

A full disk, a lock held by another program and a dead file concern every job alike: nothing can be kept until they
end. Any other error of the database is the fault of one statement, and so of one job.
"""

import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from app.usecases.store import StoreCondition, StoreUnavailable

FULL_BELOW_BYTES: Final = 1024 * 1024

_PRIMARY_CODE: Final = 0xFF
_CONDITIONS: Final[Mapping[int, StoreCondition]] = {
    sqlite3.SQLITE_FULL: StoreCondition.FULL,
    sqlite3.SQLITE_BUSY: StoreCondition.LOCKED,
    sqlite3.SQLITE_LOCKED: StoreCondition.LOCKED,
    sqlite3.SQLITE_IOERR: StoreCondition.FAILED,
    sqlite3.SQLITE_CORRUPT: StoreCondition.FAILED,
    sqlite3.SQLITE_NOTADB: StoreCondition.FAILED,
    sqlite3.SQLITE_READONLY: StoreCondition.FAILED,
    sqlite3.SQLITE_CANTOPEN: StoreCondition.FAILED,
    sqlite3.SQLITE_NOMEM: StoreCondition.FAILED,
    sqlite3.SQLITE_PROTOCOL: StoreCondition.FAILED,
}


def condition_of(fault: BaseException) -> StoreCondition | None:
    """Return what the store suffers from, or None when the fault is the statement's own."""
    if not isinstance(fault, DBAPIError):
        return None
    code = getattr(fault.orig, "sqlite_errorcode", None)
    if code is None:
        return StoreCondition.FAILED if fault.connection_invalidated else None
    return _CONDITIONS.get(code & _PRIMARY_CODE)


def unavailable(fault: DBAPIError, *, otherwise: StoreCondition = StoreCondition.FAILED) -> StoreUnavailable:
    """Return the exception that the callers of the store understand."""
    return StoreUnavailable(condition_of(fault) or otherwise, str(fault.orig))


def blame_disk(fault: StoreUnavailable, folder: Path) -> StoreUnavailable:
    """Say "full" where the disk is: SQLite reports some of its full disks as I/O errors."""
    present = next(place for place in (folder, *folder.parents) if place.exists())
    if fault.condition is StoreCondition.FAILED and shutil.disk_usage(present).free < FULL_BELOW_BYTES:
        return StoreUnavailable(StoreCondition.FULL, fault.message)
    return fault
