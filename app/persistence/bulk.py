"""Many rows into a table in few steps, and many asked for at once, for an import of hundreds of thousands.

The driver gives the interpreter away at every step of a statement and has to win it back: with one step a row, whoever
else computes in the process takes half a millisecond between any two. So fifty rows are one statement; besides, what a
row becomes for the database is worked out once a table, not once a statement. And a list of keys is one value of a
statement: as many values, they are laid out anew each time, at 5 microseconds a key.
"""

import json
from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Dialect, Table, func, insert, select

ROWS_AT_ONCE: Final = 50
"""Of the widest table some 1,400 values; SQLite takes 32,766."""

Values = tuple[object, ...]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert rows whose values stand in the order of the columns of the table."""
    names = tuple(column.name for column in table.columns)
    if connection.dialect.paramstyle != "qmark":
        if rows:
            connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        return
    changed = [(at, make) for at, make in enumerate(_binders(table, connection.dialect)) if make is not None]
    insert_plain(connection, table.name, names, [_bound(row, changed) for row in rows])


def insert_plain(connection: Connection, table: str, names: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert rows whose values are those of the driver, where its placeholders are question marks."""
    for begin in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[begin : begin + ROWS_AT_ONCE]
        connection.exec_driver_sql(_statement(table, names, len(some)), tuple(chain.from_iterable(some)))


def among(connection: Connection, column: Column[Any], keys: Collection[str]) -> ColumnElement[bool]:
    """Say that a column of text holds one of these keys, however many."""
    if connection.dialect.name != "sqlite":
        return column.in_(keys)
    listed = func.json_each(json.dumps(list(keys))).table_valued("value")
    return column.in_(select(listed.c.value))


_Binder = Callable[[Any], Any]  # SQLAlchemy's own type for it: from a value of Python to one of the driver


@cache
def _statement(table: str, names: tuple[str, ...], rows: int) -> str:
    each = f"({', '.join('?' * len(names))})"
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([each] * rows)}"  # noqa: S608 - our own names


@cache
def _binders(table: Table, dialect: Dialect) -> "tuple[_Binder | None, ...]":
    return tuple(column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns)


def _bound(row: Values, changed: "Sequence[tuple[int, _Binder]]") -> Values:
    values = list(row)
    for at, make in changed:
        values[at] = make(values[at])
    return tuple(values)
