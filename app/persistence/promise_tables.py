"""The table of promises; part of ``tables.metadata``."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, String, Table, literal_column

from app.domain.promise import PromiseState
from app.persistence.columns import Instant
from app.persistence.tables import metadata

promises: Final = Table(
    "promises",
    metadata,
    Column("promise_id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("addressee", String(16), nullable=False),
    Column("text", String(200), nullable=False),
    Column("state", String(16), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("owner_id", String(32), nullable=False),
    Column("owner", String(200), nullable=False),
    Column("order_id", String(32)),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
Index("ix_promises_case_id", promises.c.case_id)
PROMISE_OPEN: Final = promises.c.state == literal_column(f"'{PromiseState.OPEN.value}'")
Index("ix_promises_open", promises.c.due_at, sqlite_where=PROMISE_OPEN, postgresql_where=PROMISE_OPEN)
