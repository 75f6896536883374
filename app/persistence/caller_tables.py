"""The table of callers; part of ``tables.metadata``. Their numbers stand here and in no contract."""

from typing import Final

from sqlalchemy import Column, ForeignKey, String, Table

from app.persistence.columns import Instant
from app.persistence.tables import metadata

callers: Final = Table(
    "callers",
    metadata,
    Column("caller_id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("relation", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("e164", String(16), nullable=False),
    Column("called_at", Instant, nullable=False),
    Column("taken_by", String(32), nullable=False),
)
