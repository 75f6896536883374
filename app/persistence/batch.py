"""Many jobs, one commit.

Each job runs in a savepoint of its own, so a refused one leaves the others untouched. A trouble of the database
itself, at whatever moment, undoes the whole batch: the connection is thrown away and the next batch starts on a fresh
one, which is all the recovery there is to get wrong.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, delete
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.persistence.faults import condition_of, unavailable
from app.persistence.rows import put_row
from app.persistence.tables import probes
from app.persistence.unit_of_work import SqlUnitOfWork

PROBE_BYTES: Final = 256 * 1024
"""A single row often still fits on a full disk, into pages that are there already; this does not."""

Job = Callable[[SqlUnitOfWork], object]


@dataclass(frozen=True, slots=True)
class Kept:
    """A job that is on the disk: what it returned, and the numbers of the events it wrote."""

    value: object
    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """A job that raised; nothing of it was kept."""

    fault: Exception


class BatchWriter:
    """Runs batches on one connection. Used by one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def run(self, jobs: Sequence[Job]) -> list[Kept | Undone]:
        """Run the jobs in order and commit; the outcomes stand in the same order.

        Raises:
            StoreUnavailable: The database took nothing; no job was kept.
        """
        with self._transaction() as connection:
            return [_run_one(connection, job) for job in jobs]

    def probe(self, at: datetime) -> None:
        """Write something as large as a busy moment and take it away, to see whether the database takes writes again.

        Raises:
            StoreUnavailable: It does not.
        """
        with self._transaction() as connection:
            put_row(connection, probes, {"probe_id": 1, "probed_at": at, "filler": bytes(PROBE_BYTES)})
        with self._transaction() as connection:
            connection.execute(delete(probes))

    def close(self) -> None:
        """Give the connection back; the next batch opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            with self._connection.begin():
                yield self._connection
        except DBAPIError as fault:
            self.close()
            raise unavailable(fault) from fault


def _run_one(connection: Connection, job: Job) -> Kept | Undone:
    savepoint = connection.begin_nested()
    unit = SqlUnitOfWork(connection)
    try:
        value = job(unit)
        unit.check_audited()
    except Exception as fault:
        if condition_of(fault) is not None:
            raise
        savepoint.rollback()
        return Undone(fault)
    savepoint.commit()
    return Kept(value, tuple(unit.events.sequences))
