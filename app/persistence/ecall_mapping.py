"""E-calls as rows: what is asked for by itself is a column, tracks and measurements are JSON, samples packed integers.

Samples keep the box's own signs and milli-g, as 16-bit little-endian triples; a sensor beyond 32 g gets 32 bits
rather than a cut-off peak. Spelled out field by field: a renamed attribute must break here, not change what is
stored.
"""

import sys
from array import array
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from app.domain.ecall import (
    BoxRecord,
    CrashMark,
    Ecall,
    HarshDriving,
    HarshKind,
    Impact,
    Position,
    PulseMeasurement,
    PulseNote,
    StatedSensor,
    TraceFragment,
)
from app.domain.ids import EcallId, Imei
from app.persistence.chain import canonical_instant
from app.persistence.rows import AnyRow

Json = Mapping[str, Any]  # what SQLAlchemy's JSON type returns; read by name below and never passed on

_INT16_MAX: Final = 32_767
_CODES: Final[Mapping[int, Literal["h", "i"]]] = {2: "h", 4: "i"}


def ecall_row(ecall: Ecall) -> dict[str, object]:
    """Map an E-call to its row of ``ecalls``; its fragments have rows of their own."""
    measurement = ecall.measurement
    return {
        "ecall_id": ecall.ecall_id,
        "imei": ecall.imei,
        "occurred_at": ecall.occurred_at,
        "received_at": ecall.received_at,
        "mark": ecall.mark.value,
        "crash_counter": ecall.crash_counter,
        "calibrated": ecall.calibrated,
        "position": _position_json(ecall.position),
        "last_known": _position_json(ecall.last_known),
        "track": [_record_json(record) for record in ecall.track],
        "measurement": None if measurement is None else _measurement_json(measurement),
        "peak_g": None if measurement is None else measurement.peak_g,
        "peak_capped": measurement is not None and measurement.sensor_caps_peak,
        "standstill": ecall.standstill,
        "standstill_since": ecall.standstill_since,
        "speed_before_kmh": ecall.speed_before_kmh,
        "approach_speed_kmh": ecall.approach_speed_kmh,
        "unplugged": ecall.unplugged,
    }


def ecall_from(row: AnyRow, fragments: tuple[TraceFragment, ...]) -> Ecall:
    """Map a row of ``ecalls`` and its fragments."""
    return Ecall(
        ecall_id=EcallId(row.ecall_id),
        imei=Imei(row.imei),
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        mark=CrashMark(row.mark),
        crash_counter=row.crash_counter,
        calibrated=row.calibrated,
        position=_position_from(row.position),
        last_known=_position_from(row.last_known),
        track=tuple(_record_from(record) for record in row.track),
        fragments=fragments,
        measurement=None if row.measurement is None else _measurement_from(row.measurement),
        standstill=row.standstill,
        standstill_since=row.standstill_since,
        speed_before_kmh=row.speed_before_kmh,
        approach_speed_kmh=row.approach_speed_kmh,
        unplugged=row.unplugged,
    )


def fragment_row(ecall_id: EcallId, number: int, fragment: TraceFragment) -> dict[str, object]:
    """Map a piece of trace to its row; ``number`` is its place in the E-call."""
    flat = [component for sample in fragment.samples_mg for component in sample]
    width = 2 if all(-_INT16_MAX - 1 <= component <= _INT16_MAX for component in flat) else 4
    packed = array(_CODES[width], flat)
    if sys.byteorder == "big":
        packed.byteswap()
    return {
        "ecall_id": ecall_id,
        "number": number,
        "starts_at": fragment.starts_at,
        "sample_bytes": width,
        "samples_mg": packed.tobytes(),
        "rate_hz": None if fragment.sensor is None else fragment.sensor.rate_hz,
        "full_scale_g": None if fragment.sensor is None else fragment.sensor.full_scale_g,
    }


def fragment_from(row: AnyRow) -> TraceFragment:
    """Map a row of ``trace_fragments``."""
    packed = array(_CODES[row.sample_bytes])
    packed.frombytes(row.samples_mg)
    if sys.byteorder == "big":
        packed.byteswap()
    sensor = None if row.rate_hz is None else StatedSensor(row.rate_hz, row.full_scale_g)
    return TraceFragment(row.starts_at, tuple(zip(packed[0::3], packed[1::3], packed[2::3], strict=True)), sensor)


def _position_json(position: Position | None) -> Json | None:
    if position is None:
        return None
    return {
        "latitude_deg": position.latitude_deg,
        "longitude_deg": position.longitude_deg,
        "heading_deg": position.heading_deg,
        "accuracy_m": position.accuracy_m,
        "satellites": position.satellites,
        "fixed_at": canonical_instant(position.fixed_at),
    }


def _position_from(json: Json | None) -> Position | None:
    if json is None:
        return None
    return Position(
        latitude_deg=json["latitude_deg"],
        longitude_deg=json["longitude_deg"],
        heading_deg=json["heading_deg"],
        accuracy_m=json["accuracy_m"],
        satellites=json["satellites"],
        fixed_at=datetime.fromisoformat(json["fixed_at"]),
    )


def _record_json(record: BoxRecord) -> Json:
    trace = record.trace
    return {
        "imei": record.imei,
        "device_at": canonical_instant(record.device_at),
        "mark": record.mark,
        "position": _position_json(record.position),
        "last_known": _position_json(record.last_known),
        "speed_kmh": record.speed_kmh,
        "movement": record.movement,
        "ignition": record.ignition,
        "unplugged": record.unplugged,
        "towing": record.towing,
        "external_voltage_mv": record.external_voltage_mv,
        "crash_counter": record.crash_counter,
        "trace": trace and {"starts_at": canonical_instant(trace.starts_at), "samples_mg": trace.samples_mg},
        "authenticated": record.authenticated,
        "battery_voltage_mv": record.battery_voltage_mv,
        "battery_current_ma": record.battery_current_ma,
        "odometer_m": record.odometer_m,
        "harsh": record.harsh and {"kind": record.harsh.kind, "g": record.harsh.g},
    }


def _record_from(json: Json) -> BoxRecord:
    mark, trace = json["mark"], json["trace"]
    return BoxRecord(
        imei=Imei(json["imei"]),
        device_at=datetime.fromisoformat(json["device_at"]),
        mark=None if mark is None else CrashMark(mark),
        position=_position_from(json["position"]),
        last_known=_position_from(json["last_known"]),
        speed_kmh=json["speed_kmh"],
        movement=json["movement"],
        ignition=json["ignition"],
        unplugged=json["unplugged"],
        towing=json["towing"],
        external_voltage_mv=json["external_voltage_mv"],
        crash_counter=json["crash_counter"],
        trace=None if trace is None else _trace_from(trace),
        authenticated=json.get("authenticated", False),  # of a time when nobody could
        battery_voltage_mv=json.get("battery_voltage_mv"),
        battery_current_ma=json.get("battery_current_ma"),
        odometer_m=json.get("odometer_m"),
        harsh=None if (harsh := json.get("harsh")) is None else HarshDriving(HarshKind(harsh["kind"]), harsh["g"]),
    )


def _trace_from(json: Json) -> TraceFragment:
    samples = tuple((x, y, z) for x, y, z in json["samples_mg"])
    return TraceFragment(datetime.fromisoformat(json["starts_at"]), samples)


def _measurement_json(measurement: PulseMeasurement) -> Json:
    return {
        "peak_g": measurement.peak_g,
        "filter_class": measurement.filter_class,
        "delta_v_kmh": measurement.delta_v_kmh,
        "delta_v_x_kmh": measurement.delta_v_x_kmh,
        "delta_v_y_kmh": measurement.delta_v_y_kmh,
        "at_least": measurement.at_least,
        "time_of_maximum_delta_v_ms": measurement.time_of_maximum_delta_v_ms,
        "duration_ms": measurement.duration_ms,
        "pdof_deg": measurement.pdof_deg,
        "asi": measurement.asi,
        "impacts": [
            [impact.starts_s, impact.peak_g, impact.duration_ms, impact.delta_v_kmh, impact.pdof_deg]
            for impact in measurement.impacts
        ],
        "rollover": measurement.rollover,
        "saturated": measurement.saturated,
        "sensor_caps_peak": measurement.sensor_caps_peak,
        "sample_rate_hz": measurement.sample_rate_hz,
        "full_scale_g": measurement.full_scale_g,
        "notes": [note.value for note in measurement.notes],
        "pdof_sector_deg": measurement.pdof_sector_deg,
    }


def _measurement_from(json: Json) -> PulseMeasurement:
    return PulseMeasurement(
        peak_g=json["peak_g"],
        filter_class=json["filter_class"],
        delta_v_kmh=json["delta_v_kmh"],
        delta_v_x_kmh=json["delta_v_x_kmh"],
        delta_v_y_kmh=json["delta_v_y_kmh"],
        at_least=json["at_least"],
        time_of_maximum_delta_v_ms=json["time_of_maximum_delta_v_ms"],
        duration_ms=json["duration_ms"],
        pdof_deg=json["pdof_deg"],
        asi=json["asi"],
        impacts=tuple(Impact(*figures) for figures in json["impacts"]),
        rollover=json["rollover"],
        saturated=json["saturated"],
        sensor_caps_peak=json["sensor_caps_peak"],
        sample_rate_hz=json["sample_rate_hz"],
        full_scale_g=json["full_scale_g"],
        notes=tuple(PulseNote(note) for note in json["notes"]),
        pdof_sector_deg=None if (sector := json.get("pdof_sector_deg")) is None else (sector[0], sector[1]),
    )
