"""What the version before stored is there after the migration: a row in every table at 0015, brought to the newest."""

from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from app.persistence.engine import writer_engine
from app.persistence.schema import newest_revision, revision_of, upgrade

BEFORE: Final = "0015"
"""The newest of the version that centres have; the migrations after it came all at once."""

ROWS: Final = (1, 2)
EMPTIED: Final = ("record_docs",)
"""Made anew beside the work after the start: ``Imports.start``."""

STATES: Final = {"orders": "by_hand", "cases": "open", "messages": "queued", "promises": "open"}
Row = dict[str, Any]


@pytest.fixture(name="engine")
def a_database_of_the_version_before(tmp_path: Path) -> Engine:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine, BEFORE)
    with engine.begin() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in _tables(connection):
            for number in ROWS:
                row = _row(connection, table, number)
                names, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
                connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608 - ours
    return engine


def _tables(connection: Connection) -> list[str]:
    found = inspect(connection).get_table_names()
    return [table for table in found if not table.startswith(("record_search", "alembic"))]


def _row(connection: Connection, table: str, number: int) -> Row:
    """A whole row: a value in every column, and what refers to another row has that row's."""
    about = inspect(connection)
    refers = {
        column: (key["referred_table"], referred)
        for key in about.get_foreign_keys(table)
        for column, referred in zip(key["constrained_columns"], key["referred_columns"], strict=True)
    }
    row = {}
    for column in about.get_columns(table):
        name = column["name"]
        of_table, of_column = refers.get(name, (table, name))
        row[name] = _value(of_table, of_column, str(column["type"]), number)
    return row


def _value(table: str, column: str, kind: str, number: int) -> object:
    if column == "state":
        return STATES.get(table, "x")
    if (table, column) == ("orders", "kind"):
        return "tow"
    if "DATE" in kind:
        return f"2026-11-20 12:00:0{number}.000000"
    for word, value in (("INT", number), ("BOOL", False), ("FLOAT", 1.5 * number), ("BLOB", b"x"), ("JSON", "{}")):
        if word in kind:
            return value
    return f"{column[:10]}{number}"


def _rows(connection: Connection, table: str) -> list[Row]:
    return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]  # noqa: S608 - ours


def test_every_row_of_the_version_before_is_there_after_it(engine: Engine) -> None:
    with engine.connect() as connection:
        before = {table: _rows(connection, table) for table in _tables(connection)}
    assert all(len(rows) == len(ROWS) for rows in before.values())
    upgrade(engine)
    with engine.connect() as connection:
        assert revision_of(connection) == newest_revision()
        for table, rows in before.items():
            after = [{name: row.get(name, "gone") for name in rows[0]} for row in _rows(connection, table)]
            assert after == ([] if table in EMPTIED else rows), table
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    engine.dispose()
