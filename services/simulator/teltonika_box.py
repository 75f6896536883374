"""Write what a Teltonika box would send: the login and packets of codec 8 extended.

Written from the protocol, not from our decoder, so that the two check each other in the tests. Nothing of
``services.uplink`` is imported here. A box that lies (wrong checksum, torn frame) is made in the tests by damaging
these bytes.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from fastcrc import crc16

from app.domain.ids import Imei

MAX_RECORDS: Final = 255
"""The record counts of a packet are one byte."""

_CODEC_8_EXTENDED: Final = 0x8E
_FIXED_WIDTHS: Final = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class BoxReading:
    """One record as the box's firmware would fill it.

    Attributes:
        priority: 0 low, 1 high, 2 panic.
        satellites: 0 = no fix, the coordinates are remembered ones.
        event_io: The element that caused the record; 0 = time had come.
        io: Value of every element by its number; the length of the bytes chooses the group.
    """

    read_at: datetime
    latitude_deg: float
    longitude_deg: float
    heading_deg: int = 0
    speed_kmh: int = 0
    altitude_m: int = 60
    satellites: int = 12
    priority: int = 0
    event_io: int = 0
    io: Mapping[int, bytes] = field(default_factory=dict)


def login(imei: Imei) -> bytes:
    """Return the first bytes of a connection."""
    digits = imei.encode("ascii")
    return struct.pack(">H", len(digits)) + digits


def packet(readings: Sequence[BoxReading]) -> bytes:
    """Return one TCP packet of 1 to 255 readings.

    Raises:
        ValueError: None or too many readings.
    """
    if not 0 < len(readings) <= MAX_RECORDS:
        raise ValueError(f"a packet holds 1 to {MAX_RECORDS} records, not {len(readings)}")
    body = bytes([_CODEC_8_EXTENDED, len(readings)]) + b"".join(map(_record, readings)) + bytes([len(readings)])
    return struct.pack(">II", 0, len(body)) + body + struct.pack(">I", crc16.arc(body))


def xyz(samples_mg: Iterable[tuple[int, int, int]]) -> bytes:
    """Return the bytes of a crash trace (element 257): triples of int16 in milli-g."""
    return b"".join(struct.pack(">hhh", *sample) for sample in samples_mg)


def _record(reading: BoxReading) -> bytes:
    head = struct.pack(
        ">QBiihHBHHH",
        round(reading.read_at.timestamp() * 1000),
        reading.priority,
        round(reading.longitude_deg * 1e7),
        round(reading.latitude_deg * 1e7),
        reading.altitude_m,
        reading.heading_deg % 360,
        reading.satellites,
        reading.speed_kmh,
        reading.event_io,
        len(reading.io),
    )
    fixed = b"".join(_group(reading.io, width) for width in _FIXED_WIDTHS)
    others = {number: value for number, value in reading.io.items() if len(value) not in _FIXED_WIDTHS}
    variable = b"".join(struct.pack(">HH", number, len(value)) + value for number, value in others.items())
    return head + fixed + struct.pack(">H", len(others)) + variable


def _group(io: Mapping[int, bytes], width: int) -> bytes:
    members = [(number, value) for number, value in io.items() if len(value) == width]
    return struct.pack(">H", len(members)) + b"".join(struct.pack(">H", number) + value for number, value in members)
