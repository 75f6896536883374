"""What firmware boxes said they run: rows that are added and never changed; and which one counts for a closed case.

A case counts with the firmware its box ran at the event. The box's clock says when that was, unless it is ahead of
ours: then the hour of reception does. The word is written into the row of the case when it closes, and again when a
late note tells of an earlier day: a million closed cases could not each ask for it when somebody opens the table.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Column, ColumnElement, Connection, String, Table, select, update
from sqlalchemy import case as first_of

from app.domain.firmware import LONGEST_VERSION, FirmwareNote
from app.domain.ids import Imei
from app.persistence.columns import Instant
from app.persistence.obligation import Obligation
from app.persistence.rows import put_row
from app.persistence.tables import cases, metadata

box_firmware: Final = Table(
    "box_firmware",
    metadata,
    Column("imei", String(15), primary_key=True),
    Column("noted_at", Instant, primary_key=True),
    Column("firmware", String(LONGEST_VERSION), nullable=False),
)
_EVENT_AT: Final = first_of((cases.c.event_at < cases.c.received_at, cases.c.event_at), else_=cases.c.received_at)
_FIRMWARE_THEN: Final = (
    select(box_firmware.c.firmware)
    .where(box_firmware.c.imei == cases.c.imei, box_firmware.c.noted_at <= _EVENT_AT)
    .order_by(box_firmware.c.noted_at.desc())
    .limit(1)
    .correlate(cases)
    .scalar_subquery()
)


class SqlFirmwareLog:
    """``FirmwareLog`` in the table ``box_firmware``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def add(self, note: FirmwareNote) -> None:
        """Store a note; of two of one instant the later stored stands."""
        self._obligation.changed("firmware")
        row = {"imei": note.imei, "noted_at": note.at, "firmware": note.firmware}
        put_row(self._connection, box_firmware, row)
        stamp_firmware(self._connection, cases.c.imei == note.imei)

    def at(self, imei: Imei, instant: datetime) -> str | None:
        """Return what the box ran at that instant; None = not known."""
        newest = (
            select(box_firmware.c.firmware)
            .where(box_firmware.c.imei == imei, box_firmware.c.noted_at <= instant)
            .order_by(box_firmware.c.noted_at.desc())
            .limit(1)
        )
        return self._connection.execute(newest).scalar()


def stamp_firmware(connection: Connection, which: ColumnElement[bool]) -> None:
    """Write into closed cases which firmware they count with."""
    closed = cases.c.outcome.is_not(None)
    connection.execute(update(cases).where(closed, which).values(firmware=_FIRMWARE_THEN))
