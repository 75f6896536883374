"""The S2 clauses on what was measured: every combination of known, unknown and bounded facts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ecall import CrashMark, Ecall, PulseMeasurement
from app.domain.ids import EcallId
from app.domain.verdict import Reason, ReasonCode, VerdictKind
from app.rules.clauses import Edition, load_edition
from resources.editions import read_edition
from services.detection.assemble import Gathered, assemble
from services.detection.belonging import Kinship
from services.detection.pulse import measure
from services.detection.verdict import Findings, attested_peak, decide, figure, judge
from tests.services.detection.crashes import (
    IMPACT_AT,
    THRESHOLDS,
    UPRIGHT,
    a_record,
    fragments_of,
    half_sine,
)

ECALL, TOW, SUSPECTED, REJECTED = (
    VerdictKind.ECALL,
    VerdictKind.TOW_AT_ONCE,
    VerdictKind.SUSPECTED,
    VerdictKind.REJECTED,
)
PEAK, STANDSTILL, PLACE = "impact_g", "vehicle_at_standstill", "place"
SIGNAL_CLAUSE, TOW_CLAUSE = "S2.ECALL.signal", "S2.ECALL.tow"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(read_edition("S2-FAQ"))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((2.499999, True, True), (REJECTED, False, ())),
        ((2.5, True, True), (ECALL, False, ())),
        ((4.0, True, True), (ECALL, False, ())),
        ((4.000001, True, True), (TOW, True, ())),
        ((9.0, None, True), (SUSPECTED, None, (STANDSTILL,))),
        ((9.0, True, None), (SUSPECTED, None, (PLACE,))),
        ((9.0, None, None), (SUSPECTED, None, (STANDSTILL, PLACE))),
        ((3.0, None, True), (SUSPECTED, False, (STANDSTILL,))),
        ((None, True, True), (SUSPECTED, None, (PEAK,))),
        ((None, None, None), (SUSPECTED, None, (PEAK, STANDSTILL, PLACE))),
        ((9.0, False, True), (REJECTED, False, ())),
        ((9.0, True, False), (REJECTED, False, ())),
        ((None, False, None), (REJECTED, False, ())),
        ((1.0, None, None), (REJECTED, False, ())),
    ],
)
def test_the_clauses_decide(
    edition: Edition,
    facts: tuple[float | None, bool | None, bool | None],
    expected: tuple[VerdictKind, bool | None, tuple[str, ...]],
) -> None:
    peak_g, standstill, in_belgium = facts
    verdict = judge(Findings(peak_g, False, standstill, in_belgium), edition)
    assert (verdict.kind, verdict.tow, verdict.missing) == expected


@pytest.mark.parametrize(
    ("bound_g", "kind", "tow", "missing"),
    [
        (2.0, SUSPECTED, None, (PEAK,)),
        (2.5, SUSPECTED, None, (PEAK,)),
        (4.0, SUSPECTED, None, (PEAK,)),
        (8.0, TOW, True, ()),
    ],
)
def test_a_lower_bound_grants_but_never_refuses(
    edition: Edition, bound_g: float, kind: VerdictKind, tow: bool | None, missing: tuple[str, ...]
) -> None:
    verdict = judge(Findings(bound_g, True, True, True), edition)
    assert (verdict.kind, verdict.tow, verdict.missing) == (kind, tow, missing)
    moving = judge(Findings(bound_g, True, False, True), edition)
    assert (moving.kind, moving.tow) == (REJECTED, False)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        (
            Findings(6.34, False, True, True),
            [
                ("peak_at_least", "6.3", "2.5"),
                ("peak_above_tow", "6.3", "4.0"),
                ("standstill", "", ""),
                ("in_belgium", "", ""),
            ],
        ),
        (
            Findings(4.0, False, None, None),
            [
                ("peak_at_least", "4.0", "2.5"),
                ("peak_not_above_tow", "4.0", "4.0"),
                ("standstill_unknown", "", ""),
                ("place_unknown", "", ""),
            ],
        ),
        (
            Findings(2.48, False, False, False),
            [("peak_below", "2.48", "2.5"), ("moving", "", ""), ("outside_belgium", "", "")],
        ),
        (
            Findings(2.0, True, True, True),
            [("peak_capped_by_sensor", "2.0", "2.5"), ("standstill", "", ""), ("in_belgium", "", "")],
        ),
        (
            Findings(4.0, True, True, True),
            [
                ("peak_at_least", "4.0", "2.5"),
                ("peak_capped_by_sensor", "4.0", "4.0"),
                ("standstill", "", ""),
                ("in_belgium", "", ""),
            ],
        ),
        (
            Findings(
                None, False, None, None, frozenset({CrashMark.TEST, CrashMark.SOS, CrashMark.CRASH, CrashMark.TRACE})
            ),
            [
                ("peak_unknown", "", "2.5"),
                ("standstill_unknown", "", ""),
                ("place_unknown", "", ""),
                ("box_crash_flag", "", ""),
                ("driver_pressed_sos", "", ""),
                ("test_call", "", ""),
            ],
        ),
    ],
)
def test_reasons_come_in_one_order_with_their_figures(
    edition: Edition, findings: Findings, expected: list[tuple[str, str, str]]
) -> None:
    reasons = judge(findings, edition).reasons
    assert [(reason.code.value, reason.figure, reason.threshold) for reason in reasons] == expected


def test_reasons_name_their_clause(edition: Edition) -> None:
    reasons = judge(Findings(6.0, False, True, True, frozenset({CrashMark.CRASH})), edition).reasons
    assert [reason.clause for reason in reasons] == [SIGNAL_CLAUSE, TOW_CLAUSE, SIGNAL_CLAUSE, SIGNAL_CLAUSE, ""]


@pytest.mark.parametrize(
    ("marks", "in_belgium", "kind"),
    [
        ({CrashMark.SOS}, True, SUSPECTED),
        ({CrashMark.SOS}, False, REJECTED),
        ({CrashMark.CRASH}, True, REJECTED),
        ({CrashMark.CRASH, CrashMark.AUTOMATIC_MSD}, True, SUSPECTED),
        ({CrashMark.AUTOMATIC_MSD}, None, SUSPECTED),
        ({CrashMark.AUTOMATIC_MSD}, False, REJECTED),
    ],
)
def test_nobody_who_called_for_help_is_talked_out_of_it(
    edition: Edition, marks: set[CrashMark], in_belgium: bool, kind: VerdictKind
) -> None:
    verdict = judge(Findings(1.2, False, False, in_belgium, frozenset(marks)), edition)
    assert (verdict.kind, verdict.tow) == (kind, False)


def test_a_test_call_never_sends_a_truck(edition: Edition) -> None:
    verdict = judge(Findings(9.0, False, True, True, frozenset({CrashMark.TEST})), edition)
    assert (verdict.kind, verdict.tow) == (TOW, False)
    assert Reason(ReasonCode.TEST_CALL) in verdict.reasons


def a_measurement(peak_g: float | None, full_scale_g: float | None, *, is_capped: bool) -> PulseMeasurement:
    measurement = measure(fragments_of(half_sine((-5.0, 0.0, 0.0))), UPRIGHT, True, THRESHOLDS)
    assert measurement is not None
    return replace(measurement, peak_g=peak_g, full_scale_g=full_scale_g, sensor_caps_peak=is_capped)


@pytest.mark.parametrize(
    ("measurement", "expected"),
    [
        (None, (None, False)),
        (a_measurement(5.0, 16.0, is_capped=False), (5.0, False)),
        (a_measurement(None, 16.0, is_capped=False), (None, False)),
        (a_measurement(6.0, 4.0, is_capped=True), (4.0, True)),
        (a_measurement(1.9, 4.0, is_capped=True), (1.9, True)),
        (a_measurement(6.0, None, is_capped=True), (6.0, True)),
    ],
)
def test_a_saturated_sensor_attests_at_most_its_full_scale(
    measurement: PulseMeasurement | None, expected: tuple[float | None, bool]
) -> None:
    assert attested_peak(measurement) == expected


def an_ecall(peak_g: float | None, *marks: CrashMark) -> Ecall:
    marked = {a_record(0, mark) for mark in marks}
    fragments = set(fragments_of(half_sine((-peak_g, 0.0, 0.0)))) if peak_g else set()
    group = Gathered(Kinship(*marked), marked, {a_record(3, movement=False)}, fragments)
    return assemble(group, EcallId("one"), IMPACT_AT + timedelta(seconds=9), UPRIGHT, THRESHOLDS)


def test_an_ecall_is_decided_from_what_it_holds(edition: Edition) -> None:
    assert decide(an_ecall(9.0, CrashMark.CRASH), True, edition).kind is TOW
    assert decide(an_ecall(3.0, CrashMark.CRASH), True, edition).kind is ECALL
    assert decide(an_ecall(2.0, CrashMark.CRASH), True, edition).kind is REJECTED
    assert decide(an_ecall(9.0, CrashMark.CRASH), False, edition).kind is REJECTED
    suspected = decide(an_ecall(None, CrashMark.CRASH), True, edition)
    assert (suspected.kind, suspected.missing) == (SUSPECTED, (PEAK,))
    assert Reason(ReasonCode.BOX_CRASH_FLAG) in suspected.reasons
    called_too = decide(an_ecall(None, CrashMark.CRASH, CrashMark.SOS), True, edition)
    assert Reason(ReasonCode.DRIVER_PRESSED_SOS) in called_too.reasons
    automatic = decide(an_ecall(None, CrashMark.AUTOMATIC_MSD, CrashMark.TRACE), True, edition)
    assert automatic.reasons[-1] == Reason(ReasonCode.AUTOMATIC_ACTIVATION)


@given(st.floats(0.0, 12.0), st.floats(2.0, 5.0))
def test_a_figure_as_text_stays_on_its_side(value: float, beside: float) -> None:
    value, beside = round(value, 6), round(beside, 1)
    text = float(figure(value, beside))
    assert (text > beside, text < beside) == (value > beside, value < beside)


@pytest.mark.parametrize(
    ("value", "beside", "text"),
    [(6.34, 2.5, "6.3"), (2.46, 2.5, "2.46"), (2.4999, 2.5, "2.4999"), (4.0, 4.0, "4.0"), (2.5, None, "2.5")],
)
def test_figures_are_short(value: float, beside: float | None, text: str) -> None:
    assert figure(value, beside) == text


def test_another_figure_in_the_rules_is_another_verdict(edition: Edition) -> None:
    findings = Findings(4.5, False, True, True)
    assert judge(findings, edition).kind is TOW
    # the data of the edition with 5 for 4: see tests/app/rules for the way the files say it
