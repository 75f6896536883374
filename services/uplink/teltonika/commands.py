"""Commands to a box and its answers: codecs 12, 13, 14 and 15.

All four carry one message: a type byte, a u32 size and that many bytes. They differ in what stands before the text
inside the
size: nothing (12), a time in seconds (13), the IMEI as 16 packed digits (14), both (15). The quantity byte on either
    side is 1
and, by the maker's word, not used for reading. The boxes do not acknowledge them and are not acknowledged.

They carry no crash data. What they are for here: asking a box for its position, setting a parameter, starting to track.
"""

from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import Final

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import COMMAND_CODECS, Codec
from services.uplink.teltonika.frames import CHECKSUM_BYTES, PREAMBLE, checksum

_U32 = Struct(">I")
_HEAD = Struct(">BBBI")
_IMEI_BYTES = 8
_WITH_TIME: Final = frozenset({Codec.CODEC_13, Codec.CODEC_15})
_WITH_IMEI: Final = frozenset({Codec.CODEC_14, Codec.CODEC_15})


class MessageType(IntEnum):
    """What a message of these codecs is; codec 15 uses further numbers that stay numbers."""

    COMMAND = 0x05
    ANSWER = 0x06
    WRONG_IMEI = 0x11


@dataclass(frozen=True, slots=True)
class CommandMessage:
    """One command or answer.

    Attributes:
        type: 5 command, 6 answer, 17 refused because the IMEI is another box's; others are passed on.
        quantity: As sent; 1.
        timestamp_s: Seconds since 1970 (codecs 13 and 15).
        imei_bcd: Sixteen digits, the first a zero (codecs 14 and 15).
        payload: Text in ASCII or bytes.
    """

    codec: Codec
    type: int
    quantity: int
    timestamp_s: int | None
    imei_bcd: str | None
    payload: bytes


def read_command(data: bytes) -> CommandMessage:
    """Read the data part of a frame of codec 12, 13, 14 or 15.

    Raises:
        UplinkError: The size does not fill the frame or is too small for what the codec puts before the text.
    """
    codec = Codec(data[0])
    if len(data) < _HEAD.size + 1:
        raise UplinkError(UplinkErrorCode.BAD_RECORD, "a message has a type and a size", raw=data)
    _, quantity, message_type, size = _HEAD.unpack_from(data)
    body = data[_HEAD.size : -1]
    if size != len(body):
        raise UplinkError(UplinkErrorCode.BAD_LENGTH, f"size says {size}, message has {len(body)} bytes", raw=data)
    before_text = _U32.size * (codec in _WITH_TIME) + _IMEI_BYTES * (codec in _WITH_IMEI)
    if size < before_text:
        raise UplinkError(UplinkErrorCode.BAD_LENGTH, f"{size} bytes are too few for this codec", raw=data)
    timestamp_s = imei_bcd = None
    at = 0
    if codec in _WITH_TIME:
        (timestamp_s,) = _U32.unpack_from(body)
        at = _U32.size
    if codec in _WITH_IMEI:
        imei_bcd = body[at : at + _IMEI_BYTES].hex()
    return CommandMessage(codec, message_type, quantity, timestamp_s, imei_bcd, body[before_text:])


def write_command(message: CommandMessage) -> bytes:
    """Return the TCP frame of a message.

    Raises:
        ValueError: The codec carries no commands, or needs a time or an IMEI that the message lacks.
    """
    if message.codec not in COMMAND_CODECS:
        raise ValueError(f"codec {message.codec:02x} carries no commands")
    body = b""
    if message.codec in _WITH_TIME:
        if message.timestamp_s is None:
            raise ValueError("this codec needs a time")
        body += _U32.pack(message.timestamp_s)
    if message.codec in _WITH_IMEI:
        if message.imei_bcd is None:
            raise ValueError("this codec needs an IMEI")
        body += bytes.fromhex(message.imei_bcd)
    body += message.payload
    data = _HEAD.pack(message.codec, message.quantity, message.type, len(body)) + body + bytes([message.quantity])
    return PREAMBLE + _U32.pack(len(data)) + data + checksum(data).to_bytes(CHECKSUM_BYTES)
