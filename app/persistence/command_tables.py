"""The table of what boxes were asked; part of ``tables.metadata``."""

from typing import Final

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from app.persistence.columns import Instant
from app.persistence.tables import metadata

box_commands: Final = Table(
    "box_commands",
    metadata,
    Column("command_id", String(32), primary_key=True),
    Column("imei", String(15), nullable=False),
    Column("request", String(16), nullable=False),
    Column("parameter", Integer),
    Column("value", Text),
    Column("period_s", Integer),
    Column("checks_imei", Boolean, nullable=False),
    Column("wire_number", String(16), nullable=False),
    Column("case_id", String(32), ForeignKey("cases.case_id")),
    Column("asked_by", String(200), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sent_at", Instant),
    Column("ended_at", Instant),
    Column("answer", JSON(none_as_null=True)),
)
Index("ix_box_commands_imei_asked_at", box_commands.c.imei, box_commands.c.asked_at)
Index("ix_box_commands_case_id", box_commands.c.case_id)
IS_OPEN: Final = box_commands.c.ended_at.is_(None)
Index("ix_box_commands_open", box_commands.c.asked_at, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
