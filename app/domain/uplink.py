"""A raw frame as it came off the wire, kept before anybody tries to understand it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.ids import Imei, UplinkId

S2_WINDOW_BITS: Final = 64


class UplinkSource(StrEnum):
    """The listener or feed a frame came from."""

    TELTONIKA_TCP = "teltonika_tcp"
    TELTONIKA_UDP = "teltonika_udp"
    S2_TCP = "s2_tcp"
    S2_UDP = "s2_udp"
    S2_FEED = "s2_feed"
    MSD_FEED = "msd_feed"

    @property
    def is_authenticated(self) -> bool:
        """Whether who sent it had to prove who it is: a key of the box, or the token of a feed."""
        return self not in (UplinkSource.TELTONIKA_TCP, UplinkSource.TELTONIKA_UDP)

    @property
    def is_s2(self) -> bool:
        """Whether its frames are S2 frames."""
        return self in (UplinkSource.S2_TCP, UplinkSource.S2_UDP, UplinkSource.S2_FEED)


class UplinkState(StrEnum):
    """How far the frame got; ``quarantined`` waits for a person, never goes away by itself.

    ``released``: a person looked at it and said that nothing is to be made of it.
    """

    STORED = "stored"
    PROCESSED = "processed"
    QUARANTINED = "quarantined"
    RELEASED = "released"


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


@dataclass(frozen=True, slots=True)
class QuarantinedUplink:
    """A frame that waits for a person, and the technical word on why."""

    uplink: StoredUplink
    reason: str


@dataclass(frozen=True, slots=True)
class S2Place:
    """Where an S2 frame stands among those of its box: exists once in the store.

    Attributes:
        boot_id: Counts the starts of the box.
        sequence: Counts the messages of one boot id, from 1; the fragments of a message share it.
        fragment: From 0.
        is_last: No fragment of the message follows.
    """

    imei: Imei
    boot_id: int
    sequence: int
    fragment: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class S2Window:
    """Which messages of one boot id are stored whole: all up to ``highest``, and those in the map.

    Attributes:
        bitmap: 64 bits; bit n = sequence ``highest + 1 + n``.
    """

    highest: int = 0
    bitmap: int = 0

    def with_stored(self, sequence: int) -> "S2Window":
        """Return the window after one more message; one too far ahead is left for later and stays unacknowledged."""
        ahead = sequence - self.highest - 1
        if not 0 <= ahead < S2_WINDOW_BITS:
            return self
        return _closed_up(self.highest, self.bitmap | 1 << ahead)

    def starting_at(self, oldest_held: int) -> "S2Window":
        """Return the window of a box that holds nothing older than that message any more.

        Without this, a box whose earlier messages were acknowledged by a database that is gone would wait for ever.
        """
        missing = oldest_held - 1 - self.highest
        if missing <= 0:
            return self
        return _closed_up(oldest_held - 1, self.bitmap >> missing)


def _closed_up(highest: int, bitmap: int) -> S2Window:
    while bitmap & 1:
        bitmap >>= 1
        highest += 1
    return S2Window(highest, bitmap)
