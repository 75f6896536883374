"""The uplink log: raw frames in the order in which they were stored, each once."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.domain.ids import Imei, UplinkId
from app.domain.uplink import QuarantinedUplink, RawUplink, StoredUplink, UplinkSource, UplinkState
from app.persistence.rows import AnyRow
from app.persistence.tables import UPLINK_PENDING, UPLINK_QUARANTINED, uplinks

_INSERT: Final = insert(uplinks)
_SAME: Final = select(uplinks.c.uplink_id).where(
    uplinks.c.imei == bindparam("imei"), uplinks.c.digest == bindparam("digest")
)
_MARK: Final = (
    update(uplinks)
    .where(uplinks.c.uplink_id == bindparam("marked_id"))
    .values(state=bindparam("state"), reason=bindparam("reason"), fingerprint=bindparam("fingerprint"))
)
_STORED: Final = select(uplinks).where(UPLINK_PENDING).order_by(uplinks.c.uplink_id).limit(bindparam("most"))


class SqlUplinkLog:
    """``UplinkLog`` in the table ``uplinks``. What every frame passes is made once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, uplink: RawUplink) -> UplinkId | None:
        """Store a frame; None when the very same frame is there already."""
        if self._connection.execute(_SAME, {"imei": uplink.imei, "digest": uplink.digest}).first() is not None:
            return None
        row = {
            "imei": uplink.imei,
            "source": uplink.source.value,
            "received_at": uplink.received_at,
            "payload": uplink.payload,
            "digest": uplink.digest,
            "state": UplinkState.STORED.value,
        }
        key = self._connection.execute(_INSERT, row).inserted_primary_key
        if key is None:
            raise RuntimeError("the database gave a stored frame no number")
        return UplinkId(key[0])

    def pending(self, limit: int) -> tuple[StoredUplink, ...]:
        """Return frames stored but not processed, oldest first."""
        return tuple(_uplink(row) for row in self._connection.execute(_STORED, {"most": limit}))

    def recent(self, imei: Imei, since: datetime, before: UplinkId) -> tuple[StoredUplink, ...]:
        """Return frames of a box received since then and before the given one, oldest first; quarantined ones not."""
        found = (
            select(uplinks)
            .where(uplinks.c.imei == imei, uplinks.c.received_at >= since, uplinks.c.uplink_id < before)
            .where(uplinks.c.state.not_in([UplinkState.QUARANTINED.value, UplinkState.RELEASED.value]))
            .order_by(uplinks.c.uplink_id)
        )
        return tuple(_uplink(row) for row in self._connection.execute(found))

    def find(self, uplink_id: UplinkId) -> StoredUplink | None:
        """Return a frame, or None."""
        return find_uplink(self._connection, uplink_id)

    def mark_processed(self, uplink_id: UplinkId, fingerprint: str | None = None) -> None:
        """Say that the frame's effects are stored."""
        values = {"state": UplinkState.PROCESSED.value, "reason": None, "fingerprint": fingerprint}
        self._connection.execute(_MARK, {"marked_id": uplink_id, **values})

    def quarantine(self, uplink_id: UplinkId, reason: str) -> None:
        """Keep the frame for a person."""
        self._set(uplink_id, state=UplinkState.QUARANTINED.value, reason=reason)

    def release(self, uplink_id: UplinkId) -> None:
        """Say that a person dealt with a quarantined frame."""
        self._set(uplink_id, state=UplinkState.RELEASED.value)

    def quarantined_count(self) -> int:
        """Return how many frames wait for a person."""
        return count_quarantined(self._connection)

    def _set(self, uplink_id: UplinkId, **values: str | None) -> None:
        self._connection.execute(update(uplinks).where(uplinks.c.uplink_id == uplink_id).values(**values))


def count_quarantined(connection: Connection) -> int:
    """Return how many frames wait for a person."""
    waiting = select(func.count()).select_from(uplinks).where(UPLINK_QUARANTINED)
    return int(connection.execute(waiting).scalar_one())


def last_received_at(connection: Connection) -> datetime | None:
    """Return when the newest frame was received, found by its number; None = there is none."""
    newest = select(uplinks.c.received_at).order_by(uplinks.c.uplink_id.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def find_uplink(connection: Connection, uplink_id: UplinkId) -> StoredUplink | None:
    """Return a frame, or None."""
    row = connection.execute(select(uplinks).where(uplinks.c.uplink_id == uplink_id)).first()
    return None if row is None else _uplink(row)


def find_quarantined(connection: Connection, limit: int) -> tuple[QuarantinedUplink, ...]:
    """Return the frames that wait for a person, oldest first."""
    waiting = select(uplinks).where(UPLINK_QUARANTINED).order_by(uplinks.c.uplink_id).limit(limit)
    return tuple(QuarantinedUplink(_uplink(row), row.reason or "") for row in connection.execute(waiting))


def raw_from(row: AnyRow) -> RawUplink:
    """Map a row of ``uplinks`` to the frame as it came."""
    return RawUplink(Imei(row.imei), UplinkSource(row.source), row.received_at, row.payload, row.digest)


def _uplink(row: AnyRow) -> StoredUplink:
    return StoredUplink(UplinkId(row.uplink_id), raw_from(row), UplinkState(row.state))
