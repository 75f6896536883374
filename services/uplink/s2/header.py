"""The 32 bytes every S2 frame begins with.

Their own CRC-16 stands before anything else is believed: only after it may the payload length be trusted, and with it
the place of the next frame. It says nothing about who sent the frame; that is the tag's word (``seal.py``). All
integers are big-endian.
"""

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from struct import Struct
from typing import Final

from fastcrc import crc16

from app.domain.ids import Imei
from services.uplink.errors import UplinkError, UplinkErrorCode

MAGIC: Final = b"S2"
VERSION: Final = 1
HEADER_BYTES: Final = 32
TAG_BYTES: Final = 16
CHECKSUM_BYTES: Final = 4
MAX_FRAME_BYTES: Final = 16_384
MAX_FRAGMENTS: Final = 64
IMEI_DIGITS: Final = 15

_FIELDS = Struct(">2sBBBBBBQIIIH")
_CRC = Struct(">H")
_LAST_IMEI: Final = 10**IMEI_DIGITS - 1


class FrameType(IntEnum):
    """What a frame is for."""

    HELLO = 0x01
    EVENT = 0x02
    TRACE = 0x03
    POSITION = 0x04
    STATUS = 0x05
    MSD = 0x06
    ACK = 0x80
    NACK = 0x81
    COMMAND = 0x82


DOWNLINK: Final = frozenset({FrameType.ACK, FrameType.NACK, FrameType.COMMAND})
"""Sent by the service; a box that sends one is refused."""


class Flag(IntFlag):
    """Bits of the header."""

    ENCRYPTED = 0x01
    MORE_FRAGMENTS = 0x02
    TEST = 0x08
    URGENT = 0x10


@dataclass(frozen=True, slots=True)
class Header:
    """Everything that is readable without a key.

    Attributes:
        type: A ``FrameType``; numbers of later versions stay numbers.
        imei: The device id.
        boot_id: Counts the starts of the box, never repeats.
        sequence: Counts the frames of one boot id from 1.
        event_id: The box's number of the crash; 0 = none. Joins EVENT, TRACE and POSITION of one crash.
        payload_bytes: Length of the payload, encrypted or not.
        extension: Header bytes behind the 32 of version 1; authenticated, not understood.
    """

    type: int
    flags: Flag
    key_id: int
    fragment: int
    imei: Imei
    boot_id: int
    sequence: int
    event_id: int
    payload_bytes: int
    version: int = VERSION
    extension: bytes = b""

    @property
    def frame_bytes(self) -> int:
        """Length of the whole frame."""
        return HEADER_BYTES + len(self.extension) + self.payload_bytes + TAG_BYTES + CHECKSUM_BYTES


def write_header(header: Header) -> bytes:
    """Return the bytes of a header."""
    fields = _FIELDS.pack(
        MAGIC,
        header.version,
        header.type,
        header.flags,
        header.key_id,
        HEADER_BYTES + len(header.extension),
        header.fragment,
        int(header.imei),
        header.boot_id,
        header.sequence,
        header.event_id,
        header.payload_bytes,
    )
    return fields + _CRC.pack(crc16.ibm_3740(fields)) + header.extension


def has_header(received: bytes) -> bool:
    """Say whether the bytes begin with a header whose own checksum is right."""
    if len(received) < HEADER_BYTES or not received.startswith(MAGIC):
        return False
    (crc,) = _CRC.unpack_from(received, _FIELDS.size)
    return bool(crc == crc16.ibm_3740(received[: _FIELDS.size]))


def answerable(received: bytes) -> Header | None:
    """Return the header of bytes that were refused, as far as a refusal must repeat it; None when there is none."""
    if not has_header(received):
        return None
    _, version, kind, flags, key_id, _, fragment, device, boot_id, sequence, event_id, _ = _FIELDS.unpack_from(received)
    if device > _LAST_IMEI:
        return None
    imei = Imei(f"{device:0{IMEI_DIGITS}d}")
    return Header(kind, Flag(flags), key_id, fragment, imei, boot_id, sequence, event_id, 0, version)


def read_header(received: bytes) -> Header:
    """Read the header at the beginning of at least 32 bytes. Bytes of an extension that are not there yet are left out.

    Raises:
        UplinkError: No header, or one that cannot be: wrong checksum, too long a frame, no IMEI.
    """
    if not has_header(received):
        raise UplinkError(UplinkErrorCode.BAD_PREAMBLE, "no S2 header here", raw=received[:HEADER_BYTES])
    _, version, kind, flags, key_id, length, fragment, device, boot_id, sequence, event_id, payload_bytes = (
        _FIELDS.unpack_from(received)
    )
    if length < HEADER_BYTES:
        raise UplinkError(UplinkErrorCode.BAD_LENGTH, f"a header of {length} bytes", raw=received[:HEADER_BYTES])
    if device > _LAST_IMEI:
        raise UplinkError(UplinkErrorCode.BAD_LOGIN, f"{device} is no IMEI", raw=received[:HEADER_BYTES])
    if length + payload_bytes + TAG_BYTES + CHECKSUM_BYTES > MAX_FRAME_BYTES:
        raise UplinkError(UplinkErrorCode.TOO_LONG, f"{payload_bytes} bytes of payload", raw=received[:HEADER_BYTES])
    return Header(
        type=kind,
        flags=Flag(flags),
        key_id=key_id,
        fragment=fragment,
        imei=Imei(f"{device:0{IMEI_DIGITS}d}"),
        boot_id=boot_id,
        sequence=sequence,
        event_id=event_id,
        payload_bytes=payload_bytes,
        version=version,
        extension=received[HEADER_BYTES:length].ljust(length - HEADER_BYTES, b"\x00"),
    )
