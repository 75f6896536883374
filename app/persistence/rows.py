"""The two ways a row gets in or out that more than one repository uses."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, insert, update

AnyRow = Row[Any]  # SQLAlchemy types a row by its select; the mapping functions name every column they read


def put_row(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Make the table hold exactly this row under its primary key.

    Update first, insert when there was nothing: the same words on every database, and one statement for what is
    changed often.
    """
    same = [column == row[column.name] for column in table.primary_key]
    if connection.execute(update(table).where(*same).values(**row)).rowcount == 0:
        connection.execute(insert(table).values(**row))


def all_rows(connection: Connection, select: Select[Any]) -> Sequence[AnyRow]:
    """Return every row of a select."""
    return connection.execute(select).all()
