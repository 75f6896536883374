"""The tables of what exchanges told of calls, and of the telephones of desks; part of ``tables.metadata``."""

from typing import Final

from sqlalchemy import Column, Float, ForeignKey, Integer, String, Table

from app.persistence.columns import Instant
from app.persistence.tables import metadata

call_events: Final = Table(
    "call_events",
    metadata,
    Column("call_id", String(32), ForeignKey("calls.call_id"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("monotonic_s", Float, nullable=False),
    Column("source", String(64), nullable=False),
    Column("outcome", String(32)),
    Column("duration_s", Float),
    Column("hung_up_by", String(16)),
    Column("cause", String(200), nullable=False),
)

desk_telephones: Final = Table(
    "desk_telephones",
    metadata,
    Column("desk", String(64), primary_key=True),
    Column("endpoint", String(80), nullable=False),
)
