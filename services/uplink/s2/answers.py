"""What the service says to an S2 box: stored, refused, or a command.

ACK means stored durably; it names the highest sequence up to which nothing is missing and, in a 64-bit map, which of
the next 64 are stored as well (bit 0 = the one after). A box may forget exactly those. Answers are signed, not
encrypted: they hold no secret, and a signature needs no counter of ours that must never repeat. Boot id and sequence of
the header are those of the frame answered.

A NACK for an unknown device or version cannot be signed and carries a tag of zeros: a box takes it as a hint to slow
down, no more.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import IntEnum

from app.domain.uplink import S2Window
from services.uplink.s2.header import TAG_BYTES, Flag, FrameType, Header, write_header
from services.uplink.s2.keys import Direction, DirectionKeys
from services.uplink.s2.payload import Key, write_payload
from services.uplink.s2.seal import seal, with_checksum


class NackCode(IntEnum):
    """Why a frame was not taken."""

    BUSY = 1
    CHECKSUM = 2
    TOO_LONG = 3
    NOT_AUTHENTIC = 4
    VERSION = 5
    UNKNOWN_DEVICE = 6


def window_of(sequences: Iterable[int]) -> S2Window:
    """Return the window of all stored sequences of a boot id."""
    window = S2Window()
    for sequence in sorted(set(sequences)):
        window = window.with_stored(sequence)
    return window


def acknowledgement(answered: Header, window: S2Window, server_time_ms: int, keys: DirectionKeys) -> bytes:
    """Return the ACK frame that follows a stored frame."""
    facts: dict[int, object] = {
        Key.TIMESTAMP: server_time_ms,
        Key.ANSWERED_BOOT_ID: answered.boot_id,
        Key.HIGHEST_STORED: window.highest,
        Key.STORED_BITMAP: window.bitmap,
    }
    return _signed(answered, FrameType.ACK, write_payload(facts), keys)


def refusal(answered: Header, code: NackCode, retry_after_s: int, keys: DirectionKeys | None) -> bytes:
    """Return the NACK frame for a frame that was not taken; without keys its tag is zeros.

    Args:
        answered: Of the frame refused.
        code: Why.
        retry_after_s: When to try again; 0 = not at all as it is.
        keys: Of the downward direction; None = device, key or version unknown.
    """
    facts: dict[int, object] = {
        Key.ANSWERED_BOOT_ID: answered.boot_id,
        Key.REFUSED_SEQUENCE: answered.sequence,
        Key.REFUSED_FRAGMENT: answered.fragment,
        Key.REFUSAL_CODE: code.value,
        Key.RETRY_AFTER_S: retry_after_s,
    }
    payload = write_payload(facts)
    if keys is not None:
        return _signed(answered, FrameType.NACK, payload, keys)
    return with_checksum(write_header(_head(answered, FrameType.NACK, payload)) + payload + bytes(TAG_BYTES))


def _signed(answered: Header, kind: FrameType, payload: bytes, keys: DirectionKeys) -> bytes:
    return seal(_head(answered, kind, payload), payload, keys, Direction.DOWN)


def _head(answered: Header, kind: FrameType, payload: bytes) -> Header:
    flags = answered.flags & Flag.TEST
    return replace(
        answered, type=kind, flags=flags, fragment=0, event_id=0, payload_bytes=len(payload), version=1, extension=b""
    )
