"""The settings on which durability and privacy rest: silent defaults would pass every other test."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.persistence.engine import checker_engine, reader_engine, writer_engine
from app.persistence.schema import upgrade

FULL, ON = 2, 1


def _setting(file: Path, name: str) -> object:
    with writer_engine(file).connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", FULL),
        ("foreign_keys", ON),
        ("secure_delete", ON),
        ("busy_timeout", 2000),
    ],
)
def test_the_writer_is_set_for_durability_and_erasure(tmp_path: Path, name: str, value: object) -> None:
    assert _setting(tmp_path / "desk.sqlite3", name) == value


def test_the_writer_has_the_lock_before_it_does_anything(tmp_path: Path) -> None:
    first = writer_engine(tmp_path / "desk.sqlite3")
    second = writer_engine(tmp_path / "desk.sqlite3", busy_timeout_s=0)
    with first.connect() as one, one.begin(), second.connect() as other, pytest.raises(Exception, match="locked"):
        other.begin()


def test_savepoints_undo_what_came_after_them_and_no_more(tmp_path: Path) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    with engine.connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
        connection.execute(text("INSERT INTO t VALUES (1)"))
        savepoint = connection.begin_nested()
        connection.execute(text("INSERT INTO t VALUES (2)"))
        savepoint.rollback()
        connection.execute(text("INSERT INTO t VALUES (3)"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT n FROM t")).scalars().all() == [1, 3]


def test_readers_and_checkers_cannot_write(tmp_path: Path) -> None:
    file = tmp_path / "a folder with % and #" / "desk.sqlite3"
    file.parent.mkdir()
    upgrade(writer_engine(file))
    for engine in (reader_engine(file), checker_engine(file)):
        with engine.connect() as connection, connection.begin(), pytest.raises(Exception, match="readonly"):
            connection.execute(text("DELETE FROM events"))
        engine.dispose()
