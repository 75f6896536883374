"""One crash as an operator reads it, and its curve as the bytes a desk draws."""

from typing import Final

from app.api.cases import BlowInfo, CurveHeader, EcallInfo
from app.domain.box import BoxModel
from app.domain.ecall import CrashMark, Ecall, Impact, PulseMeasurement, clock_direction
from app.domain.errors import NotFound
from services.detection.curve import DELTA_V_LSB_KMH
from services.detection.pulse import curve
from services.detection.standstill import speed_after
from services.detection.thresholds import Thresholds

_ACCELERATIONS: Final = ("x", "y", "z")
_DELTA_V: Final = "delta_v"


def ecall_info(ecall: Ecall) -> EcallInfo:
    """Return an E-call with what was measured; what cannot be said stays None."""
    measured = ecall.measurement or _NOTHING_MEASURED
    after_kmh, after_s = speed_after(ecall.track, ecall.occurred_at) or (None, None)
    return EcallInfo(
        ecall_id=ecall.ecall_id,
        imei=ecall.imei,
        mark=ecall.mark,
        occurred_at=ecall.occurred_at,
        received_at=ecall.received_at,
        calibrated=ecall.calibrated,
        peak_g=measured.peak_g,
        filter_class=measured.filter_class or None,
        delta_v_kmh=measured.delta_v_kmh,
        at_least=measured.at_least,
        duration_ms=measured.duration_ms,
        pdof_deg=measured.pdof_deg,
        clock_direction=measured.clock_direction,
        asi=measured.asi,
        impacts=len(measured.impacts),
        rollover=measured.rollover,
        saturated=measured.saturated,
        sample_rate_hz=measured.sample_rate_hz,
        full_scale_g=measured.full_scale_g,
        notes=measured.notes,
        standstill=ecall.standstill,
        standstill_since=ecall.standstill_since,
        speed_before_kmh=ecall.speed_before_kmh,
        approach_speed_kmh=ecall.approach_speed_kmh,
        unplugged=ecall.unplugged,
        has_curve=bool(ecall.fragments),
        authenticated=ecall.authenticated,
        track=tuple(
            (record.position.latitude_deg, record.position.longitude_deg)
            for record in ecall.track
            if record.position is not None
        ),
        marks=_marks(ecall),
        pdof_sector_deg=measured.pdof_sector_deg,
        speed_after_kmh=after_kmh,
        speed_after_s=after_s,
        records_after=sum(record.device_at > ecall.occurred_at for record in ecall.track),
        blows=tuple(_blow_info(impact, measured.impacts[0]) for impact in measured.impacts),
    )


def _marks(ecall: Ecall) -> tuple[CrashMark, ...]:
    """Who reported the crash, each once; traces report nothing."""
    said = (record.mark for record in ecall.track if record.mark is not None and record.mark.opens_ecall)
    return tuple(dict.fromkeys(said))


def _blow_info(impact: Impact, first: Impact) -> BlowInfo:
    return BlowInfo(
        after_ms=1000 * (impact.starts_s - first.starts_s),
        peak_g=impact.peak_g,
        duration_ms=impact.duration_ms,
        delta_v_kmh=impact.delta_v_kmh,
        clock_direction=clock_direction(impact.pdof_deg),
    )


_NOTHING_MEASURED: Final = PulseMeasurement(
    peak_g=None,
    filter_class="",
    delta_v_kmh=None,
    delta_v_x_kmh=None,
    delta_v_y_kmh=None,
    at_least=False,
    time_of_maximum_delta_v_ms=None,
    duration_ms=None,
    pdof_deg=None,
    asi=None,
    impacts=(),
    rollover=None,
    saturated=False,
    sensor_caps_peak=False,
    sample_rate_hz=None,
    full_scale_g=None,
    notes=(),
)


def curve_bytes(ecall: Ecall, model: BoxModel | None, thresholds: Thresholds) -> bytes:
    """Return the curve as ``CurveHeader`` describes it: a line of JSON, then int16 samples channel by channel.

    Raises:
        NotFound: ``no_curve``: the box has sent no trace yet.
    """
    drawn = curve(ecall.fragments, model, ecall.calibrated, thresholds)
    if drawn is None:
        raise NotFound("no_curve")
    with_delta_v = drawn.delta_v is not None
    header = CurveHeader(
        ecall_id=ecall.ecall_id,
        sample_rate_hz=drawn.sample_rate_hz,
        starts_s=drawn.starts_s,
        count=drawn.count,
        channels=(*_ACCELERATIONS, _DELTA_V) if with_delta_v else _ACCELERATIONS,
        lsb=(*(drawn.lsb_g for _ in _ACCELERATIONS), *((DELTA_V_LSB_KMH,) if with_delta_v else ())),
        signal_g=thresholds.signal_g,
        tow_g=thresholds.tow_g,
        impacts_s=drawn.impacts_s,
        full_scale_g=drawn.full_scale_g,
        saturated=drawn.saturated,
    )
    return header.model_dump_json().encode() + b"\n" + drawn.x + drawn.y + drawn.z + (drawn.delta_v or b"")
