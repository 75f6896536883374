"""How contracts and boxes are found, and the imports that bring them; part of ``tables.metadata``.

``record_docs`` gives every contract (and every box without one) a number, and ``record_search`` holds under that number
what it may be found by. The second is a trigram index of SQLite's FTS5, so that any three letters or digits in a row
find a record however many there are; on another database the same columns get that database's own trigram index. It
does not keep where in a text they stand (``detail = none``): a third of the size, a quarter of the time to write, and
what it finds is looked at again. Nobody but ``app.persistence.record_search`` knows of it.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, event

from app.persistence.columns import BigId, Instant
from app.persistence.tables import metadata
from app.usecases.record_text import SEARCHED

CREATE_SEARCH: Final = (
    f"CREATE VIRTUAL TABLE record_search USING fts5({', '.join(SEARCHED)}, "
    "tokenize = 'trigram case_sensitive 1', detail = none)"
)

record_docs: Final = Table(
    "record_docs",
    metadata,
    Column("doc_id", BigId, primary_key=True),
    Column("contract_id", String(32), unique=True),
    Column("imei", String(15), unique=True),
)


def _create_search(_table: Table, connection: Connection, **_options: object) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(CREATE_SEARCH)


event.listen(record_docs, "after_create", _create_search)

imports: Final = Table(
    "imports",
    metadata,
    Column("import_id", String(32), primary_key=True),
    Column("state", String(16), nullable=False, index=True),
    Column("account_id", String(64), nullable=False),
    Column("actor_name", String(200), nullable=False),
    Column("desk", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("ended_at", Instant),
)
