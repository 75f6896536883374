"""The CBOR inside an S2 frame, as typed facts.

A payload is a map with small integers as keys (table in README.md, names after EN 15722, Euro NCAP TB 040, ISO/TS 13499
and UN R160). Every key is optional; an absent one is an unknown fact, never zero. Keys that this version does not know
are ignored, so that newer boxes stay readable. A known key with a value of the wrong kind makes the payload unreadable
as a whole: half a crash is worse than a crash a person looks at.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from io import BytesIO
from typing import Any, Final, TypeAlias

import cbor2

from services.uplink.errors import UplinkError, UplinkErrorCode

MAX_DEPTH: Final = 6
SINT16_LITTLE_ENDIAN: Final = 77
"""RFC 8746 tag of a typed array."""

LAST_TIMESTAMP_MS: Final = 253_402_300_799_999

LAST_U32: Final = 2**32 - 1
LONGEST_TEXT: Final = 2000
LONGEST_FIRMWARE: Final = 60

VIN_LENGTH: Final = 17
VIN_ALPHABET: Final = frozenset("0123456789ABCDEFGHJKLMNPRSTUVWXYZ")
_MATRIX_NUMBERS: Final = 9
_DELTA_NUMBERS: Final = 2

_Facts: TypeAlias = Mapping[object, Any]


class Key(IntEnum):
    """Keys of the map of a payload; what is inside each is in README.md."""

    TIMESTAMP = 1
    CONTROL = 2
    VEHICLE = 3
    LOCATION = 4
    MOTION = 5
    OCCUPANTS = 6
    INCIDENT = 7
    DELTA_V = 8
    PDOF = 9
    SEVERITY = 10
    TRACE = 11
    SAMPLES = 12
    POWER = 13
    MOUNT = 14
    CRASH_COUNTER = 15
    TIME_QUALITY = 16
    DRIVING = 17
    MSD = 18
    OLDEST_HELD = 19
    ANSWERED_BOOT_ID = 30
    HIGHEST_STORED = 31
    STORED_BITMAP = 32
    REFUSED_SEQUENCE = 33
    REFUSED_FRAGMENT = 34
    REFUSAL_CODE = 35
    RETRY_AFTER_S = 36
    VERB = 40
    PARAMETERS = 41
    ANSWERED_COMMAND = 42
    FIRMWARE = 43
    VALID_UNTIL = 44


_SEVERE: Final = frozenset({Key.DELTA_V, Key.PDOF, Key.SEVERITY})


@dataclass(frozen=True, slots=True)
class Control:
    """Key 2: why it was sent, by EN 15722."""

    message_identifier: int | None
    automatic_activation: bool | None
    test_call: bool | None
    position_can_be_trusted: bool | None


@dataclass(frozen=True, slots=True)
class Location:
    """Keys 4 and 5: where, in milliarcseconds, and how it moved; recent places as steps of 100 from the one after."""

    latitude_mas: int | None
    longitude_mas: int | None
    direction_deg: int | None
    speed_kmh: float | None
    satellites: int | None
    has_fix: bool | None
    recent_n1: tuple[int, int] | None = None
    recent_n2: tuple[int, int] | None = None
    hdop: float | None = None


@dataclass(frozen=True, slots=True)
class Vehicle:
    """Key 3: which vehicle, by EN 15722. ``propulsion``: seven bits, gasoline highest, other storage lowest."""

    vehicle_type: int | None
    vin: str | None
    propulsion: int | None


@dataclass(frozen=True, slots=True)
class Incident:
    """Key 7 but for the rollover, by Euro NCAP TB 040: where it was hit (0 unknown to 6 other) and how hard, km/h."""

    location_of_impact: int | None
    range_limit: int | None
    delta_vx: int | None
    delta_vy: int | None


@dataclass(frozen=True, slots=True)
class Severity:
    """Keys 8 to 10: what the box itself worked out, by 49 CFR 563, SAE J224 and EN 1317-1. Km/h, ms, degrees."""

    max_delta_v_longitudinal: float | None
    max_delta_v_lateral: float | None
    max_delta_v_at_ms: float | None
    is_multi_event: bool | None
    pdof_deg: float | None
    asi: float | None
    asi15: float | None


@dataclass(frozen=True, slots=True)
class Trace:
    """Keys 11 and 12: acceleration samples, interleaved channels.

    Attributes:
        channels: ISO/TS 13499 channel codes in the order of the samples, e.g. 10VEHCCG0000ACXP.
        interval_us: Between two samples.
        first_sample_us: From the event's timestamp to the first sample; negative = before.
        lsb_g: What one count means.
        full_scale_g: None = not known.
        samples: One tuple for each instant, counts.
    """

    channels: tuple[str, ...]
    interval_us: int
    first_sample_us: int
    lsb_g: float
    full_scale_g: float | None
    samples: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class CommandAnswer:
    """Key 42: what became of a COMMAND, which is named by its boot id and sequence."""

    boot_id: int
    sequence: int
    is_done: bool
    text: str


@dataclass(frozen=True, slots=True)
class Payload:
    """What a box said in one message; None = it did not say."""

    timestamp_ms: int | None
    time_quality: int | None
    control: Control | None
    location: Location | None
    occupants: int | None
    rollover: bool | None
    trace: Trace | None
    external_voltage_mv: int | None
    battery_voltage_mv: int | None
    unplugged: bool | None
    towing: bool | None
    calibrated: bool | None
    mount_matrix: tuple[float, ...] | None
    crash_counter: int | None
    ignition: bool | None
    movement: bool | None
    msd: bytes | None
    oldest_held: int | None
    answered_command: CommandAnswer | None
    firmware: str | None
    vehicle: Vehicle | None
    incident: Incident | None
    severity: Severity | None


def read_payload(payload: bytes) -> Payload:
    """Read the clear payload of one message (all its fragments joined).

    Raises:
        UplinkError: No CBOR map, or a known key has a value that cannot be.
    """
    facts = read_map(payload)
    try:
        return _as_payload(facts)
    except (TypeError, ValueError) as fault:
        raise UplinkError(UplinkErrorCode.BAD_RECORD, f"payload: {fault}", raw=payload) from fault


def write_payload(facts: Mapping[int, object]) -> bytes:
    """Return deterministic CBOR (RFC 8949 4.2) of a map with integer keys."""
    return cbor2.dumps({int(key): value for key, value in facts.items()}, canonical=True)


def typed_array(counts: bytes) -> object:
    """Return little-endian int16 samples as the typed array of key 12."""
    return cbor2.CBORTag(SINT16_LITTLE_ENDIAN, counts)


def read_map(payload: bytes) -> _Facts:
    """Return the map of a payload, whatever it says.

    Raises:
        UplinkError: No CBOR map, or something behind it.
    """
    stream = BytesIO(payload)
    try:
        decoder = cbor2.CBORDecoder(stream, max_depth=MAX_DEPTH, allow_duplicate_keys=False, allow_indefinite=False)
        facts = decoder.decode()
    except cbor2.CBORDecodeError as fault:
        raise UplinkError(UplinkErrorCode.BAD_RECORD, f"no CBOR: {fault}", raw=payload) from fault
    if not isinstance(facts, dict):
        raise UplinkError(UplinkErrorCode.BAD_RECORD, "the payload is no map", raw=payload)
    if stream.read(1):
        raise UplinkError(UplinkErrorCode.BAD_RECORD, "bytes behind the map", raw=payload)
    return facts


def _as_payload(facts: _Facts) -> Payload:
    power, mount, motion = _part(facts, Key.POWER), _part(facts, Key.MOUNT), _part(facts, Key.DRIVING)
    has_location = Key.LOCATION in facts or Key.MOTION in facts
    return Payload(
        timestamp_ms=_whole(facts, Key.TIMESTAMP, 0, LAST_TIMESTAMP_MS),
        time_quality=_whole(facts, Key.TIME_QUALITY, 0, 3),
        control=_control(_part(facts, Key.CONTROL)) if Key.CONTROL in facts else None,
        location=_location(_part(facts, Key.LOCATION), _part(facts, Key.MOTION)) if has_location else None,
        occupants=_whole(facts, Key.OCCUPANTS, 0, 255),
        rollover=_flag(_part(facts, Key.INCIDENT), 1),
        trace=_trace(_part(facts, Key.TRACE), facts[Key.SAMPLES]) if Key.SAMPLES in facts else None,
        external_voltage_mv=_whole(power, 0, 0, 1_000_000),
        battery_voltage_mv=_whole(power, 1, 0, 1_000_000),
        unplugged=_flag(power, 2),
        towing=_flag(power, 3),
        calibrated=_flag(mount, 0),
        mount_matrix=_matrix(mount.get(1)),
        crash_counter=_whole(facts, Key.CRASH_COUNTER, 0, LAST_U32),
        ignition=_flag(motion, 0),
        movement=_flag(motion, 1),
        msd=_bytes(facts.get(Key.MSD)),
        oldest_held=_whole(facts, Key.OLDEST_HELD, 1, LAST_U32),
        answered_command=_answered(_part(facts, Key.ANSWERED_COMMAND)) if Key.ANSWERED_COMMAND in facts else None,
        firmware=_text(facts, Key.FIRMWARE, LONGEST_FIRMWARE),
        vehicle=_vehicle(_part(facts, Key.VEHICLE)) if Key.VEHICLE in facts else None,
        incident=_incident(_part(facts, Key.INCIDENT)) if Key.INCIDENT in facts else None,
        severity=_severity(facts) if _SEVERE & facts.keys() else None,
    )


def _control(part: _Facts) -> Control:
    return Control(_whole(part, 0, 0, 255), _flag(part, 1), _flag(part, 2), _flag(part, 3))


def _answered(part: _Facts) -> CommandAnswer:
    boot_id, sequence = _whole(part, 0, 0, LAST_U32), _whole(part, 1, 0, LAST_U32)
    is_done, text = _flag(part, 2), _text(part, 3, LONGEST_TEXT)
    if boot_id is None or sequence is None or is_done is None:
        raise ValueError("an answer that does not say to what, or what became of it")
    return CommandAnswer(boot_id, sequence, is_done, text or "")


def _location(place: _Facts, motion: _Facts) -> Location:
    return Location(
        latitude_mas=_whole(place, 0, -(2**31), 2**31 - 1),
        longitude_mas=_whole(place, 1, -(2**31), 2**31 - 1),
        direction_deg=_whole(motion, 0, 0, 360),
        speed_kmh=_number(motion.get(1)),
        satellites=_whole(motion, 3, 0, 255),
        has_fix=_flag(motion, 4),
        recent_n1=_delta(place.get(2)),
        recent_n2=_delta(place.get(3)),
        hdop=_number(motion.get(2)),
    )


def _delta(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != _DELTA_NUMBERS:
        raise ValueError("a recent place is two whole numbers")
    steps = [_whole({0: step}, 0, -512, 511) for step in value]
    if None in steps:
        raise ValueError("a recent place is two whole numbers")
    north, east = (step for step in steps if step is not None)
    return north, east


def _vehicle(part: _Facts) -> Vehicle:
    vin = _text(part, 1, VIN_LENGTH)
    if vin is not None and (len(vin) != VIN_LENGTH or not VIN_ALPHABET.issuperset(vin)):
        raise ValueError("no vehicle identification number")
    return Vehicle(_whole(part, 0, 1, 255), vin, _whole(part, 2, 0, 127))


def _incident(part: _Facts) -> Incident:
    delta_v = _part(part, 2)
    return Incident(
        location_of_impact=_whole(part, 0, 0, 255),
        range_limit=_whole(delta_v, 0, 100, 255),
        delta_vx=_whole(delta_v, 1, -255, 255),
        delta_vy=_whole(delta_v, 2, -255, 255),
    )


def _severity(facts: _Facts) -> Severity:
    delta_v, severity = _part(facts, Key.DELTA_V), _part(facts, Key.SEVERITY)
    return Severity(
        max_delta_v_longitudinal=_number(delta_v.get(0)),
        max_delta_v_lateral=_number(delta_v.get(1)),
        max_delta_v_at_ms=_number(delta_v.get(2)),
        is_multi_event=_flag(delta_v, 3),
        pdof_deg=_number(facts.get(Key.PDOF)),
        asi=_number(severity.get(0)),
        asi15=_number(severity.get(1)),
    )


def _trace(attributes: _Facts, array: object) -> Trace:
    if not isinstance(array, cbor2.CBORTag) or array.tag != SINT16_LITTLE_ENDIAN or not isinstance(array.value, bytes):
        raise ValueError("samples are no int16 array")
    names = attributes.get(0)
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise ValueError("a trace without channel codes")
    interval_us = _whole(attributes, 1, 1, 1_000_000)
    first_us = _whole(attributes, 2, -(10**9), 10**9)
    lsb_g = _number(attributes.get(3))
    if interval_us is None or first_us is None or lsb_g is None or len(array.value) % (2 * len(names)):
        raise ValueError("a trace without interval, start or unit, or with half a sample")
    values = struct.unpack(f"<{len(array.value) // 2}h", array.value)
    width = len(names)
    return Trace(
        channels=tuple(names),
        interval_us=interval_us,
        first_sample_us=first_us,
        lsb_g=lsb_g,
        full_scale_g=_number(attributes.get(4)),
        samples=tuple(values[at : at + width] for at in range(0, len(values), width)),
    )


def _part(facts: _Facts, key: int) -> _Facts:
    part = facts.get(key, {})
    if not isinstance(part, dict):
        raise TypeError(f"key {key} is no map")
    return part


def _whole(facts: _Facts, key: int, least: int, most: int) -> int | None:
    value = facts.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"key {key} is no whole number from {least} to {most}")
    return value


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < float("1e9"):
        raise ValueError("a value is no number")
    return float(value)


def _flag(facts: _Facts, key: int) -> bool | None:
    value = facts.get(key)
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"key {key} is neither true nor false")
    return value


def _text(facts: _Facts, key: int, longest: int) -> str | None:
    value = facts.get(key)
    if value is not None and (not isinstance(value, str) or len(value) > longest):
        raise ValueError(f"key {key} is no text of at most {longest} characters")
    return value


def _bytes(value: object) -> bytes | None:
    if value is not None and not isinstance(value, bytes):
        raise ValueError("the MSD is no bytes")
    return value


def _matrix(value: object) -> tuple[float, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != _MATRIX_NUMBERS:
        raise ValueError("a mount matrix has nine numbers")
    numbers = tuple(_number(entry) for entry in value)
    if None in numbers:
        raise ValueError("a mount matrix has nine numbers")
    return tuple(number for number in numbers if number is not None)
