"""The table of what was given under the clauses; part of ``tables.metadata``."""

from typing import Final

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table

from app.persistence.columns import Instant
from app.persistence.tables import metadata

service_uses: Final = Table(
    "service_uses",
    metadata,
    Column("use_id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False),
    Column("clause", String(64), nullable=False),
    Column("limit_key", String(64), nullable=False),
    Column("amount", String(32), nullable=False),
    Column("rest", String(32), nullable=False),
    Column("rest_paid_by", String(16)),
    Column("undoes", String(32), ForeignKey("service_uses.use_id"), unique=True),
    Column("entered_by", String(32), nullable=False),
    Column("author", String(200), nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("since", Date),
)
Index("ix_service_uses_case_id", service_uses.c.case_id)
