"""S2 messages in the words that no longer depend on the maker of the box.

Accelerations are turned to SAE J1733 axes here, by the mount matrix the box sends, and rate and full scale travel with
the trace (``StatedSensor``), so nothing of the box's model is needed. Without a matrix, samples pass as they are: a
calibrated box then speaks SAE J1733 axes, and of any other only their magnitude counts. A trace needs three channels;
one or two are kept in the raw frame but give no samples, because zero is not "not measured".
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.box_command import BoxAnswer
from app.domain.ecall import BoxRecord, CrashMark, Position, StatedSensor, TraceFragment
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.msd.messages import POSITION_UNKNOWN, read_msd
from services.uplink.msd.records import MAS_A_DEGREE
from services.uplink.msd.records import to_box_record as msd_to_box_record
from services.uplink.s2.header import DOWNLINK, Flag, FrameType, Header
from services.uplink.s2.payload import CommandAnswer, Location, Payload, Trace

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_AXES: Final = 3
_MG: Final = 1000
_FROM_BOX: Final = frozenset(FrameType) - DOWNLINK
_MAY_BE_TIMELESS: Final = frozenset({FrameType.HELLO, FrameType.STATUS})
_US_A_SECOND: Final = 1_000_000


def to_box_records(header: Header, payload: Payload) -> tuple[BoxRecord, ...]:
    """Return the neutral records of one message; a greeting or a status without its time says nothing of a crash.

    Raises:
        UplinkError: A type that this version does not know, or as ``to_box_record``.
    """
    if header.type not in _FROM_BOX:
        raise UplinkError(UplinkErrorCode.NOT_STANDARD, f"type {header.type:02x} is of a later version")
    if header.type in _MAY_BE_TIMELESS and payload.timestamp_ms is None:
        return ()
    return (to_box_record(header, payload),)


def command_answer(said: CommandAnswer, payload: Payload) -> BoxAnswer:
    """Return what a message answers to a question: its words, its place if it has a fix, its version."""
    location, at_ms = payload.location, payload.timestamp_ms
    at = None if at_ms is None else _EPOCH + timedelta(milliseconds=at_ms)
    place = None if location is None or location.has_fix is False else _place(location, at or _EPOCH)
    if place is None:
        return BoxAnswer(said.text, firmware=payload.firmware)
    return BoxAnswer(said.text, place.latitude_deg, place.longitude_deg, at, payload.firmware)


def to_box_record(header: Header, payload: Payload) -> BoxRecord:
    """Return the neutral record of one message.

    Raises:
        UplinkError: A message without its time, or an MSD frame without a sound MSD.
    """
    if header.type == FrameType.MSD:
        return _from_msd(header, payload)
    if payload.timestamp_ms is None:
        raise UplinkError(UplinkErrorCode.BAD_RECORD, "a message without its time")
    device_at = _EPOCH + timedelta(milliseconds=payload.timestamp_ms)
    has_fix = payload.location is not None and payload.location.has_fix is not False
    place = None if payload.location is None else _place(payload.location, device_at)
    return BoxRecord(
        imei=header.imei,
        device_at=device_at,
        mark=_mark(header, payload),
        position=place if has_fix else None,
        last_known=None if has_fix else place,
        speed_kmh=payload.location.speed_kmh if payload.location is not None and has_fix else None,
        movement=payload.movement,
        ignition=payload.ignition,
        unplugged=payload.unplugged,
        towing=payload.towing,
        external_voltage_mv=payload.external_voltage_mv,
        crash_counter=payload.crash_counter if payload.crash_counter is not None else header.event_id or None,
        trace=None if payload.trace is None else _fragment(payload.trace, payload.mount_matrix, device_at),
        battery_voltage_mv=payload.battery_voltage_mv,
    )


def _from_msd(header: Header, payload: Payload) -> BoxRecord:
    if payload.msd is None:
        raise UplinkError(UplinkErrorCode.BAD_RECORD, "an MSD frame without an MSD")
    record = msd_to_box_record(read_msd(payload.msd), header.imei)
    mark = CrashMark.TEST if header.flags & Flag.TEST else record.mark
    return replace(record, mark=mark, crash_counter=header.event_id or None)


def _mark(header: Header, payload: Payload) -> CrashMark | None:
    if header.type == FrameType.TRACE:
        return CrashMark.TRACE if payload.calibrated else CrashMark.TRACE_UNCALIBRATED
    if header.type != FrameType.EVENT:
        return None
    if header.flags & Flag.TEST or (payload.control is not None and payload.control.test_call):
        return CrashMark.TEST
    if payload.control is not None and payload.control.automatic_activation is False:
        return CrashMark.SOS
    return CrashMark.CRASH if payload.calibrated else CrashMark.CRASH_UNCALIBRATED


def _place(location: Location, device_at: datetime) -> Position | None:
    latitude, longitude = location.latitude_mas, location.longitude_mas
    if latitude is None or longitude is None or POSITION_UNKNOWN in (latitude, longitude):
        return None
    if abs(latitude) > 90 * MAS_A_DEGREE or abs(longitude) > 180 * MAS_A_DEGREE:
        return None
    return Position(
        latitude_deg=latitude / MAS_A_DEGREE,
        longitude_deg=longitude / MAS_A_DEGREE,
        heading_deg=location.direction_deg,
        accuracy_m=None,
        satellites=location.satellites,
        fixed_at=device_at,
    )


def _fragment(trace: Trace, matrix: tuple[float, ...] | None, device_at: datetime) -> TraceFragment | None:
    if len(trace.channels) != _AXES:
        return None
    starts_at = device_at + timedelta(microseconds=trace.first_sample_us)
    sensor = StatedSensor(_US_A_SECOND / trace.interval_us, trace.full_scale_g)
    samples = tuple(_sample(counts, trace.lsb_g * _MG, matrix) for counts in trace.samples)
    return TraceFragment(starts_at, samples, sensor)


def _sample(counts: tuple[int, ...], lsb_mg: float, matrix: tuple[float, ...] | None) -> tuple[int, int, int]:
    x, y, z = counts
    if matrix is not None:
        x_, y_, z_ = (
            sum(factor * value for factor, value in zip(matrix[at : at + 3], counts, strict=True)) for at in (0, 3, 6)
        )
        return round(x_ * lsb_mg), round(y_ * lsb_mg), round(z_ * lsb_mg)
    return round(x * lsb_mg), round(y * lsb_mg), round(z * lsb_mg)
