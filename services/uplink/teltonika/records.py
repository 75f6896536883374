"""Turn AVL records into the words that no longer depend on the maker of the box.

What is decided here, and why:

- No satellites = no fix. The coordinates of such a record are the last known ones and must never be shown as the
  place; the speed in it is just as old and becomes unknown.
- Element 247 = 1 or 6 is the crash; 2 to 5 only mark the trace of a crash that has its own record. A value this file
  does not know is read as an uncalibrated crash: a false alarm costs a call, a missed crash costs more.
- The three axis elements (17 to 19) are a sample of the trace in records marked as trace (firmware that sends one
  record a sample). In a crash record they are the reading of some later moment: taking them for the peak would make
  every crash look harmless.
- An element of another width than its table says belongs to another family and is as good as absent.
"""

from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import Final

from app.domain.ecall import BoxRecord, CrashMark, HarshDriving, HarshKind, Position, TraceFragment
from app.domain.ids import Imei
from services.uplink.teltonika.io_elements import Element, IoTable
from services.uplink.teltonika.messages import AvlPacket, AvlRecord

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DEGREE: Final = 10_000_000
_FULL_CIRCLE_DEG: Final = 360
_TRIPLE = Struct(">hhh")
_CRASH_MARKS: Final = {
    1: CrashMark.CRASH,
    2: CrashMark.TRACE_UNCALIBRATED,
    3: CrashMark.TRACE,
    4: CrashMark.TRACE_UNCALIBRATED,
    5: CrashMark.TRACE,
    6: CrashMark.CRASH_UNCALIBRATED,
}
_HARSH: Final = {1: HarshKind.ACCELERATION, 2: HarshKind.BRAKING, 3: HarshKind.CORNERING}
_HUNDREDTHS: Final = 100
_TRACE_MARKS: Final = frozenset({CrashMark.TRACE, CrashMark.TRACE_UNCALIBRATED})


def to_box_records(packet: AvlPacket, imei: Imei, io_table: IoTable) -> tuple[BoxRecord, ...]:
    """Return one neutral record for each AVL record, in the order sent.

    Args:
        packet: As ``decode_frame`` returned it.
        imei: Whose frame it was.
        io_table: What the numbers mean on this box, from ``io_elements.table_for``.
    """
    return tuple(_to_box_record(record, imei, io_table) for record in packet.records)


def samples_mg(record: AvlRecord, io_table: IoTable) -> tuple[tuple[int, int, int], ...] | None:
    """Return the packed trace of a record, (x, y, z) in milli-g on sensor axes; None when it carries none."""
    packed = _value(record, io_table.trace)
    if not packed or len(packed) % _TRIPLE.size:
        return None
    return tuple(_TRIPLE.iter_unpack(packed))


def _to_box_record(record: AvlRecord, imei: Imei, table: IoTable) -> BoxRecord:
    device_at = _EPOCH + timedelta(milliseconds=record.timestamp_ms)
    mark = _mark(record, table)
    has_fix = record.satellites > 0
    coordinates = _coordinates(record, device_at)
    return BoxRecord(
        imei=imei,
        device_at=device_at,
        mark=mark,
        position=coordinates if has_fix else None,
        last_known=None if has_fix else coordinates,
        speed_kmh=float(record.speed_kmh) if has_fix else None,
        movement=_flag(record, table.movement),
        ignition=_flag(record, table.ignition),
        unplugged=_flag(record, table.unplugged),
        towing=_flag(record, table.towing),
        external_voltage_mv=_number(record, table.external_voltage),
        crash_counter=_number(record, table.crash_counter),
        trace=_trace(record, mark, table, device_at),
        battery_voltage_mv=_number(record, table.battery_voltage),
        battery_current_ma=_number(record, table.battery_current),
        odometer_m=_number(record, table.odometer),
        harsh=_harsh(record, table),
    )


def _value(record: AvlRecord, element: Element | None) -> bytes | None:
    if element is None:
        return None
    value = record.io.get(element.number)
    if value is None or (element.width and len(value) != element.width):
        return None
    return value


def _number(record: AvlRecord, element: Element | None) -> int | None:
    value = _value(record, element)
    return int.from_bytes(value) if value else None


def _flag(record: AvlRecord, element: Element | None) -> bool | None:
    number = _number(record, element)
    return None if number is None else number > 0


def _mark(record: AvlRecord, table: IoTable) -> CrashMark | None:
    crash = _number(record, table.crash)
    if crash:
        return _CRASH_MARKS.get(crash, CrashMark.CRASH_UNCALIBRATED)
    if _number(record, table.alarm):
        return CrashMark.SOS
    return None


def _harsh(record: AvlRecord, table: IoTable) -> HarshDriving | None:
    kind, value = _HARSH.get(_number(record, table.harsh_kind) or 0), _number(record, table.harsh_value)
    return None if kind is None else HarshDriving(kind, None if value is None else value / _HUNDREDTHS)


def _coordinates(record: AvlRecord, device_at: datetime) -> Position | None:
    """The place in the record, or None when it is no place on Earth or the zero a box sends before its first fix."""
    latitude, longitude = record.latitude_1e7, record.longitude_1e7
    if abs(latitude) > 90 * _DEGREE or abs(longitude) > 180 * _DEGREE:
        return None
    if not record.satellites and not latitude and not longitude:
        return None
    return Position(
        latitude_deg=latitude / _DEGREE,
        longitude_deg=longitude / _DEGREE,
        heading_deg=record.angle_deg if record.angle_deg <= _FULL_CIRCLE_DEG else None,
        accuracy_m=None,
        satellites=record.satellites,
        fixed_at=device_at,
    )


def _trace(record: AvlRecord, mark: CrashMark | None, table: IoTable, device_at: datetime) -> TraceFragment | None:
    packed = samples_mg(record, table)
    if packed is not None:
        return TraceFragment(device_at, packed)
    if mark in _TRACE_MARKS and table.axes is not None:
        axes = [_value(record, axis) for axis in table.axes]
        if None not in axes:
            x, y, z = (int.from_bytes(axis or b"", signed=True) for axis in axes)
            return TraceFragment(device_at, ((x, y, z),))
    return None
