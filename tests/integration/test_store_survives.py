"""What the store promises when the world is unkind: killed, locked out, shared by mistake, on a full disk."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from app.domain.case import Case
from app.persistence.batch import BatchWriter
from app.persistence.engine import writer_engine
from app.persistence.schema import upgrade
from app.persistence.store import DATABASE_NAME, LOCK_NAME, SqliteStore
from app.persistence.verification import verify
from app.usecases.store import StoreCondition, StoreInUse, StoreUnavailable
from tests.conftest import WarningsSeen
from tests.support.builders import NOON
from tests.support.clocks import StandingClock
from tests.support.jobs import open_case
from tests.support.processes import python_module, said

KILLS = 6


def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    acknowledged: list[str] = []
    for _ in range(KILLS):
        with python_module("tests.support.store_process", str(folder), "write") as process:
            assert said(process, 1) == ["ready"]
            lines = said(process, random.randint(1, 60))  # noqa: S311 - where it is killed, not a secret
            process.kill()
            rest, _ = process.communicate()
        whole = [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
        acknowledged += [*lines, *(line.strip() for line in whole)]
    _assert_all_stored(folder, acknowledged)
    assert verify(folder).is_intact


def _assert_all_stored(folder: Path, acknowledged: list[str]) -> None:
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as database:
        cases = {row[0] for row in database.execute("SELECT case_id FROM cases")}
        frames = {row[0] for row in database.execute("SELECT digest FROM uplinks")}
        told = [row[0] for row in database.execute("SELECT case_id FROM events")]
        entries = [row[0] for row in database.execute("SELECT chain FROM audit_entries")]
    pairs = [line.split() for line in acknowledged]
    assert {case_id for case_id, _ in pairs} <= cases
    assert {digest for _, digest in pairs} <= frames
    assert sorted(told) == sorted(cases) == sorted(entries)


def test_a_second_service_on_the_same_folder_is_told_who_was_first(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with python_module("tests.support.store_process", str(folder), "hold") as process:
        assert said(process, 1) == ["ready"]
        with pytest.raises(StoreInUse) as refused:
            SqliteStore.open(folder, StandingClock())
        assert refused.value.pid == process.pid
        process.kill()
        process.wait()
        SqliteStore.open(folder, StandingClock()).close()


def test_the_name_of_a_longer_pid_is_wiped_from_the_lock(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("123456789012\n", encoding="utf-8")
    store = SqliteStore.open(tmp_path, StandingClock())
    with pytest.raises(StoreInUse) as refused:
        SqliteStore.open(tmp_path, StandingClock())
    store.close()
    assert refused.value.pid == os.getpid()


def test_a_lock_of_another_program_is_said_and_outlived(tmp_path: Path, expected_log: WarningsSeen) -> None:
    folder = tmp_path / "data"
    store = SqliteStore.open(folder, StandingClock(), busy_timeout_s=0.05)
    try:
        before = store.submit(open_case(), urgent=True).result()
        with python_module("tests.support.store_process", str(folder), "lock") as process:
            assert said(process, 1) == ["ready"]
            refused = _refusal(store.submit(open_case(), urgent=True))
            assert refused.condition is StoreCondition.LOCKED
            assert _condition(store) is StoreCondition.LOCKED
            assert store.read(lambda reader: reader.brief(before.case_id)).case == before
        after = store.submit(open_case(), urgent=True).result()
        assert _condition(store) is StoreCondition.OK
        assert {brief.case for brief in store.read(lambda reader: reader.open_briefs())} == {before, after}
    finally:
        store.close()
    assert any("takes no writes: locked" in sentence for sentence in expected_log.sentences())


def test_opening_a_locked_database_says_so_and_leaves_the_folder_free(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    SqliteStore.open(folder, StandingClock()).close()
    with python_module("tests.support.store_process", str(folder), "lock") as process:
        assert said(process, 1) == ["ready"]
        with pytest.raises(StoreUnavailable) as refused:
            SqliteStore.open(folder, StandingClock(), busy_timeout_s=0.05)
        assert refused.value.condition is StoreCondition.LOCKED
    SqliteStore.open(folder, StandingClock()).close()


class _FullDisk:
    """Lets no database grow while ``is_full``: SQLite's own limit gives the very error that a full disk gives."""

    def __init__(self) -> None:
        self.is_full = False

    def on_connect(self, connection: sqlite3.Connection, _record: object) -> None:
        if self.is_full:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")

    def drop_connection(self, store: SqliteStore) -> None:
        """Make the writer take a fresh connection, as it does after any trouble."""
        with pytest.raises(StoreUnavailable):
            store.submit(_break_off, urgent=True).result()


def _break_off(_unit: object) -> None:
    from sqlalchemy.exc import OperationalError

    trouble = sqlite3.OperationalError("disk I/O error")
    trouble.sqlite_errorcode = sqlite3.SQLITE_IOERR
    raise OperationalError("", {}, trouble)


@contextmanager
def _full_disk() -> Iterator[_FullDisk]:
    disk = _FullDisk()
    event.listen(Engine, "connect", disk.on_connect)
    try:
        yield disk
    finally:
        event.remove(Engine, "connect", disk.on_connect)


def test_a_full_disk_undoes_the_whole_batch_and_is_outlived(tmp_path: Path, expected_log: WarningsSeen) -> None:
    store = SqliteStore.open(tmp_path / "data", StandingClock(), group_commit_s=3600)
    with _full_disk() as disk:
        try:
            before = store.submit(open_case(), urgent=True).result()
            disk.is_full = True
            disk.drop_connection(store)
            batch = [store.submit(open_case()) for _ in range(63)]
            batch.append(store.submit(open_case(), urgent=True))
            refused = {_refusal(future).condition for future in batch}
            assert refused == {StoreCondition.FULL}
            assert _condition(store) is StoreCondition.FULL
            assert _open_cases(store) == {before}
            disk.is_full = False
            after = store.submit(open_case(), urgent=True).result()
            assert _condition(store) is StoreCondition.OK
            assert _open_cases(store) == {before, after}
        finally:
            store.close()
    assert verify(tmp_path / "data").is_intact
    assert any("takes no writes: full" in sentence for sentence in expected_log.sentences())


def test_a_probe_needs_as_much_room_as_a_busy_moment(tmp_path: Path) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine)
    writer = BatchWriter(engine)
    with _full_disk() as disk:
        disk.is_full = True
        with pytest.raises(StoreUnavailable) as refused:
            writer.probe(NOON)
        assert refused.value.condition is StoreCondition.FULL
        disk.is_full = False
        writer.probe(NOON)
    writer.close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable) as refused:
        SqliteStore.open(tmp_path / "file" / "data", StandingClock())
    assert refused.value.condition is StoreCondition.FAILED


def _open_cases(store: SqliteStore) -> set[Case]:
    return {brief.case for brief in store.read(lambda reader: reader.open_briefs())}


@pytest.fixture(name="small_disk")
def a_small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of its own, with room for a few hundred cases."""
    mount = shutil.which("mount")
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or mount is None:
        pytest.skip("only root can mount a small disk; the limit of SQLite stands in for it above")
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount; the limit of SQLite stands in for it above")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_really_full_disk_is_said_and_outlived(small_disk: Path, expected_log: WarningsSeen) -> None:
    store = SqliteStore.open(small_disk / "data", StandingClock())
    ballast = small_disk / "ballast"
    try:
        before = store.submit(open_case(), urgent=True).result()
        stored = []
        for _ in range(3):  # SQLite makes room of its own by folding the log into the database
            _fill(ballast)
            more, refused = _open_until_refused(store)
            stored += more
            assert refused.condition is StoreCondition.FULL
        assert _condition(store) is StoreCondition.FULL
        assert _open_cases(store) == {before, *stored}
        ballast.unlink()
        after = store.submit(open_case(), urgent=True).result()
        assert _condition(store) is StoreCondition.OK
        assert _open_cases(store) == {before, *stored, after}
    finally:
        store.close()
    assert verify(small_disk / "data").is_intact
    assert any("takes no writes: full" in sentence for sentence in expected_log.sentences())


def test_starting_on_a_full_disk_says_so(small_disk: Path) -> None:
    folder, ballast = small_disk / "data", small_disk / "ballast"
    SqliteStore.open(folder, StandingClock()).close()
    _fill(ballast)
    for place in (folder, small_disk / "new" / "folder"):
        with pytest.raises(StoreUnavailable) as refused:
            SqliteStore.open(place, StandingClock())
        assert refused.value.condition is StoreCondition.FULL
    ballast.unlink()
    SqliteStore.open(folder, StandingClock()).close()


def _fill(ballast: Path) -> None:
    with suppress(OSError), ballast.open("ab", buffering=0) as out:
        while True:
            out.write(bytes(4096))


def _open_until_refused(store: SqliteStore) -> tuple[list[Case], StoreUnavailable]:
    stored = []
    while True:
        try:
            stored.append(store.submit(open_case(), urgent=True).result())
        except StoreUnavailable as refusal:
            return stored, refusal


def test_the_state_is_well_again_by_itself(tmp_path: Path, expected_log: WarningsSeen) -> None:
    folder = tmp_path / "data"
    store = SqliteStore.open(folder, StandingClock(), busy_timeout_s=0.01)
    committed = threading.Event()

    def on_commit(_connection: Connection) -> None:
        committed.set()

    try:
        with python_module("tests.support.store_process", str(folder), "lock") as process:
            assert said(process, 1) == ["ready"]
            _refusal(store.submit(open_case(), urgent=True))
            event.listen(Engine, "commit", on_commit)
        assert committed.wait(30)
    finally:
        event.remove(Engine, "commit", on_commit)
        store.close()
    assert _condition(store) is StoreCondition.OK
    assert any("takes no writes: locked" in sentence for sentence in expected_log.sentences())


def _condition(store: SqliteStore) -> StoreCondition:
    return store.state.condition


def _refusal(future: "Future[Case]") -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as refused:
        future.result()
    return refused.value
