"""Close and open S2 frames: tag and checksum.

The last four bytes (CRC-32C over everything before) tell line noise from forgery. A frame whose checksum is wrong was
damaged on the way and is sent again; one whose checksum is right and whose tag is wrong was made by somebody without
the key, and is an alarm.

An encrypted frame is AES-128-GCM with the header as associated data; the nonce is direction, fragment, boot id and
sequence, which never repeat together. A signed one is HMAC-SHA-256 over header and payload, cut to 16 bytes. A re-send
repeats the same bytes.
"""

from hmac import compare_digest, digest
from struct import Struct
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastcrc import crc32

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.header import CHECKSUM_BYTES, HEADER_BYTES, TAG_BYTES, Flag, Header, read_header, write_header
from services.uplink.s2.keys import Direction, DirectionKeys

_NONCE = Struct(">BBHII")
_U32: Final = Struct(">I")


def seal(header: Header, payload: bytes, keys: DirectionKeys, direction: Direction) -> bytes:
    """Return the whole frame of a header and its payload.

    Raises:
        ValueError: The header announces another payload length.
    """
    if header.payload_bytes != len(payload):
        raise ValueError(f"the header announces {header.payload_bytes} bytes, the payload has {len(payload)}")
    head = write_header(header)
    if header.flags & Flag.ENCRYPTED:
        sealed = AESGCM(keys.encryption).encrypt(_nonce(header, direction), payload, head)
    else:
        sealed = payload + _signature(keys, head + payload)
    return with_checksum(head + sealed)


def with_checksum(frame: bytes) -> bytes:
    """Return the bytes with their CRC-32C behind them."""
    return frame + _U32.pack(crc32.iscsi(frame))


def check_frame(raw: bytes) -> Header:
    """Return the header of one whole frame whose bytes arrived as they were sent; whoever sent them.

    Raises:
        UplinkError: Damaged, too short or too long.
    """
    header = read_header(raw)
    if len(raw) != header.frame_bytes:
        raise UplinkError(UplinkErrorCode.BAD_LENGTH, f"{len(raw)} bytes instead of {header.frame_bytes}", raw=raw)
    if _U32.unpack_from(raw, len(raw) - CHECKSUM_BYTES) != (crc32.iscsi(raw[:-CHECKSUM_BYTES]),):
        raise UplinkError(UplinkErrorCode.BAD_CHECKSUM, "damaged on the way", raw=raw)
    return header


def unseal(raw: bytes, header: Header, keys: DirectionKeys, direction: Direction) -> bytes:
    """Return the payload of a checked frame in clear.

    Raises:
        UplinkError: ``not_authentic``: the tag is wrong, so the frame was not made with this key.
    """
    head_bytes = HEADER_BYTES + len(header.extension)
    head, sealed = raw[:head_bytes], raw[head_bytes:-CHECKSUM_BYTES]
    if header.flags & Flag.ENCRYPTED:
        try:
            return AESGCM(keys.encryption).decrypt(_nonce(header, direction), sealed, head)
        except InvalidTag:
            raise _forged(raw) from None
    payload, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
    if not compare_digest(tag, _signature(keys, head + payload)):
        raise _forged(raw)
    return payload


def _nonce(header: Header, direction: Direction) -> bytes:
    return _NONCE.pack(direction.value, header.fragment, 0, header.boot_id, header.sequence)


def _signature(keys: DirectionKeys, signed: bytes) -> bytes:
    return digest(keys.signature, signed, "sha256")[:TAG_BYTES]


def _forged(raw: bytes) -> UplinkError:
    return UplinkError(UplinkErrorCode.NOT_AUTHENTIC, "the tag was not made with this box's key", raw=raw)
