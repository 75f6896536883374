"""The directory of partners, and what leaves for them; part of ``tables.metadata``.

A partner is only ever read whole, a few hundred at a time, so all but its name and its end is one JSON.
"""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy import literal_column as literal

from app.domain.sending import WAITS
from app.persistence.columns import Instant
from app.persistence.tables import metadata

providers: Final = Table(
    "providers",
    metadata,
    Column("provider_id", String(32), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("name_folded", String(240), nullable=False, unique=True),
    Column("stopped_on", Date),
    Column("record", JSON, nullable=False),
)

sendings: Final = Table(
    "sendings",
    metadata,
    Column("sending_id", String(32), primary_key=True),
    Column("order_id", String(32), ForeignKey("orders.order_id"), nullable=False),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("provider_id", String(32), ForeignKey("providers.provider_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("to_address", String(400), nullable=False),
    Column("language", String(2), nullable=False),
    Column("document", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("leaves_at", Instant, nullable=False),
    Column("reference", String(200), nullable=False),
    Column("fault", String(400), nullable=False),
    Column("may_have_arrived", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("order_id", "version", name="uq_sendings_order_id"),
)
SENDING_WAITS: Final = sendings.c.state.in_([literal(f"'{state}'") for state in sorted(WAITS)])
Index("ix_sendings_waiting", sendings.c.leaves_at, sqlite_where=SENDING_WAITS, postgresql_where=SENDING_WAITS)
