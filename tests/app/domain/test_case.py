"""Priorities and claims."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.case import priority_of
from app.domain.ecall import CrashMark, Impact
from app.domain.verdict import Priority, Reason, ReasonCode, Verdict, VerdictKind
from tests.support.builders import NOON, a_case, a_claim, a_measurement

SUSPECTED = Verdict(VerdictKind.SUSPECTED, tow=None, reasons=(), missing=())
KERB = Verdict(VerdictKind.REJECTED, tow=False, reasons=(Reason(ReasonCode.PEAK_BELOW),), missing=())
ABROAD = Verdict(VerdictKind.REJECTED, tow=False, reasons=(Reason(ReasonCode.OUTSIDE_BELGIUM),), missing=())
MILD: dict[str, Any] = {"delta_v_kmh": 24.9, "impacts": (Impact(1.0, 3.0, 60.0),), "rollover": None}
ONE, TWO, THREE = Priority.ONE, Priority.TWO, Priority.THREE


@pytest.mark.parametrize(
    ("changes", "priority"),
    [
        ({}, TWO),
        ({"mark": CrashMark.SOS}, ONE),
        ({"mark": CrashMark.AUTOMATIC_MSD}, ONE),
        ({"mark": CrashMark.TEST}, THREE),
        ({"impacts": 2}, ONE),
        ({"above_tow_g": True}, ONE),
        ({"above_tow_g": False}, TWO),
        ({"verdict": KERB}, THREE),
        ({"verdict": ABROAD}, TWO),
        ({"measurement": a_measurement(**MILD)}, TWO),
        ({"measurement": a_measurement(**{**MILD, "delta_v_kmh": None})}, TWO),
        ({"measurement": a_measurement(**{**MILD, "delta_v_kmh": 25.0})}, ONE),
        ({"measurement": a_measurement(**{**MILD, "rollover": True})}, ONE),
        ({"measurement": a_measurement(**{**MILD, "rollover": False})}, TWO),
        ({"measurement": a_measurement(**{**MILD, "impacts": MILD["impacts"] * 2})}, ONE),
    ],
)
def test_a_crash_is_ranked_by_what_is_known_of_it(changes: dict[str, Any], priority: Priority) -> None:
    known = {"verdict": SUSPECTED, "mark": CrashMark.CRASH, "measurement": None, "impacts": 1, "above_tow_g": None}
    assert priority_of(**{**known, **changes}) is priority


def test_a_claim_is_stale_when_its_desk_was_silent_for_longer_than_the_lease() -> None:
    claim = a_claim(renewed_at=NOON)
    assert not claim.is_stale(NOON + timedelta(seconds=45), 45)
    assert claim.is_stale(NOON + timedelta(seconds=46), 45)


def test_a_case_has_as_many_impacts_as_ecalls() -> None:
    case = a_case()
    assert (case.impacts, a_case(ecall_ids=case.ecall_ids * 3).impacts) == (1, 3)
