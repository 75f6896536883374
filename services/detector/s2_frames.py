"""What an authentic S2 frame is to the store, whichever way it came."""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.uplink import RawUplink, S2Place, UplinkSource
from app.usecases.store_s2_frame import StoreS2Frame
from services.uplink.s2.header import Flag, FrameType
from services.uplink.s2.link import S2FrameReceived

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def store_command(frame: S2FrameReceived, source: UplinkSource, received_at: datetime) -> StoreS2Frame:
    """Return the command that keeps the frame."""
    header = frame.header
    is_last = not header.flags & Flag.MORE_FRAGMENTS
    place = S2Place(header.imei, header.boot_id, header.sequence, header.fragment, is_last)
    raw = RawUplink(header.imei, source, received_at, frame.raw, frame.digest)
    oldest = frame.payload.oldest_held if header.type == FrameType.HELLO and frame.payload is not None else None
    return StoreS2Frame(raw, place, header.key_id, oldest)


def milliseconds(instant: datetime) -> int:
    """Return the milliseconds since 1970."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)
