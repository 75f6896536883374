"""By which names gateways know our SMS, and what they said of names we do not know yet; part of ``tables.metadata``.

Both tables are short-lived beside the messages themselves: a name leads to its message, and a held receipt waits for
the answer that it overtook.
"""

from typing import Final

from sqlalchemy import Column, ForeignKey, String, Table

from app.persistence.columns import Instant
from app.persistence.tables import metadata

message_names: Final = Table(
    "message_names",
    metadata,
    Column("gateway", String(120), primary_key=True),
    Column("provider_id", String(120), primary_key=True),
    Column("message_id", String(32), ForeignKey("messages.message_id"), nullable=False),
)

held_receipts: Final = Table(
    "held_receipts",
    metadata,
    Column("gateway", String(120), primary_key=True),
    Column("provider_id", String(120), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("received_at", Instant, nullable=False, index=True),
    Column("reason", String(64), nullable=False),
)
