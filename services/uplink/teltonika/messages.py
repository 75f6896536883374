"""Read AVL records: what a Teltonika box measured, in its own units and ids.

Nothing is interpreted here: an I/O element stays a number and its bytes, because the same number means different things
in different device families (``records.py`` holds those tables). Reading is strict about structure, since a record read
from the wrong offset would put a car in the wrong place: every group must end where the next begins and the last record
at the second count. The element total of a record is not compared with its groups; the groups alone say where
everything is.

This runs for every record of every box, so the loop is written for speed: compiled ``struct`` formats, no slicing of
what is skipped.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from struct import Struct
from typing import Final, NamedTuple

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import Codec

LAST_TIMESTAMP_MS: Final = 253_402_300_799_999
"""The end of the year 9999; a later instant has no calendar date and is refused."""

NO_EVENT: Final = 0
"""Event id of a record sent because its time had come, not because something happened."""


class AvlRecord(NamedTuple):
    """One AVL record as sent. A tuple, because a frozen dataclass takes four times as long to make.

    Attributes:
        timestamp_ms: Device time, milliseconds since 1970, UTC.
        priority: 0 low, 1 high, 2 panic.
        longitude_1e7: Degrees times ten million, east positive.
        latitude_1e7: Degrees times ten million, north positive.
        satellites: 0 = no fix; the coordinates are then the last known ones.
        event_io: The element whose change caused the record; 0 = none.
        generation_type: Codec 16 only: why the record was made.
        io: Bytes of every element by its id.
    """

    timestamp_ms: int
    priority: int
    longitude_1e7: int
    latitude_1e7: int
    altitude_m: int
    angle_deg: int
    satellites: int
    speed_kmh: int
    event_io: int
    generation_type: int | None
    io: Mapping[int, bytes]


class AvlPacket(NamedTuple):
    """The records of one frame, in the order in which they were sent (not always the order of time)."""

    codec: Codec
    records: tuple[AvlRecord, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the codecs differ: the widths of ids and counts. ``head``: everything before the groups."""

    codec: Codec
    head: Struct
    has_generation_type: bool
    count: Struct
    elements: tuple[tuple[int, Struct], ...]
    has_variable_group: bool


def _elements(id_format: str) -> tuple[tuple[int, Struct], ...]:
    return tuple((width, Struct(f">{id_format}{width}s")) for width in (1, 2, 4, 8))


_GNSS: Final = ">QBiihHBH"
_GENERATION_TYPE: Final = 9
"""Its place behind the event; without one, the total of elements stands there, which is not read."""
_BYTE = Struct(">B")
_WORD = Struct(">H")
_VARIABLE = Struct(">HH")
_LAYOUTS: Final[Mapping[int, _Layout]] = {
    Codec.CODEC_8: _Layout(Codec.CODEC_8, Struct(f"{_GNSS}BB"), False, _BYTE, _elements("B"), False),
    Codec.CODEC_8_EXTENDED: _Layout(Codec.CODEC_8_EXTENDED, Struct(f"{_GNSS}HH"), False, _WORD, _elements("H"), True),
    Codec.CODEC_16: _Layout(Codec.CODEC_16, Struct(f"{_GNSS}HBB"), True, _BYTE, _elements("H"), False),
}


def read_records(data: bytes) -> AvlPacket:
    """Read the data part of a frame (codec to second count) that carries AVL records.

    Raises:
        UplinkError: Records do not fill the data exactly, or a time has no calendar date.
    """
    layout = _LAYOUTS[data[0]]
    records = []
    at = 2
    try:
        for _ in range(data[1]):
            record, at = _read_record(data, at, layout)
            records.append(record)
    except struct.error as error:
        raise UplinkError(UplinkErrorCode.BAD_RECORD, "a record runs past the end of its frame", raw=data) from error
    if at != len(data) - 1:
        raise UplinkError(
            UplinkErrorCode.BAD_RECORD, f"{len(data) - 1 - at} bytes too many or few for {data[1]} records", raw=data
        )
    return AvlPacket(layout.codec, tuple(records))


def _read_record(data: bytes, at: int, layout: _Layout) -> tuple[AvlRecord, int]:
    head = layout.head.unpack_from(data, at)
    if head[0] > LAST_TIMESTAMP_MS:
        raise UplinkError(UplinkErrorCode.BAD_TIMESTAMP, f"{head[0]} ms is after the year 9999", raw=data)
    generation_type = head[_GENERATION_TYPE] if layout.has_generation_type else None
    io, at = _read_elements(data, at + layout.head.size, layout)
    record = AvlRecord._make((*head[:_GENERATION_TYPE], generation_type, io))
    return record, at


def _read_elements(data: bytes, at: int, layout: _Layout) -> tuple[dict[int, bytes], int]:
    io: dict[int, bytes] = {}
    count = layout.count
    for width, element in layout.elements:
        (amount,) = count.unpack_from(data, at)
        at += count.size
        if amount:
            end = at + amount * element.size
            if end > len(data):
                raise UplinkError(
                    UplinkErrorCode.BAD_RECORD, f"{amount} elements of {width} bytes run past the end", raw=data
                )
            io.update(element.iter_unpack(data[at:end]))
            at = end
    if layout.has_variable_group:
        at = _read_variable_group(data, at, io)
    return io, at


def _read_variable_group(data: bytes, at: int, io: dict[int, bytes]) -> int:
    (amount,) = _WORD.unpack_from(data, at)
    at += _WORD.size
    for _ in range(amount):
        element_id, length = _VARIABLE.unpack_from(data, at)
        at += _VARIABLE.size + length
        if at > len(data):
            raise UplinkError(
                UplinkErrorCode.BAD_RECORD, f"element {element_id} of {length} bytes runs past the end", raw=data
            )
        io[element_id] = data[at - length : at]
    return at
