"""What a box said about one crash, in words that no longer depend on its maker.

Every decoder of ``services.uplink`` ends in ``BoxRecord``; detection reads nothing else. Signs of accelerations are
still those of the sensor (raw is kept); the box model says how they turn into SAE J1733 axes. Every field that a box
did not send is None: zero speed and "no speed sent" are different facts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import EcallId, Imei


class CrashMark(StrEnum):
    """Why a record belongs to an E-call at all. ``PHONE`` is no record's: a case began with a call, no box spoke."""

    CRASH = "crash"
    CRASH_UNCALIBRATED = "crash_uncalibrated"
    TRACE = "trace"
    TRACE_UNCALIBRATED = "trace_uncalibrated"
    SOS = "sos"
    AUTOMATIC_MSD = "automatic_msd"
    TEST = "test"
    PHONE = "phone"

    @property
    def opens_ecall(self) -> bool:
        """Whether the record starts an E-call by itself; a trace only adds to one."""
        return self not in (CrashMark.TRACE, CrashMark.TRACE_UNCALIBRATED)


@dataclass(frozen=True, slots=True)
class Position:
    """A GNSS fix (WGS 84 degrees). ``accuracy_m`` is None when the box does not say."""

    latitude_deg: float
    longitude_deg: float
    heading_deg: int | None
    accuracy_m: float | None
    satellites: int | None
    fixed_at: datetime


@dataclass(frozen=True, slots=True)
class StatedSensor:
    """What a box itself says of the sensor of a trace, whose samples then have SAE J1733 axes.

    Attributes:
        full_scale_g: None = it does not say.
    """

    rate_hz: float
    full_scale_g: float | None


@dataclass(frozen=True, slots=True)
class TraceFragment:
    """Consecutive acceleration samples of one record, sensor axes, gravity left in.

    Attributes:
        starts_at: Device time of the first sample.
        samples_mg: (x, y, z) in milli-g, equally spaced at the stated rate, or else at the box model's.
        sensor: None = the box does not say; the model of the box must.
    """

    starts_at: datetime
    samples_mg: tuple[tuple[int, int, int], ...]
    sensor: StatedSensor | None = None


class HarshKind(StrEnum):
    """What a box calls harsh; no crash."""

    ACCELERATION = "acceleration"
    BRAKING = "braking"
    CORNERING = "cornering"


@dataclass(frozen=True, slots=True)
class HarshDriving:
    """Harsh driving as the box says it. ``g``: how harsh; None = it did not say."""

    kind: HarshKind
    g: float | None


@dataclass(frozen=True, slots=True)
class BoxRecord:
    """One record of a box, whatever its maker.

    Attributes:
        device_at: Device time, UTC, as sent; may be wrong, in the future or years old.
        position: The fix of this very record; None when the box had none (satellites 0: coordinates are a memory, see
            last_known).
        last_known: Coordinates repeated by a box without a fix.
        speed_kmh: GNSS speed; None when there was no fix or none was sent.
        movement: The box's own movement sensor.
        ignition: Ignition on.
        unplugged: Supply cable removed (AVL 252).
        towing: Towing detected (AVL 246).
        external_voltage_mv: Supply (AVL 66).
        battery_voltage_mv: The box's own battery (AVL 67).
        battery_current_ma: What flows out of it (AVL 68).
        odometer_m: Way of the car as the box counts it (AVL 16).
        harsh: Harsh driving that the box noticed (AVL 253, 254).
        crash_counter: The box's own number of the crash (AVL 317); None = the box sends none.
        authenticated: Who sent it proved who it is. An IMEI alone is a claim.
    """

    imei: Imei
    device_at: datetime
    mark: CrashMark | None
    position: Position | None
    last_known: Position | None
    speed_kmh: float | None
    movement: bool | None
    ignition: bool | None
    unplugged: bool | None
    towing: bool | None
    external_voltage_mv: int | None
    crash_counter: int | None
    trace: TraceFragment | None
    authenticated: bool = False
    battery_voltage_mv: int | None = None
    battery_current_ma: int | None = None
    odometer_m: int | None = None
    harsh: HarshDriving | None = None


class PulseNote(StrEnum):
    """What an engineer must know before trusting a figure; the desk has a sentence for each."""

    RATE_UNKNOWN = "rate_unknown"
    FULL_SCALE_UNKNOWN = "full_scale_unknown"
    UNFILTERED = "unfiltered"
    SATURATED = "saturated"
    UNCALIBRATED = "uncalibrated"
    AXIS_MISSING = "axis_missing"
    NO_QUIET_START = "no_quiet_start"
    TRACE_GAPS = "trace_gaps"
    TOO_SHORT = "too_short"
    POSSIBLE_FALSE_ALARM = "possible_false_alarm"


@dataclass(frozen=True, slots=True)
class Impact:
    """One pulse of an event: when it began after the first sample, how hard, how long.

    Attributes:
        delta_v_kmh: Its own change of velocity; None = cannot be said.
        pdof_deg: Where its own force came from, as in ``PulseMeasurement``; calibrated boxes only.
    """

    starts_s: float
    peak_g: float
    duration_ms: float | None
    delta_v_kmh: float | None = None
    pdof_deg: float | None = None


@dataclass(frozen=True, slots=True)
class PulseMeasurement:
    """What the acceleration trace says, SAE J1733 axes, gravity and bias removed. None = cannot be said.

    Attributes:
        peak_g: Largest magnitude (horizontal when calibrated), SAE J211 CFC60 where the rate allows.
        filter_class: "CFC60" or "none".
        delta_v_kmh: Largest resultant velocity change; with ``at_least`` a lower bound.
        time_of_maximum_delta_v_ms: From the start of the first impact.
        duration_ms: Time above 2.5 g (the signal threshold) of the strongest impact.
        pdof_deg: Direction the force came from: 0 = front, clockwise seen from above, -180..180; calibrated boxes only.
        asi: Acceleration severity index, EN 1317-1, 50 ms means.
        rollover: The gravity vector lies more than 60 degrees off after the crash.
        sensor_caps_peak: ``peak_g`` is only a lower bound: the sensor was at its full scale, or gravity could not be
            removed.
        pdof_sector_deg: Between which directions, clockwise from the first to the second, the force came for all that
            is known; None when ``pdof_deg`` is.
    """

    peak_g: float | None
    filter_class: str
    delta_v_kmh: float | None
    delta_v_x_kmh: float | None
    delta_v_y_kmh: float | None
    at_least: bool
    time_of_maximum_delta_v_ms: float | None
    duration_ms: float | None
    pdof_deg: float | None
    asi: float | None
    impacts: tuple[Impact, ...]
    rollover: bool | None
    saturated: bool
    sensor_caps_peak: bool
    sample_rate_hz: float | None
    full_scale_g: float | None
    notes: tuple[PulseNote, ...]
    pdof_sector_deg: tuple[float, float] | None = None

    @property
    def clock_direction(self) -> int | None:
        """Direction of force as on a clock face, 12 = front, 3 = right; None when unknown."""
        return clock_direction(self.pdof_deg)


def clock_direction(pdof_deg: float | None) -> int | None:
    """Return a direction of force as on a clock face, 12 = front, 3 = right; None when unknown."""
    return None if pdof_deg is None else round(pdof_deg / 30) % 12 or 12


@dataclass(frozen=True, slots=True)
class Ecall:
    """One crash of one box: everything received about it so far.

    Attributes:
        occurred_at: Device time of the crash record; of the earliest record when only a trace came.
        received_at: When its first record was stored here.
        mark: The record that opened it.
        calibrated: Whether the box knows its axes; None = not said.
        fragments: Trace pieces in device-time order, without duplicates.
        track: Records around the crash in device-time order (approach, crash and trace marks, after), their traces
            taken out.
        speed_before_kmh: Fastest of the last ten seconds before the crash.
        approach_speed_kmh: Fastest of the last minute before the crash ("Motorway?").
        standstill: True / False / None = not known (never suppresses).
    """

    ecall_id: EcallId
    imei: Imei
    occurred_at: datetime
    received_at: datetime
    mark: CrashMark
    crash_counter: int | None
    calibrated: bool | None
    position: Position | None
    last_known: Position | None
    track: tuple[BoxRecord, ...]
    fragments: tuple[TraceFragment, ...]
    measurement: PulseMeasurement | None
    standstill: bool | None
    standstill_since: datetime | None
    speed_before_kmh: float | None
    approach_speed_kmh: float | None
    unplugged: bool | None

    @property
    def authenticated(self) -> bool:
        """Whether every record that says that there was a crash comes from somebody who proved who it is."""
        marked = [record.authenticated for record in self.track if record.mark is not None]
        return bool(marked) and all(marked)
