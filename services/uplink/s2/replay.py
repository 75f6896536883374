"""What a frame is to the frames already stored: new, a repetition, or an attack.

The store has a unique key (device, boot id, sequence, fragment). A box that got no answer repeats the same bytes, and
is answered again; nothing new is made of it. The same key with other bytes cannot come from an honest box: its nonce
would have been used twice.
"""

from enum import Enum, auto
from typing import NamedTuple

from app.domain.ids import Imei
from services.uplink.s2.header import Header


class FrameKey(NamedTuple):
    """What may exist once in the store."""

    imei: Imei
    boot_id: int
    sequence: int
    fragment: int


class Novelty(Enum):
    """What to do with an authentic frame."""

    NEW = auto()
    REPEATED = auto()
    CONFLICTING = auto()


def frame_key(header: Header) -> FrameKey:
    """Return the key of a frame."""
    return FrameKey(header.imei, header.boot_id, header.sequence, header.fragment)


def judge(stored_digest: str | None, digest: str) -> Novelty:
    """Say what a frame is, given the digest stored under its key (None = none).

    NEW: store, then answer. REPEATED: answer again, make nothing. CONFLICTING: raise a security alarm, do not answer.
    """
    if stored_digest is None:
        return Novelty.NEW
    return Novelty.REPEATED if stored_digest == digest else Novelty.CONFLICTING
