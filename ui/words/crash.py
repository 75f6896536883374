"""What a crash is called and how hard it was, in the shortest true words.

A figure that is not known is said to be unknown, and a peak that the sensor cut off is "at least": the queue must
never show a soft number for a hard crash.
"""

from collections.abc import Callable, Mapping

from app.domain.ecall import CrashMark, PulseNote
from app.domain.verdict import Priority, ReasonCode, VerdictKind
from app.i18n import _
from ui.words.times import number

MARKS: Mapping[CrashMark, Callable[[], str]] = {
    CrashMark.CRASH: lambda: _("crash reported by the box"),
    CrashMark.CRASH_UNCALIBRATED: lambda: _("crash reported by the box (box not calibrated)"),
    CrashMark.TRACE: lambda: _("crash curve without a crash report"),
    CrashMark.TRACE_UNCALIBRATED: lambda: _("crash curve without a crash report (box not calibrated)"),
    CrashMark.SOS: lambda: _("the driver pressed SOS"),
    CrashMark.AUTOMATIC_MSD: lambda: _("automatic 112 eCall of the car"),
    CrashMark.TEST: lambda: _("test call"),
    CrashMark.PHONE: lambda: _("told on the phone"),
}

VERDICTS: Mapping[VerdictKind, Callable[[], str]] = {
    VerdictKind.ECALL: lambda: _("E-call"),
    VerdictKind.TOW_AT_ONCE: lambda: _("E-call, tow at once"),
    VerdictKind.SUSPECTED: lambda: _("Suspected E-call"),
    VerdictKind.REJECTED: lambda: _("No E-call"),
    VerdictKind.TOLD: lambda: _("By phone"),
}

PRIORITIES: Mapping[Priority, Callable[[], str]] = {
    Priority.ONE: lambda: _("Priority 1, critical"),
    Priority.TWO: lambda: _("Priority 2, high"),
    Priority.THREE: lambda: _("Priority 3, low"),
}

NOTES: Mapping[PulseNote, Callable[[], str]] = {
    PulseNote.RATE_UNKNOWN: lambda: _("Sample rate of this box not known: no delta-v, no duration."),
    PulseNote.FULL_SCALE_UNKNOWN: lambda: _("Range of the sensor not known: the peak may be cut off."),
    PulseNote.UNFILTERED: lambda: _("Sampled too slowly for the CFC60 filter: raw samples."),
    PulseNote.SATURATED: lambda: _("The sensor was at its limit: the true peak was higher."),
    PulseNote.UNCALIBRATED: lambda: _("Box not calibrated: the direction is not known."),
    PulseNote.AXIS_MISSING: lambda: _("One axis was not measured."),
    PulseNote.NO_QUIET_START: lambda: _("No quiet moment before the crash: gravity could not be removed exactly."),
    PulseNote.TRACE_GAPS: lambda: _("Pieces of the curve are missing."),
    PulseNote.TOO_SHORT: lambda: _("The curve is too short for all figures."),
    PulseNote.POSSIBLE_FALSE_ALARM: lambda: _("Possible false alarm: very short, like a kerb or a pothole."),
}

_WITHOUT_PEAK: Mapping[CrashMark, Callable[[], str]] = {
    CrashMark.SOS: lambda: _("SOS"),
    CrashMark.AUTOMATIC_MSD: lambda: _("MSD"),
    CrashMark.TEST: lambda: _("test"),
}

_REASONS: Mapping[ReasonCode, Callable[[], str]] = {
    ReasonCode.PEAK_AT_LEAST: lambda: _("impact {figure} g, the limit is {threshold} g"),
    ReasonCode.PEAK_BELOW: lambda: _("impact {figure} g, below the limit of {threshold} g"),
    ReasonCode.PEAK_UNKNOWN: lambda: _("impact not known"),
    ReasonCode.PEAK_CAPPED_BY_SENSOR: lambda: _("impact of at least {figure} g: the sensor measures no more"),
    ReasonCode.PEAK_ABOVE_TOW: lambda: _("impact {figure} g, above {threshold} g: tow at once"),
    ReasonCode.PEAK_NOT_ABOVE_TOW: lambda: _("impact {figure} g, not above {threshold} g: no tow by this clause"),
    ReasonCode.STANDSTILL: lambda: _("the car stands still"),
    ReasonCode.MOVING: lambda: _("the car drove on"),
    ReasonCode.STANDSTILL_UNKNOWN: lambda: _("not known whether the car stands still"),
    ReasonCode.IN_BELGIUM: lambda: _("in Belgium"),
    ReasonCode.OUTSIDE_BELGIUM: lambda: _("outside Belgium"),
    ReasonCode.PLACE_UNKNOWN: lambda: _("not known whether in Belgium"),
    ReasonCode.BOX_CRASH_FLAG: lambda: _("the box itself reported a crash"),
    ReasonCode.DRIVER_PRESSED_SOS: lambda: _("the driver pressed SOS"),
    ReasonCode.AUTOMATIC_ACTIVATION: lambda: _("the car called 112 by itself"),
    ReasonCode.TEST_CALL: lambda: _("it is a test call"),
}

_OF_THE_PEAK = (
    ReasonCode.PEAK_AT_LEAST,
    ReasonCode.PEAK_BELOW,
    ReasonCode.PEAK_ABOVE_TOW,
    ReasonCode.PEAK_NOT_ABOVE_TOW,
)

SHORT_REASONS: Mapping[ReasonCode, Callable[[], str]] = {
    ReasonCode.PEAK_AT_LEAST: lambda: _("impact above the limit"),
    ReasonCode.PEAK_BELOW: lambda: _("impact below the limit"),
    ReasonCode.PEAK_UNKNOWN: _REASONS[ReasonCode.PEAK_UNKNOWN],
    ReasonCode.PEAK_CAPPED_BY_SENSOR: lambda: _("impact beyond the sensor"),
    ReasonCode.PEAK_ABOVE_TOW: lambda: _("impact high enough for a tow"),
    ReasonCode.PEAK_NOT_ABOVE_TOW: lambda: _("impact not high enough for a tow"),
    ReasonCode.STANDSTILL: _REASONS[ReasonCode.STANDSTILL],
    ReasonCode.MOVING: _REASONS[ReasonCode.MOVING],
    ReasonCode.STANDSTILL_UNKNOWN: _REASONS[ReasonCode.STANDSTILL_UNKNOWN],
    ReasonCode.IN_BELGIUM: _REASONS[ReasonCode.IN_BELGIUM],
    ReasonCode.OUTSIDE_BELGIUM: _REASONS[ReasonCode.OUTSIDE_BELGIUM],
    ReasonCode.PLACE_UNKNOWN: _REASONS[ReasonCode.PLACE_UNKNOWN],
    ReasonCode.BOX_CRASH_FLAG: _REASONS[ReasonCode.BOX_CRASH_FLAG],
    ReasonCode.DRIVER_PRESSED_SOS: _REASONS[ReasonCode.DRIVER_PRESSED_SOS],
    ReasonCode.AUTOMATIC_ACTIVATION: _REASONS[ReasonCode.AUTOMATIC_ACTIVATION],
    ReasonCode.TEST_CALL: _REASONS[ReasonCode.TEST_CALL],
}
"""The findings without their figures."""

_MISSING: Mapping[str, Callable[[], str]] = {
    "impact_g": lambda: _("the impact in g"),
    "vehicle_at_standstill": lambda: _("whether the car stands still"),
    "place": lambda: _("whether it is in Belgium"),
}


def peak_text(peak_g: float | None, mark: CrashMark, *, capped: bool) -> str:
    """Return the peak as the queue shows it: "6.3 g", "≥ 8.0 g", "g ?", "SOS"."""
    if peak_g is None:
        without = _WITHOUT_PEAK.get(mark)
        return without() if without is not None else _("g ?")
    text = _("{figure} g").format(figure=number(peak_g, 1))
    return f"≥ {text}" if capped else text


def reason_text(code: ReasonCode, figure: str = "", threshold: str = "", *, capped: bool = False) -> str:
    """Return one finding as a phrase; a figure that was not sent becomes "?", one the sensor cut off is "at least"."""
    shown = _decimal(figure) or "?"
    if capped and figure and code in _OF_THE_PEAK:
        shown = f"≥ {shown}"
    return _REASONS[code]().format(figure=shown, threshold=_decimal(threshold) or "?")


def missing_text(fact: str) -> str:
    """Return the name of a fact that could still change something; one without words here is named as what it is."""
    words = _MISSING.get(fact)
    return words() if words is not None else _("a fact without a name here ({fact})").format(fact=fact)


def _decimal(figure: str) -> str:
    whole, point, fraction = figure.partition(".")
    return _("{whole}.{fraction}").format(whole=whole, fraction=fraction) if point else figure
