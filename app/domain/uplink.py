"""A raw frame as it came off the wire, kept before anybody tries to understand it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import Imei, UplinkId


class UplinkSource(StrEnum):
    """The listener or feed a frame came from."""

    TELTONIKA_TCP = "teltonika_tcp"


class UplinkState(StrEnum):
    """How far the frame got; ``quarantined`` waits for a person, never goes away by itself."""

    STORED = "stored"
    PROCESSED = "processed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class RawUplink:
    """One frame of one box.

    ``digest`` is the SHA-256 of ``payload`` in hexadecimal: with the IMEI it makes the frame unique.
    """

    imei: Imei
    source: UplinkSource
    received_at: datetime
    payload: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class StoredUplink:
    """A frame with its place in the log."""

    uplink_id: UplinkId
    raw: RawUplink
    state: UplinkState
