"""The table of what was set for each channel; part of ``tables.metadata``."""

from typing import Final

from sqlalchemy import JSON, Column, LargeBinary, String, Table

from app.persistence.columns import Instant
from app.persistence.tables import metadata

gateways: Final = Table(
    "gateways",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("adapter", String(32), nullable=False),
    Column("given", JSON(none_as_null=True), nullable=False),
    Column("sealed", LargeBinary),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", String(200), nullable=False),
)
