"""The single writer: jobs handed in together share one commit.

SQLite lets one connection write at a time, so there is one thread that does, and nobody ever waits for a lock of our
own making. An fdatasync costs the same for one frame as for sixty-four; so a job waits up to ``group_commit_s`` for
company, unless it is urgent (an E-call, a click), which sends everything queued at once. A future resolves after the
commit, never before: that is the whole promise of "an acknowledged uplink is never lost".

When the database takes nothing (disk full, locked by another program), every job of the batch hears so and the store
goes on. It does not retry by itself, because whoever handed the job in knows whether it still matters: a box sends
its frame again, an operator is told. While it is unwell the thread tries a write of its own every second, so that
``state`` is well again when the trouble is over, even if nobody calls.
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.domain.clock import Clock
from app.persistence.anchors import EXPORT_NAME, export, last_exported
from app.persistence.batch import BatchWriter, Job, Kept, Undone
from app.persistence.engine import BUSY_TIMEOUT_S, reader_engine, writer_engine
from app.persistence.faults import blame_disk, condition_of, unavailable
from app.persistence.lock import FolderLock
from app.persistence.queries import SqlReader
from app.persistence.schema import upgrade
from app.persistence.unit_of_work import SqlUnitOfWork
from app.usecases.store import ASIDE_WITHIN_S, CommitListener, StoreCondition, StoreState, StoreUnavailable

DATABASE_NAME: Final = "desk.sqlite3"
LOCK_NAME: Final = "desk.lock"
GROUP_COMMIT_S: Final = 0.02
CALM_AFTER_S: Final = 0.05
"""So long after an urgent job the next one of the same E-call may still come."""
BATCH_JOBS: Final = 64
PROBE_EVERY_S: Final = 1.0
KEEP_EVENTS: Final = timedelta(days=7)
KEEP_REPLIES: Final = timedelta(hours=24)

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Pending:
    job: Job
    future: Future[Any]  # of whatever the job returns
    urgent: bool


@dataclass(frozen=True, slots=True)
class _Aside:
    """A job that gives way, until ``latest_at`` of the monotonic clock."""

    pending: _Pending
    latest_at: float


class SqliteStore:
    """``Store`` on one SQLite file in the data folder. Use ``open``."""

    def __init__(self, file: Path, lock: FolderLock, clock: Clock, writer: Engine, group_commit_s: float) -> None:
        self._file = file
        self._lock = lock
        self._clock = clock
        self._group_commit_s = group_commit_s
        self._engine = writer
        self._batches = BatchWriter(writer)
        self._readers = reader_engine(file)
        self._keeper = _keep_open(self._readers)
        self._listeners: list[CommitListener] = []
        self._state = StoreState(StoreCondition.OK, "", None)
        self._queue: deque[_Pending] = deque()
        self._aside: deque[_Aside] = deque()
        self._urgent_at = -ASIDE_WITHIN_S
        self._wake = threading.Condition()
        self._closing = False
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._write_until_closed, name="store-writer", daemon=True)
        self._thread.start()

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Clock,
        *,
        group_commit_s: float = GROUP_COMMIT_S,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
    ) -> "SqliteStore":
        """Take the folder, bring the database to its newest shape and start the writer.

        Args:
            folder: Made if absent, readable by this user only.
            clock: For housekeeping and the probe row; jobs bring their own time.
            group_commit_s: How long a job that is not urgent waits for company.
            busy_timeout_s: How long a lock of another program is waited for.

        Raises:
            StoreInUse: Another service works in this folder.
            StoreUnavailable: The database cannot be opened or migrated now.
            UnknownSchema: The database was made by a newer version.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FolderLock(folder / LOCK_NAME)
        except OSError as fault:
            raise blame_disk(StoreUnavailable(StoreCondition.FAILED, str(fault)), folder) from fault
        file = folder / DATABASE_NAME
        try:
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            engine = writer_engine(file, busy_timeout_s=busy_timeout_s)
            upgrade(engine)
            return cls(file, lock, clock, engine, group_commit_s)
        except (DBAPIError, OSError) as fault:
            lock.release()
            raise blame_disk(_refused(fault), folder) from fault
        except BaseException:
            lock.release()
            raise

    @property
    def state(self) -> StoreState:
        """How the store is now."""
        return self._state

    def add_listener(self, listener: CommitListener) -> None:
        """Call the listener after every commit that told the desks something."""
        self._listeners.append(listener)

    def submit(self, job: Callable[[SqlUnitOfWork], T], *, urgent: bool = False) -> "Future[T]":
        """Queue a job for the writer; the future resolves after the commit."""
        future: Future[T] = Future()
        with self._wake:
            if self._closing:
                future.set_exception(StoreUnavailable(StoreCondition.FAILED, "the store is closed"))
                return future
            self._queue.append(_Pending(job, future, urgent))
            if urgent:
                self._urgent_at = monotonic()
            self._wake.notify()
        return future

    def submit_aside(self, job: Callable[[SqlUnitOfWork], T]) -> "Future[T]":
        """Queue a job that gives way to every other."""
        future: Future[T] = Future()
        with self._wake:
            if self._closing:
                future.set_exception(StoreUnavailable(StoreCondition.FAILED, "the store is closed"))
                return future
            self._aside.append(_Aside(_Pending(job, future, urgent=False), monotonic() + ASIDE_WITHIN_S))
            self._wake.notify()
        return future

    def give_way(self) -> None:
        """Return when no urgent job is under way, after ``ASIDE_WITHIN_S`` at most."""
        deadline = monotonic() + ASIDE_WITHIN_S
        while (wait_s := min(self._calm_at(), deadline) - monotonic()) > 0:
            if self._closed.wait(wait_s):
                return

    def read(self, job: Callable[[SqlReader], T]) -> T:
        """Run a read on a consistent snapshot, in the calling thread."""
        try:
            with self._readers.connect() as connection, connection.begin():
                return job(SqlReader(connection))
        except DBAPIError as fault:
            if condition_of(fault) is None:
                raise
            raise blame_disk(unavailable(fault), self._file.parent) from fault

    def housekeep(self) -> None:
        """Anchor the audit once a day and drop what was kept long enough. Call at the start and every hour.

        Raises:
            StoreUnavailable: Nothing was done; the next call does it.
        """
        now = self._clock.now()
        self.submit(lambda unit: _tidy(unit, now)).result()
        exported = self._file.with_name(EXPORT_NAME)
        export(exported, self.read(lambda reader: reader.anchor_lines(last_exported(exported))))

    def close(self) -> None:
        """Finish every job handed in, then stop and give the folder back."""
        with self._wake:
            if self._closing:
                return
            self._closing = True
            self._closed.set()
            self._wake.notify()
        self._thread.join()
        self._keeper.close()
        self._readers.dispose()
        self._engine.dispose()
        self._lock.release()

    def _write_until_closed(self) -> None:
        while True:
            batch = self._next_batch()
            if batch:
                self._write(batch)
            elif self._closing:
                break
            else:
                self._probe()
        self._batches.close()

    def _next_batch(self) -> list[_Pending]:
        """Wait for a batch; empty when closing with nothing left, or when it is time to probe."""
        with self._wake:
            aside_s = self._wait_for_work()
            if aside_s is not None and aside_s <= 0:
                return [self._aside.popleft().pending]
            if self._queue:
                self._wait_for_company()
            return [self._queue.popleft() for _ in range(min(BATCH_JOBS, len(self._queue)))]

    def _wait_for_work(self) -> float | None:
        """Return when there is something to do, or to probe, with how long the first job that was put aside waits."""
        probe_s = None if self._state.condition is StoreCondition.OK else PROBE_EVERY_S
        while True:
            aside_s = self._aside_waits_s()
            if self._queue or self._closing or (aside_s is not None and aside_s <= 0):
                return aside_s
            waits = [seconds for seconds in (aside_s, probe_s) if seconds is not None]
            if not self._wake.wait(min(waits, default=None)) and aside_s is None:
                return None

    def _aside_waits_s(self) -> float | None:
        """Return how long the first job that was put aside has to wait yet; None = there is none."""
        if not self._aside:
            return None
        latest = self._aside[0].latest_at
        begins_at = latest if self._queue else min(latest, self._calm_at())
        return 0.0 if self._closing and not self._queue else begins_at - monotonic()

    def _calm_at(self) -> float:
        return self._urgent_at + CALM_AFTER_S

    def _wait_for_company(self) -> None:
        deadline = monotonic() + self._group_commit_s
        while not self._closing and len(self._queue) < BATCH_JOBS and not any(one.urgent for one in self._queue):
            if not self._wake.wait(max(0.0, deadline - monotonic())):
                return

    def _write(self, batch: Sequence[_Pending]) -> None:
        wanted = [one for one in batch if one.future.set_running_or_notify_cancel()]
        started = monotonic()
        try:
            outcomes = self._batches.run([one.job for one in wanted])
        except StoreUnavailable as fault:
            self._fail(wanted, blame_disk(fault, self._file.parent))
            return
        except BaseException as fault:
            self._batches.close()
            self._fail(wanted, StoreUnavailable(StoreCondition.FAILED, repr(fault)))
            _log.exception("the writer failed in a way that was not foreseen")
            return
        if any(one.urgent for one in wanted):
            self._urgent_at = monotonic()
        self._well(monotonic() - started)
        for pending, outcome in zip(wanted, outcomes, strict=True):
            _resolve(pending.future, outcome)
        self._tell(outcomes)

    def _probe(self) -> None:
        try:
            self._batches.probe(self._clock.now())
        except StoreUnavailable as fault:
            self._set_state(blame_disk(fault, self._file.parent))
        else:
            self._well(self._state.last_commit_s)

    def _fail(self, batch: Sequence[_Pending], fault: StoreUnavailable) -> None:
        self._set_state(fault)
        for one in batch:  # an exception of its own for each: raised in many threads, one would gather all their traces
            one.future.set_exception(StoreUnavailable(fault.condition, fault.message))

    def _well(self, last_commit_s: float | None) -> None:
        if self._state.condition is not StoreCondition.OK:
            _log.info("the database takes writes again")
        self._state = StoreState(StoreCondition.OK, "", last_commit_s)

    def _set_state(self, fault: StoreUnavailable) -> None:
        if self._state.condition is not fault.condition:
            _log.error("the database takes no writes: %s", fault)
        self._state = StoreState(fault.condition, fault.message, self._state.last_commit_s)

    def _tell(self, outcomes: Sequence[Kept | Undone]) -> None:
        sequences = [number for outcome in outcomes if isinstance(outcome, Kept) for number in outcome.sequences]
        if not sequences:
            return
        for listener in self._listeners:
            try:
                listener(sequences)
            except Exception:
                _log.exception("a listener of the store failed")


def _refused(fault: DBAPIError | OSError) -> StoreUnavailable:
    if isinstance(fault, DBAPIError):
        return unavailable(fault)
    return StoreUnavailable(StoreCondition.FAILED, str(fault))


def _keep_open(readers: Engine) -> Connection:
    """Hold one idle connection.

    SQLite drops its log and its index with the last one, and on a full disk could not make them again: that would blind
    the desks as well.
    """
    keeper = readers.connect()
    with keeper.begin():
        keeper.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    return keeper


def _tidy(unit: SqlUnitOfWork, now: datetime) -> None:
    unit.events.prune(now - KEEP_EVENTS)
    unit.replies.prune(now - KEEP_REPLIES)
    unit.accounts.prune_sessions(now)
    unit.audit.anchor_if_due(now)


def _resolve(future: "Future[Any]", outcome: Kept | Undone) -> None:
    if isinstance(outcome, Kept):
        future.set_result(outcome.value)
    else:
        future.set_exception(outcome.fault)
