"""How a connection to the database is opened: the settings on which every promise of durability rests.

``sqlite3`` starts transactions by guessing from the text of a statement, which makes savepoints a matter of luck.
Here the driver guesses nothing (``isolation_level = None``) and SQLAlchemy says BEGIN itself, as its SQLite
documentation advises; the newer ``autocommit`` attribute would do the same but needs Python 3.12. The writer says
BEGIN IMMEDIATE: a lock that cannot be had is then refused before anything was done, never in the middle.

WAL lets desks read while boxes write; synchronous=FULL puts an fdatasync before every commit returns, which is what
an acknowledged uplink relies on. ``hide_parameters`` keeps names and numbers of people out of error messages and
logs. The cache of the writer holds the upper parts of its indexes: an import of 200,000 contracts otherwise reads them
again for every row; for the same reason its log is carried over every 8 MB and not every 4. secure_delete overwrites
what was erased: erasing a person must not leave him in a free page.
"""

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event

BUSY_TIMEOUT_S: Final = 2.0
READERS: Final = 8
_MIB: Final = 1024 * 1024

_WRITER_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "cache_size = -16000",
    "wal_autocheckpoint = 2000",
    f"journal_size_limit = {64 * _MIB}",
)
_READER_PRAGMAS: Final = ("query_only = ON", f"mmap_size = {256 * _MIB}", "cache_size = -32000")


def writer_engine(file: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Return the engine of the one writer; connections are made anew each time, so a broken one never comes back."""
    url = URL.create("sqlite+pysqlite", database=str(file))
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": busy_timeout_s})
    _prepare(engine, _WRITER_PRAGMAS, begin="BEGIN IMMEDIATE")
    return engine


def reader_engine(file: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Return an engine whose connections cannot write; usable from a pool of threads. A transaction is one snapshot."""
    url = URL.create("sqlite+pysqlite", database=str(file))
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=READERS,
        hide_parameters=True,
        connect_args={"timeout": busy_timeout_s},
    )
    _prepare(engine, _READER_PRAGMAS, begin="BEGIN")
    return engine


def checker_engine(file: Path) -> Engine:
    """Return an engine that opens the file read-only, beside a running service; there must be one."""
    url = URL.create("sqlite+pysqlite", database=file.absolute().as_uri(), query={"mode": "ro", "uri": "true"})
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    _prepare(engine, _READER_PRAGMAS, begin="BEGIN")
    return engine


def _prepare(engine: Engine, pragmas: tuple[str, ...], *, begin: str) -> None:
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
