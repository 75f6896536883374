"""Where S2 frames stand: one row for each, one window for each boot id."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, and_, bindparam, insert, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.ids import Imei
from app.domain.uplink import RawUplink, S2Place, S2Window
from app.persistence.rows import put_row
from app.persistence.tables import s2_frames, s2_windows, uplinks
from app.persistence.uplinks import raw_from

_AT: Final = select(s2_frames.c.digest).where(
    s2_frames.c.imei == bindparam("imei"),
    s2_frames.c.boot_id == bindparam("boot_id"),
    s2_frames.c.sequence == bindparam("sequence"),
    s2_frames.c.fragment == bindparam("fragment"),
)
_INSERT: Final = insert(s2_frames)


class SqlS2Log:
    """``S2Log`` in ``s2_frames`` and ``s2_windows``. Two statements are made once: every S2 frame passes there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def digest_at(self, place: S2Place) -> str | None:
        """Return the digest of the frame stored at a place, or None."""
        row = self._connection.execute(_AT, _key(place)).first()
        return None if row is None else str(row.digest)

    def add(self, place: S2Place, digest: str) -> None:
        """Note where a frame of the uplink log stands."""
        self._connection.execute(_INSERT, {**_key(place), "is_last": place.is_last, "digest": digest})

    def fragments(self, imei: Imei, boot_id: int, sequence: int) -> Mapping[int, bool]:
        """Return the fragments stored of a message, by number; True for the last one."""
        found = select(s2_frames.c.fragment, s2_frames.c.is_last).where(_of_message(imei, boot_id, sequence))
        return {row.fragment: row.is_last for row in self._connection.execute(found)}

    def frames(self, imei: Imei, boot_id: int, sequence: int) -> tuple[RawUplink, ...]:
        """Return the frames stored of a message, by fragment number."""
        same = and_(uplinks.c.imei == s2_frames.c.imei, uplinks.c.digest == s2_frames.c.digest)
        found = (
            select(uplinks)
            .join(s2_frames, same)
            .where(_of_message(imei, boot_id, sequence))
            .order_by(s2_frames.c.fragment)
        )
        return tuple(raw_from(row) for row in self._connection.execute(found))

    def window(self, imei: Imei, boot_id: int) -> S2Window:
        """Return which messages of a boot id are stored whole."""
        found = select(s2_windows).where(s2_windows.c.imei == imei, s2_windows.c.boot_id == boot_id)
        row = self._connection.execute(found).first()
        return S2Window() if row is None else S2Window(row.highest, int(row.bitmap, 16))

    def put_window(self, imei: Imei, boot_id: int, window: S2Window) -> None:
        """Store the window of a boot id; its 64 bits as text, because no database has an unsigned integer for them."""
        row = {"imei": imei, "boot_id": boot_id, "highest": window.highest, "bitmap": f"{window.bitmap:016x}"}
        put_row(self._connection, s2_windows, row)


def _key(place: S2Place) -> dict[str, object]:
    return {
        "imei": place.imei,
        "boot_id": place.boot_id,
        "sequence": place.sequence,
        "fragment": place.fragment,
    }


def _of_message(imei: Imei, boot_id: int, sequence: int) -> ColumnElement[bool]:
    return and_(s2_frames.c.imei == imei, s2_frames.c.boot_id == boot_id, s2_frames.c.sequence == sequence)
