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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from struct import Struct, calcsize
from typing import Any, Final, NamedTuple, TypeAlias

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


_Counts: TypeAlias = tuple[int, int, int, int]
"""How many elements of 1, 2, 4 and 8 bytes a record has."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the codecs differ.

    Attributes:
        head: Format of everything before the groups; where one stands, the generation type is its last field.
        id_format: Of an element's number.
        counts: Reads how many elements each group has.
    """

    codec: Codec
    head: str
    head_bytes: int
    has_generation_type: bool
    id_format: str
    counts: Callable[[bytes, int], _Counts]
    has_variable_group: bool


def _narrow_counts(id_bytes: int) -> Callable[[bytes, int], _Counts]:
    one, two, four, eight = (id_bytes + width for width in _WIDTHS)

    def counts(data: bytes, at: int) -> _Counts:
        ones = data[at]
        at += 1 + ones * one
        twos = data[at]
        at += 1 + twos * two
        fours = data[at]
        at += 1 + fours * four
        eights = data[at]
        if at + eights * eight >= len(data):
            raise IndexError
        return ones, twos, fours, eights

    return counts


def _wide_counts(data: bytes, at: int) -> _Counts:
    ones = data[at] << 8 | data[at + 1]
    at += 2 + ones * 3
    twos = data[at] << 8 | data[at + 1]
    at += 2 + twos * 4
    fours = data[at] << 8 | data[at + 1]
    at += 2 + fours * 6
    eights = data[at] << 8 | data[at + 1]
    if at + eights * 10 >= len(data):
        raise IndexError
    return ones, twos, fours, eights


_WIDTHS: Final = (1, 2, 4, 8)
_GNSS: Final = "QBiihHBH"
_HEAD_FIELDS: Final = 9
"""Up to the event; a generation type is the tenth."""
_REMEMBERED: Final = 512
_LARGEST_REMEMBERED: Final = 256
_WORD = Struct(">H")
_VARIABLE = Struct(">HH")


def _layout(codec: Codec, id_format: str, *, has_generation_type: bool = False, is_wide: bool = False) -> _Layout:
    """Return a layout; the total of elements is passed over, it says nothing that the groups do not."""
    head = _GNSS + id_format + ("B" if has_generation_type else "") + ("xx" if is_wide else "x")
    counts = _wide_counts if is_wide else _narrow_counts(calcsize(f">{id_format}"))
    return _Layout(codec, head, calcsize(f">{head}"), has_generation_type, id_format, counts, is_wide)


_LAYOUTS: Final[Mapping[int, _Layout]] = {
    Codec.CODEC_8: _layout(Codec.CODEC_8, "B"),
    Codec.CODEC_8_EXTENDED: _layout(Codec.CODEC_8_EXTENDED, "H", is_wide=True),
    Codec.CODEC_16: _layout(Codec.CODEC_16, "H", has_generation_type=True),
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
    except (IndexError, struct.error) as error:
        raise UplinkError(UplinkErrorCode.BAD_RECORD, "a record runs past the end of its frame", raw=data) from error
    if at != len(data) - 1:
        raise UplinkError(
            UplinkErrorCode.BAD_RECORD, f"{len(data) - 1 - at} bytes too many or few for {data[1]} records", raw=data
        )
    return _packet((layout.codec, tuple(records)))


def _read_record(data: bytes, at: int, layout: _Layout) -> tuple[AvlRecord, int]:
    counts = layout.counts(data, at + layout.head_bytes)
    whole = _remembered(layout.codec, counts) if sum(counts) <= _LARGEST_REMEMBERED else _struct(layout.codec, counts)
    facts = whole.unpack_from(data, at)
    if facts[0] > LAST_TIMESTAMP_MS:
        raise UplinkError(UplinkErrorCode.BAD_TIMESTAMP, f"{facts[0]} ms is after the year 9999", raw=data)
    at += whole.size
    if layout.has_generation_type:
        elements = iter(facts[10:])
        return _record((*facts[:10], dict(zip(elements, elements)))), at  # noqa: B905 - they come in pairs
    elements = iter(facts[9:])
    io = dict(zip(elements, elements))  # noqa: B905 - as above; to be told so costs a tenth of the record
    if layout.has_variable_group:
        at = _read_variable_group(data, at, io)
    return _record((*facts[:9], None, io)), at


def _struct(codec: int, counts: _Counts) -> Struct:
    """Return how a whole record with so many elements lies; the counts themselves, read already, are passed over."""
    layout = _LAYOUTS[codec]
    skip = "xx" if layout.has_variable_group else "x"
    pairs = (f"{layout.id_format}{width}s" * count for width, count in zip(_WIDTHS, counts, strict=True))
    return Struct(f">{layout.head}" + "".join(skip + group for group in pairs))


_record: Final[Callable[[tuple[Any, ...]], AvlRecord]] = partial(tuple.__new__, AvlRecord)
_packet: Final[Callable[[tuple[Any, ...]], AvlPacket]] = partial(tuple.__new__, AvlPacket)
"""Their constructors without the check of the length, which is fixed here."""

_remembered = lru_cache(_REMEMBERED)(_struct)


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
