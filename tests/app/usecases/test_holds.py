"""Every doubt that holds the automatic steps back, at its edge."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.case import Hold
from app.domain.ecall import CrashMark
from app.domain.subscription import ContractState
from app.domain.verdict import VerdictKind
from app.usecases.holds import Circumstances, event_day, holds_of, is_clock_wrong, is_late
from tests.app.usecases.crashes import SETTINGS, Crash
from tests.support.builders import NOON, a_verdict

CLEAR = Circumstances(NOON, NOON, CrashMark.CRASH, a_verdict(), in_belgium=True, contract=ContractState.IN_FORCE)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, ()),
        ({"contract": ContractState.UNKNOWN}, ()),
        ({"heard_at": NOON + 600 * SECOND}, ()),
        ({"heard_at": NOON + 601 * SECOND}, (Hold.LATE,)),
        ({"heard_at": NOON - 60 * SECOND}, ()),
        ({"heard_at": NOON - 61 * SECOND}, (Hold.CLOCK_WRONG,)),
        ({"in_belgium": False}, (Hold.OUTSIDE_BELGIUM,)),
        ({"in_belgium": None}, (Hold.PLACE_UNKNOWN,)),
        ({"contract": ContractState.ENDED}, (Hold.CONTRACT_ENDED,)),
        ({"mark": CrashMark.TEST}, (Hold.TEST,)),
        ({"verdict": Crash(peak_g=1.9).verdict}, (Hold.REJECTED,)),
        ({"verdict": a_verdict(kind=VerdictKind.REJECTED, reasons=())}, ()),
        (
            {"heard_at": NOON + 601 * SECOND, "in_belgium": False, "contract": ContractState.ENDED},
            (Hold.LATE, Hold.OUTSIDE_BELGIUM, Hold.CONTRACT_ENDED),
        ),
    ],
)
def test_each_doubt_holds(changes: dict[str, Any], holds: tuple[Hold, ...]) -> None:
    assert holds_of(replace(CLEAR, **changes), SETTINGS) == holds


def test_late_and_ahead_are_two_things() -> None:
    assert is_late(NOON, NOON + 601 * SECOND, SETTINGS)
    assert not is_clock_wrong(NOON, NOON + 601 * SECOND, SETTINGS)
    assert is_clock_wrong(NOON, NOON - 61 * SECOND, SETTINGS)
    assert not is_late(NOON, NOON - 61 * SECOND, SETTINGS)


def test_the_day_of_the_event_is_belgian() -> None:
    before_midnight = datetime(2026, 11, 24, 22, 59, tzinfo=UTC)
    assert event_day(before_midnight, before_midnight, SETTINGS) == date(2026, 11, 24)
    assert event_day(before_midnight + timedelta(minutes=1), before_midnight, SETTINGS) == date(2026, 11, 25)
    assert event_day(NOON + timedelta(days=400), NOON, SETTINGS) == date(2026, 11, 24)
    assert event_day(NOON - timedelta(days=400), NOON, SETTINGS) == date(2025, 10, 20)
