"""What the S2 clauses make of one E-call, and why.

Detection measures, the clauses decide: not one comparison with a threshold stands here. Three facts go to them (peak,
standstill, place) and each may be unknown. A peak that the sensor cut off is only a lower bound, and a bound can grant
what an unknown cannot, but never
refuse: it is tried, and where it does not grant, the peak counts as unknown. What a saturated sensor attests is at most
    its full scale, so
one of +-4 g never shows "more than 4 g", however its axes add up.

A person who pressed the button, and a car that called 112 by itself, are not talked out of it by a sensor: such a call
is doubtful at worst, unless it comes from outside Belgium.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.ecall import CrashMark, Ecall, PulseMeasurement
from app.domain.verdict import Reason, ReasonCode, Verdict, VerdictKind
from app.rules.assess import assess
from app.rules.clauses import Edition, Status
from services.detection.thresholds import SIGNAL_CLAUSE, TOW_CLAUSE, Thresholds

_PEAK: Final = "impact_g"
_STANDSTILL: Final = "vehicle_at_standstill"
_PLACE: Final = "place"
_FACTS: Final = (_PEAK, _STANDSTILL, _PLACE)
_EVENTS: Final[Mapping[str, object]] = {"events": ("s2_impact",)}  # what the clauses are asked about, always known
_BELGIUM: Final = "BE"
_ABROAD: Final = "!BE"
_MOST_DECIMALS: Final = 6

_CALLS_FOR_HELP: Final = frozenset({CrashMark.SOS, CrashMark.AUTOMATIC_MSD})
_REFUSING: Final = frozenset({Status.REFUSED, Status.NOT_TRIGGERED})
_STANDSTILL_REASON: Final = {
    True: ReasonCode.STANDSTILL,
    False: ReasonCode.MOVING,
    None: ReasonCode.STANDSTILL_UNKNOWN,
}
_PLACE_REASON: Final = {
    True: ReasonCode.IN_BELGIUM,
    False: ReasonCode.OUTSIDE_BELGIUM,
    None: ReasonCode.PLACE_UNKNOWN,
}
_MARK_REASON: Final = {
    CrashMark.CRASH: ReasonCode.BOX_CRASH_FLAG,
    CrashMark.CRASH_UNCALIBRATED: ReasonCode.BOX_CRASH_FLAG,
    CrashMark.SOS: ReasonCode.DRIVER_PRESSED_SOS,
    CrashMark.AUTOMATIC_MSD: ReasonCode.AUTOMATIC_ACTIVATION,
    CrashMark.TEST: ReasonCode.TEST_CALL,
}


@dataclass(frozen=True, slots=True)
class Findings:
    """What detection hands to the clauses.

    Attributes:
        peak_g: None = not known.
        peak_is_bound: The true peak may be anything from ``peak_g`` up.
        standstill: None = not known.
        in_belgium: None = not known.
        marks: What the box or the car said by itself.
    """

    peak_g: float | None
    peak_is_bound: bool
    standstill: bool | None
    in_belgium: bool | None
    marks: frozenset[CrashMark] = frozenset()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: Status
    missing: Sequence[str]


def decide(ecall: Ecall, in_belgium: bool | None, edition: Edition) -> Verdict:
    """Return the verdict on an E-call by the clauses of an edition that has the S2 clauses.

    Args:
        ecall: As put together so far.
        in_belgium: Where it happened; None = no fix, or too near the border to say.
        edition: The one in force on the day of the event.
    """
    peak_g, is_bound = attested_peak(ecall.measurement)
    marks = {record.mark for record in ecall.track if record.mark is not None} | {ecall.mark}
    return judge(Findings(peak_g, is_bound, ecall.standstill, in_belgium, frozenset(marks)), edition)


def attested_peak(measurement: PulseMeasurement | None) -> tuple[float | None, bool]:
    """Return the peak that may be held against the thresholds, and whether it is only a lower bound."""
    if measurement is None or measurement.peak_g is None:
        return None, False
    if measurement.sensor_caps_peak and measurement.full_scale_g is not None:
        return min(measurement.peak_g, measurement.full_scale_g), True
    return measurement.peak_g, measurement.sensor_caps_peak


def judge(findings: Findings, edition: Edition) -> Verdict:
    """Return what the clauses say of the findings."""
    facts = _facts(findings)
    signal = _ask(SIGNAL_CLAUSE, facts, findings, edition)
    tow = _ask(TOW_CLAUSE, facts, findings, edition)
    kind = _kind(signal.status, tow.status, findings)
    missing = {*signal.missing, *tow.missing} if kind is not VerdictKind.REJECTED else set()
    return Verdict(
        kind=kind,
        tow=_is_tow_due(tow.status, findings),
        reasons=_reasons(findings, edition),
        missing=tuple(fact for fact in _FACTS if fact in missing),
    )


def _facts(findings: Findings) -> Mapping[str, object]:
    place = {True: _BELGIUM, False: _ABROAD, None: None}[findings.in_belgium]
    known = {_PEAK: findings.peak_g, _STANDSTILL: findings.standstill, _PLACE: place}
    return {**_EVENTS, **{name: value for name, value in known.items() if value is not None}}


def _ask(clause: str, facts: Mapping[str, object], findings: Findings, edition: Edition) -> _Answer:
    answer = _answer(clause, facts, edition)
    if findings.peak_is_bound and answer.status is not Status.GRANTED:
        without_peak = {name: value for name, value in facts.items() if name != _PEAK}
        return _answer(clause, without_peak, edition)
    return answer


def _answer(clause: str, facts: Mapping[str, object], edition: Edition) -> _Answer:
    assessment = assess(edition, facts)
    return _Answer(assessment.status(clause), assessment.result(clause).missing)


def _kind(signal: Status, tow: Status, findings: Findings) -> VerdictKind:
    if signal in _REFUSING:
        asked_for_help = bool(_CALLS_FOR_HELP & findings.marks) and findings.in_belgium is not False
        return VerdictKind.SUSPECTED if asked_for_help else VerdictKind.REJECTED
    if tow is Status.GRANTED:
        return VerdictKind.TOW_AT_ONCE
    if signal is Status.GRANTED and tow in _REFUSING:
        return VerdictKind.ECALL
    return VerdictKind.SUSPECTED


def _is_tow_due(tow: Status, findings: Findings) -> bool | None:
    """Whether a truck leaves at once; never for a test call, whatever somebody did to the box."""
    if CrashMark.TEST in findings.marks or tow in _REFUSING:
        return False
    return True if tow is Status.GRANTED else None


def _reasons(findings: Findings, edition: Edition) -> tuple[Reason, ...]:
    """Peak, tow, standstill, place, marks: always in this order."""
    marked = {code: None for mark, code in _MARK_REASON.items() if mark in findings.marks}
    return (
        *_peak_reasons(findings, edition),
        Reason(_STANDSTILL_REASON[findings.standstill], SIGNAL_CLAUSE),
        Reason(_PLACE_REASON[findings.in_belgium], SIGNAL_CLAUSE),
        *(Reason(code) for code in marked),
    )


def _peak_reasons(findings: Findings, edition: Edition) -> tuple[Reason, ...]:
    thresholds = Thresholds.from_edition(edition)
    peak_g = findings.peak_g
    if peak_g is None:
        return (Reason(ReasonCode.PEAK_UNKNOWN, SIGNAL_CLAUSE, threshold=figure(thresholds.signal_g)),)
    signal = figure(peak_g, thresholds.signal_g), figure(thresholds.signal_g)
    if not _suffices(SIGNAL_CLAUSE, peak_g, edition):
        code = ReasonCode.PEAK_CAPPED_BY_SENSOR if findings.peak_is_bound else ReasonCode.PEAK_BELOW
        return (Reason(code, SIGNAL_CLAUSE, *signal),)
    if _suffices(TOW_CLAUSE, peak_g, edition):
        code = ReasonCode.PEAK_ABOVE_TOW
    else:
        code = ReasonCode.PEAK_CAPPED_BY_SENSOR if findings.peak_is_bound else ReasonCode.PEAK_NOT_ABOVE_TOW
    tow = figure(peak_g, thresholds.tow_g), figure(thresholds.tow_g)
    return Reason(ReasonCode.PEAK_AT_LEAST, SIGNAL_CLAUSE, *signal), Reason(code, TOW_CLAUSE, *tow)


def _suffices(clause: str, peak_g: float, edition: Edition) -> bool:
    """Whether the clause would be granted with this peak if nothing else stood in its way."""
    facts = {**_EVENTS, _PEAK: peak_g, _STANDSTILL: True, _PLACE: _BELGIUM}
    return _answer(clause, facts, edition).status is Status.GRANTED


def figure(value: float, beside: float | None = None) -> str:
    """Return a value as text with as few decimals (at least one) as keep it on its side of the figure beside it."""
    text = f"{value:.1f}"
    for decimals in range(2, _MOST_DECIMALS + 1):
        if beside is None or (value > beside, value < beside) == (float(text) > beside, float(text) < beside):
            break
        text = f"{value:.{decimals}f}"
    return text
