"""Imports, from the first byte of a file to the last row in its place.

A file is received into the data folder, read in a thread of its own and never whole in memory. Its good rows wait in a
second file; that one is on the disk before the import is decided, so a service that is killed while it puts rows in
place goes on where a desk expects it: at the end. Rows are handed to the writer a turn of 30 ms at a time, aside of
what boxes and desks want: while anything urgent is under way, the import waits.
"""

import gc
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from app.api.imports import MOST_FILE_BYTES
from app.domain.clock import Clock
from app.domain.errors import Conflict, NotFound, Refusal
from app.domain.ids import AccountId, ContractId, Imei, new_id
from app.domain.imports import ImportKind, ImportStage
from app.settings import Settings
from app.usecases.actor import Actor
from app.usecases.import_apply import DecideImport, decide_import, end_import, give_up_import, note_check, put_in_place
from app.usecases.import_check import Findings, ImportCheck, batches
from app.usecases.import_ready import ReadyText
from app.usecases.import_rows import ReadRow
from app.usecases.queries import Reader
from app.usecases.record_ports import ImportDecided
from app.usecases.store import JobUnit, Store, StoreUnavailable
from services.detector.import_files import Pace, digest, kind_of, private, ready_turns, sync_folder

FOLDER: Final = "imports"
CHECK_ROWS: Final = 250
ENTER_ROWS: Final = 100
AGAIN_AFTER_S: Final = 1.0
YIELD_AFTER_S: Final = 0.0005
SEARCH_AFTER_OBJECTS: Final = 50_000
_USUAL_SWITCH_S: Final = sys.getswitchinterval()
_USUAL_THRESHOLDS: Final = gc.get_threshold()
MOST_AT_ONCE: Final = 8
"""Imports that somebody began and did not end; the oldest that does not move makes room."""
LEFT_LYING: Final = timedelta(minutes=10)
"""After which a file of which nothing more came does not move."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The service ends; what was decided is put in place at its next start."""


@dataclass(slots=True)
class ImportJob:
    """One import as it goes on. Changed by one thread at a time."""

    import_id: str
    actor: Actor
    kind: ImportKind
    file: Path
    touched_at: datetime
    stage: ImportStage = ImportStage.RECEIVING
    size: int = 0
    lines: int = 0
    findings: Findings = field(default_factory=Findings)
    to_place: int = 0
    placed: int = 0
    failure: str = ""
    is_decided: bool = False

    @property
    def ready(self) -> Path:
        """The file with the rows that change something."""
        return self.file.with_suffix(".ready")

    def is_idle(self, now: datetime) -> bool:
        """Whether it may make room for another."""
        is_coming = self.stage is ImportStage.RECEIVING and now - self.touched_at < LEFT_LYING
        return not self.stage.is_moving and not is_coming

    def forget_files(self) -> None:
        """Remove both, unless it is decided and not over; what cannot be removed now is at the next start."""
        if self.is_decided:
            return
        for file in (self.file, self.ready):
            with suppress(OSError):
                file.unlink(missing_ok=True)


class Imports:
    """The imports of one service.

    Attributes:
        is_entering: Not everything that was stored before can be found yet.
    """

    def __init__(self, folder: Path, store: Store, clock: Clock, settings: Settings) -> None:
        self._folder = folder / FOLDER
        self._store = store
        self._clock = clock
        self._settings = settings
        self._jobs: dict[str, ImportJob] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self.is_entering = False

    def start(self) -> None:
        """Go on with what a killed service had decided, and remove what it had not."""
        self._run(self._enter_all)
        decided = self._store.read(lambda reader: reader.running_import())
        kept = None if decided is None else f"{decided.import_id}.ready"
        for left in self._folder.glob("*") if self._folder.exists() else ():
            if left.name != kept:
                left.unlink()
        if decided is None:
            return
        job = self._job_of(decided)
        self._jobs[job.import_id] = job
        self._run(lambda: self._carry_out(job, decided))

    def stop(self) -> None:
        """Let the threads end; blocks for a moment."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def begin(self, actor: Actor, kind: ImportKind, size_bytes: int) -> ImportJob:
        """Take a new import.

        Raises:
            Refusal: ``file_too_large``.
        """
        _refuse_size(size_bytes)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        import_id = new_id()
        now = self._clock.now()
        job = ImportJob(import_id, actor, kind, self._folder / f"{import_id}.file", now)
        os.close(os.open(job.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with self._lock:
            idle = [one for one in self._jobs.values() if one.is_idle(now)]
            for old in idle[: max(0, len(self._jobs) - MOST_AT_ONCE + 1)]:
                self._drop(old)
            self._jobs[import_id] = job
        return job

    def job(self, import_id: str, account_id: AccountId) -> ImportJob:
        """Return an import of this person.

        Raises:
            NotFound: There is none, or it is of somebody else.
        """
        job = self._jobs.get(import_id)
        if job is None or job.actor.account_id != account_id:
            raise NotFound("not_found", what="import")
        return job

    def add(self, job: ImportJob, offset: int, content: bytes) -> None:
        """Take the next bytes of its file; those it has already change nothing.

        Raises:
            Conflict: ``import_stage``, ``import_gap``: bytes are missing in between.
            Refusal: ``file_too_large``.
        """
        with self._lock:
            _require(job, ImportStage.RECEIVING)
            if offset + len(content) <= job.size and content:
                return
            if offset != job.size:
                raise Conflict("import_gap", expected=str(job.size))
            _refuse_size(job.size + len(content))
            with job.file.open("r+b") as file:
                file.truncate(job.size)  # a full disk may have taken a part by half
                file.seek(job.size)
                file.write(content)
            job.touched_at = self._clock.now()
            job.size += len(content)
            job.lines += content.count(b"\n")

    def check(self, job: ImportJob) -> None:
        """Begin to read and check the file; nothing on record changes. Asked again, it goes on.

        Raises:
            Conflict: ``import_stage``.
        """
        with self._lock:
            if job.stage in (ImportStage.CHECKING, ImportStage.CHECKED):
                return
            _require(job, ImportStage.RECEIVING)
            job.stage = ImportStage.CHECKING
        self._begin(job, lambda: self._check(job))

    def apply(self, job: ImportJob) -> None:
        """Decide a checked import and begin to put it in place. Asked again, it goes on.

        Raises:
            Conflict: ``import_stage``, ``import_running``.
            Refusal: ``import_has_faults``.
        """
        with self._lock:
            if job.stage in (ImportStage.APPLYING, ImportStage.DONE):
                return
            _require(job, ImportStage.CHECKED)
            if job.findings.fault_count:
                raise Refusal("import_has_faults", faults=str(job.findings.fault_count))
            job.stage = ImportStage.APPLYING
        try:
            decided = self._decide(job)
        except BaseException:
            job.stage = ImportStage.CHECKED
            raise
        if decided.ended_at is not None:
            self._end(job)
            return
        job.is_decided = True
        self._run(lambda: self._carry_out(job, decided))

    def drop(self, job: ImportJob) -> None:
        """Forget an import that is not decided.

        Raises:
            Conflict: ``import_stage``: it is being read or put in place.
        """
        with self._lock:
            if job.stage.is_moving:
                raise Conflict("import_stage", stage=job.stage.value)
            self._drop(job)

    def _drop(self, job: ImportJob) -> None:
        job.forget_files()
        self._jobs.pop(job.import_id, None)

    def _enter_all(self) -> None:
        """Let what was stored before there was a search be found; looks while nobody waits for the writer."""
        try:
            while lost := self._store.read(_not_entered):
                self.is_entering = True
                self._give_way()
                self._submit(partial(_enter, lost))
            self.is_entering = False
        except _Stopped:
            return  # the next start goes on
        except Exception:
            self.is_entering = True
            _log.exception("not every contract of before can be found; the next start tries again")

    def _begin(self, job: ImportJob, work: Callable[[], None]) -> None:
        self._run(partial(self._guarded, job, work))

    def _run(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="import", daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _guarded(self, job: ImportJob, work: Callable[[], None]) -> None:
        try:
            with _yielding_often():
                work()
        except _Stopped:
            return
        except StoreUnavailable as fault:
            self._fail(job, f"the database gives or takes nothing ({fault.condition})")
        except OSError as fault:
            self._fail(job, f"the data folder cannot be used ({os.strerror(fault.errno or 0)})")
        except Exception as fault:
            _log.exception("an import failed in a way that was not foreseen")
            self._fail(job, type(fault).__name__)

    def _fail(self, job: ImportJob, why: str) -> None:
        job.failure = why
        job.stage = ImportStage.FAILED
        job.forget_files()

    def _check(self, job: ImportJob) -> None:
        check = ImportCheck(job.kind)
        job.findings = check.findings
        with private(job.ready) as ready:
            ready.write(json.dumps({"kind": job.kind}).encode() + b"\n")
            text = ReadyText()
            for batch in batches(job.file, CHECK_ROWS, check):
                self._give_way()
                rows = self._store.read(partial(check.check, batch))
                ready.writelines(line.encode() for line in text.lines(rows))
                job.to_place += len(rows)
            ready.flush()
            os.fsync(ready.fileno())
        check.finish()
        self._submit(lambda unit: note_check(job.actor, job.import_id, check.findings, unit, self._clock.now()))
        job.stage = ImportStage.CHECKED

    def _decide(self, job: ImportJob) -> ImportDecided:
        found = job.findings
        hashed = digest(job.file)
        command = DecideImport(job.actor, job.import_id, hashed, job.size, found.added, found.changed, found.unchanged)
        sync_folder(self._folder)
        return self._store.submit(lambda unit: decide_import(command, unit, self._clock), urgent=True).result()

    def _carry_out(self, job: ImportJob, decided: ImportDecided) -> None:
        """Put a decided import in place, however long the disk gives nothing; what cannot be is on record as such."""
        try:
            with _yielding_often():
                self._place_at_last(job, decided)
        except _Stopped:
            return  # the next start goes on
        except Exception as fault:
            _log.exception("import %s cannot be put in place to its end", job.import_id)
            why = "its rows are lost" if isinstance(fault, FileNotFoundError) else type(fault).__name__
            self._give_up(job, decided, why)

    def _place_at_last(self, job: ImportJob, decided: ImportDecided) -> None:
        while True:
            job.placed = 0
            try:
                return self._place(job, decided)
            except FileNotFoundError:
                raise
            except OSError as fault:
                _log.warning("import %s waits for the data folder (%s)", job.import_id, os.strerror(fault.errno or 0))
            if self._stopping.wait(AGAIN_AFTER_S):
                raise _Stopped

    def _give_up(self, job: ImportJob, decided: ImportDecided, why: str) -> None:
        """Record how far it came, so that the next one may begin; when even that fails, the next start tries again."""
        job.failure = why
        try:
            self._submit(lambda unit: give_up_import(decided, job.placed, why, unit, self._clock.now()))
            job.is_decided = False
        except _Stopped:
            return
        except Exception:
            _log.exception("import %s cannot be given up either", job.import_id)
        self._fail(job, why)

    def _place(self, job: ImportJob, decided: ImportDecided) -> None:
        job.kind = kind_of(job.ready)
        pace = Pace()
        waiting: tuple[list[ReadRow], Future[float]] | None = None
        for rows in ready_turns(job.ready, pace):  # the next rows are read while these are written
            self._settle(job, decided, waiting, pace)
            self._give_way()
            waiting = (rows, self._store.submit_aside(self._placing(rows, job.kind, decided)))
        self._settle(job, decided, waiting, pace)
        self._submit(lambda unit: end_import(decided, unit, self._clock.now()))
        _log.info("import %s is in place", job.import_id, extra={"facts": {"rows": job.placed}})
        self._end(job)

    def _settle(
        self, job: ImportJob, decided: ImportDecided, waiting: "tuple[list[ReadRow], Future[float]] | None", pace: Pace
    ) -> None:
        if waiting is None:
            return
        rows, written = waiting
        try:
            pace.took(len(rows), written.result())
        except StoreUnavailable:
            self._submit(self._placing(rows, job.kind, decided))
        job.placed += len(rows)

    def _placing(self, rows: list[ReadRow], kind: ImportKind, decided: ImportDecided) -> Callable[[JobUnit], float]:
        """Return a job that says how long it computed, which a busy machine does not make longer."""

        def place(unit: JobUnit) -> float:
            begun = time.thread_time()
            put_in_place(rows, kind, decided, unit, self._clock, self._settings)
            return time.thread_time() - begun

        return place

    def _end(self, job: ImportJob) -> None:
        job.is_decided = False
        job.forget_files()
        job.stage = ImportStage.DONE

    def _submit(self, work: Callable[[JobUnit], T]) -> T:
        """Have the writer do it, however long it takes nothing: what was decided is carried out."""
        while True:
            try:
                return self._store.submit_aside(work).result()
            except StoreUnavailable:
                if self._stopping.wait(AGAIN_AFTER_S):
                    raise _Stopped from None

    def _give_way(self) -> None:
        self._store.give_way()
        if self._stopping.is_set():
            raise _Stopped

    def _job_of(self, decided: ImportDecided) -> ImportJob:
        actor = Actor(decided.account_id, decided.actor_name, frozenset(), decided.desk)
        file = self._folder / f"{decided.import_id}.file"
        job = ImportJob(decided.import_id, actor, ImportKind.CONTRACTS, file, decided.decided_at, ImportStage.APPLYING)
        job.is_decided = True
        job.findings.added, job.findings.changed = decided.added, decided.changed
        job.findings.unchanged = decided.unchanged
        job.to_place = decided.added + decided.changed
        return job


_Lost = tuple[tuple[ContractId, ...], tuple[Imei, ...]]


def _not_entered(reader: Reader) -> "_Lost | None":
    ids, imeis = reader.not_entered(ENTER_ROWS)
    return (ids, imeis) if ids or imeis else None


def _enter(lost: _Lost, unit: JobUnit) -> None:
    unit.records.enter(*lost)


@contextmanager
def _yielding_often() -> Iterator[None]:
    """Let loop and writer have the interpreter sooner than usual: a call of a box changes threads many times.

    And search for garbage seldom, and never again in what is there already: rows come and go by the thousand without a
    circle among them, and each search of the whole service would stop everybody for 50 ms.
    """
    sys.setswitchinterval(YIELD_AFTER_S)
    gc.freeze()
    gc.set_threshold(SEARCH_AFTER_OBJECTS, *_USUAL_THRESHOLDS[1:])
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*_USUAL_THRESHOLDS)
        sys.setswitchinterval(_USUAL_SWITCH_S)


def _refuse_size(size_bytes: int) -> None:
    if size_bytes > MOST_FILE_BYTES:
        raise Refusal("file_too_large", most_mb=str(MOST_FILE_BYTES // 1024 // 1024))


def _require(job: ImportJob, stage: ImportStage) -> None:
    if job.stage is not stage:
        raise Conflict("import_stage", stage=job.stage.value)
