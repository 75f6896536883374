"""One UDP datagram of a Teltonika box: login, identification and records in one.

A datagram is its own length (u16), a packet id (u16), one byte without use, the number of the AVL packet (u8), the IMEI
with its u16 length, and the data part of a TCP frame. There is no checksum of its own (UDP brings one) and no stream to
wait for: a piece that is too short is damaged, not unfinished. The answer repeats both numbers and names the records
taken; without it the box sends the datagram again.
"""

from dataclasses import dataclass
from hashlib import sha256
from struct import Struct
from typing import Final

from app.domain.ids import Imei
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import KNOWN_CODECS, RECORD_CODECS
from services.uplink.teltonika.commands import CommandMessage, read_command
from services.uplink.teltonika.events import is_event
from services.uplink.teltonika.frames import KEEP_ALIVE, MIN_DATA_BYTES
from services.uplink.teltonika.login import IMEI_DIGITS, read_imei
from services.uplink.teltonika.messages import AvlPacket, read_records

LENGTH_BYTES: Final = 2
_HEAD = Struct(">HHBBH")
_ANSWER = Struct(">HHBBB")
_ANSWER_LENGTH: Final = 5
_UNUSED_BYTES: Final = frozenset({0x00, 0x01})
"""01 by today's documents; older ones call it packet type and send 00."""
_ANSWER_TYPE: Final = 0x01


@dataclass(frozen=True, slots=True)
class DatagramReceived:
    """One whole datagram. Store ``raw``, then send what ``acknowledge_datagram`` returns.

    Attributes:
        digest: SHA-256 of ``raw``, hexadecimal.
        record_count: What the answer will say; 0 = a message, which is not answered.
        is_event: A crash, an alarm or an unreadable datagram: do not wait for others before committing.
        packet: Its records; None when they cannot be read or it carries a message.
        message: A command's answer (codecs 12 to 15).
        error: Why the content of an otherwise sound datagram cannot be read.
    """

    raw: bytes
    imei: Imei
    digest: str
    packet_id: int
    avl_packet_id: int
    codec: int
    record_count: int
    is_event: bool
    packet: AvlPacket | None
    message: CommandMessage | None
    error: UplinkError | None = None


def is_keep_alive(datagram: bytes) -> bool:
    """Say whether the box only shows that it is there."""
    return datagram == bytes([KEEP_ALIVE])


def read_datagram(raw: bytes) -> DatagramReceived:
    """Read one datagram.

    Raises:
        UplinkError: Its frame is damaged: length, unused byte, IMEI, codec or counts.
    """
    if len(raw) < _HEAD.size + IMEI_DIGITS + MIN_DATA_BYTES:
        raise UplinkError(UplinkErrorCode.TRUNCATED, f"a datagram of {len(raw)} bytes cannot be whole", raw=raw)
    length, packet_id, unused, avl_packet_id, imei_length = _HEAD.unpack_from(raw)
    if length != len(raw) - LENGTH_BYTES:
        raise UplinkError(UplinkErrorCode.BAD_LENGTH, f"length says {length}, datagram has {len(raw) - 2}", raw=raw)
    if unused not in _UNUSED_BYTES:
        raise UplinkError(UplinkErrorCode.BAD_PREAMBLE, f"packet type {unused:02x} is not sent by a box", raw=raw)
    if imei_length != IMEI_DIGITS:
        raise UplinkError(UplinkErrorCode.BAD_LOGIN, f"an IMEI of {imei_length} digits", raw=raw)
    imei = read_imei(raw[_HEAD.size : _HEAD.size + IMEI_DIGITS])
    data = _checked_data(raw[_HEAD.size + IMEI_DIGITS :])
    packet, message, error = _content(data)
    return DatagramReceived(
        raw=raw,
        imei=imei,
        digest=sha256(raw).hexdigest(),
        packet_id=packet_id,
        avl_packet_id=avl_packet_id,
        codec=data[0],
        record_count=data[1] if data[0] in RECORD_CODECS else 0,
        is_event=error is not None or (packet is not None and is_event(packet)),
        packet=packet,
        message=message,
        error=error,
    )


def acknowledge_datagram(datagram: DatagramReceived) -> bytes | None:
    """Return the datagram that lets the box forget this one; None for a message. Call it after the commit."""
    if datagram.codec not in RECORD_CODECS:
        return None
    return _ANSWER.pack(_ANSWER_LENGTH, datagram.packet_id, _ANSWER_TYPE, datagram.avl_packet_id, datagram.record_count)


def _checked_data(data: bytes) -> bytes:
    if data[0] not in KNOWN_CODECS:
        raise UplinkError(UplinkErrorCode.UNKNOWN_CODEC, f"codec {data[0]:02x} is not known", raw=data)
    if data[1] != data[-1]:
        raise UplinkError(UplinkErrorCode.BAD_COUNT, f"counts differ: {data[1]} before, {data[-1]} after", raw=data)
    return data


def _content(data: bytes) -> tuple[AvlPacket | None, CommandMessage | None, UplinkError | None]:
    try:
        if data[0] in RECORD_CODECS:
            return read_records(data), None, None
        return None, read_command(data), None
    except UplinkError as error:
        return None, None, error
