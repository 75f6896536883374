"""Made-up crashes with known answers: half-sine pulses as a box would send them, and the records around them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import pi, sin
from typing import TypedDict, Unpack

from app.domain.box import Axis, BoxModel
from app.domain.ecall import BoxRecord, CrashMark, Position, TraceFragment
from app.domain.ids import Imei
from services.detection.thresholds import Thresholds
from services.detection.trace import STANDARD_GRAVITY

IMPACT_AT = datetime(2026, 3, 2, 14, 2, 11, tzinfo=UTC)
IMEI = Imei("350000000000015")
THRESHOLDS = Thresholds(signal_g=2.5, tow_g=4.0)
TELTONIKA = BoxModel("Training FMC", 100.0, 16.0)
UPRIGHT = BoxModel("Upright", 100.0, 16.0, sae_x=Axis.PLUS_X, sae_y=Axis.PLUS_Y, sae_z=Axis.PLUS_Z)


class Known(TypedDict, total=False):
    """What a record may tell."""

    position: Position
    last_known: Position
    speed_kmh: float
    movement: bool
    unplugged: bool
    crash_counter: int | None
    trace: TraceFragment


Sample = tuple[float, float, float]


def half_sine(
    peak: Sample,
    width_s: float = 0.08,
    rate_hz: float = 100.0,
    before_s: float = 1.0,
    after_s: float = 1.0,
    rest: Sample = (0.0, 0.0, 1.0),
) -> list[Sample]:
    """Samples in g of a car that is quiet, is hit by a half-sine, and is quiet again."""
    count = round((before_s + width_s + after_s) * rate_hz)
    shape = [sin(pi * (index / rate_hz - before_s) / width_s) for index in range(count)]
    inside = [0 <= index / rate_hz - before_s <= width_s for index in range(count)]
    return [
        (rest[0] + peak[0] * height, rest[1] + peak[1] * height, rest[2] + peak[2] * height)
        if is_in
        else (rest[0], rest[1], rest[2])
        for height, is_in in zip(shape, inside, strict=True)
    ]


def half_sine_delta_v_kmh(peak_g: float, width_s: float) -> float:
    """The integral of a half-sine: 2 / pi * peak * width."""
    return 2 / pi * peak_g * STANDARD_GRAVITY * width_s * 3.6


def fragments_of(
    samples_g: Sequence[Sample],
    rate_hz: float = 100.0,
    size: int = 100,
    starts_at: datetime = IMPACT_AT - timedelta(seconds=1),
) -> tuple[TraceFragment, ...]:
    """Cut samples into fragments of whole milli-g, stamped in whole milliseconds."""
    cuts = range(0, len(samples_g), size)
    return tuple(
        TraceFragment(
            starts_at + timedelta(milliseconds=round(1000 * cut / rate_hz)),
            tuple((round(1000 * x), round(1000 * y), round(1000 * z)) for x, y, z in samples_g[cut : cut + size]),
        )
        for cut in cuts
    )


def a_position(at: datetime, latitude_deg: float = 50.851, longitude_deg: float = 4.633) -> Position:
    """A good fix, near Bertem unless told otherwise."""
    return Position(latitude_deg, longitude_deg, 90, None, 12, at)


def a_record(offset_s: float, mark: CrashMark | None = None, **known: Unpack[Known]) -> BoxRecord:
    """A record so many seconds after the impact; everything not named is unknown."""
    record = BoxRecord(
        imei=IMEI,
        device_at=IMPACT_AT + timedelta(seconds=offset_s),
        mark=mark,
        position=None,
        last_known=None,
        speed_kmh=None,
        movement=None,
        ignition=None,
        unplugged=None,
        towing=None,
        external_voltage_mv=None,
        crash_counter=None,
        trace=None,
    )
    return replace(record, **known)
