"""What firmware boxes said they run: rows that are added and never changed."""

from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, String, Table, select

from app.domain.firmware import LONGEST_VERSION, FirmwareNote
from app.domain.ids import Imei
from app.persistence.columns import Instant
from app.persistence.obligation import Obligation
from app.persistence.rows import put_row
from app.persistence.tables import metadata

box_firmware: Final = Table(
    "box_firmware",
    metadata,
    Column("imei", String(15), primary_key=True),
    Column("noted_at", Instant, primary_key=True),
    Column("firmware", String(LONGEST_VERSION), nullable=False),
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

    def at(self, imei: Imei, instant: datetime) -> str | None:
        """Return what the box ran at that instant; None = not known."""
        newest = (
            select(box_firmware.c.firmware)
            .where(box_firmware.c.imei == imei, box_firmware.c.noted_at <= instant)
            .order_by(box_firmware.c.noted_at.desc())
            .limit(1)
        )
        return self._connection.execute(newest).scalar()
