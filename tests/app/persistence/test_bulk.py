"""Many rows at once are the same rows, on a database with question marks and on one without."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import JSON, Column, Connection, Date, Float, MetaData, String, Table, create_engine, select

from app.persistence.bulk import ROWS_AT_ONCE, among, insert_rows

THINGS = Table(
    "things",
    MetaData(),
    Column("name", String(40), primary_key=True),
    Column("born_on", Date),
    Column("parts", JSON(none_as_null=True)),
    Column("weight", Float),
)
ROWS = [
    (
        f"Zoë {number} 'x'",
        date(2026, 1, 1 + number % 28) if number % 3 else None,
        {"n": [number]} if number % 2 else None,
        1.5,
    )
    for number in range(2 * ROWS_AT_ONCE + 7)
]


@pytest.fixture
def paramstyle() -> str:
    """How placeholders are written: question marks, as SQLite's driver wants them."""
    return "qmark"


@pytest.fixture
def connection(tmp_path: Path, paramstyle: str) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'bulk.sqlite3'}", paramstyle=paramstyle)
    with engine.begin() as connected:
        THINGS.metadata.create_all(connected)
        yield connected
    engine.dispose()


@pytest.mark.parametrize("paramstyle", ["qmark", "named"])
def test_rows_come_back_as_they_went_in(connection: Connection) -> None:
    insert_rows(connection, THINGS, [])
    insert_rows(connection, THINGS, ROWS)
    found = [tuple(row) for row in connection.execute(select(THINGS))]
    assert sorted(found, key=str) == sorted(ROWS, key=str)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_keys_are_among_however_many(connection: Connection, monkeypatch: pytest.MonkeyPatch, dialect: str) -> None:
    insert_rows(connection, THINGS, ROWS)
    wanted = {row[0] for row in ROWS[::2]} | {"nobody", '"', "'"}
    monkeypatch.setattr(connection.dialect, "name", dialect)
    is_wanted = among(connection, THINGS.c.name, wanted)
    monkeypatch.undo()
    found = connection.execute(select(THINGS.c.name).where(is_wanted)).scalars()
    assert set(found) == {row[0] for row in ROWS[::2]}
    assert connection.execute(select(THINGS.c.name).where(among(connection, THINGS.c.name, []))).all() == []
