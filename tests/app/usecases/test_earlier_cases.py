"""Which case a new impact joins or continues, at every edge."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.case import CaseState, Hold
from app.domain.ecall import CrashMark
from app.usecases.case_facts import apart_m
from app.usecases.earlier_cases import NewImpact, case_to_join, case_to_link, cases_of
from tests.app.usecases.crashes import SETTINGS, Crash
from tests.support.builders import AN_IMEI, NOON, a_case, a_place
from tests.support.memory import InMemoryUnitOfWork

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
HERE = a_place()
CLOSED = {"state": CaseState.CLOSED}


def an_impact(**facts: object) -> NewImpact:
    crash = Crash().with_(**facts)
    return NewImpact(crash.ecall, crash.place)


@pytest.mark.parametrize(
    ("case", "impact", "joins"),
    [
        ({}, {}, True),
        (CLOSED, {}, False),
        ({}, {"occurred_at": NOON + 1800 * SECOND, "received_at": NOON + HOUR}, True),
        ({}, {"occurred_at": NOON + 1801 * SECOND, "received_at": NOON + HOUR}, False),
        ({}, {"occurred_at": NOON - 1800 * SECOND}, True),
        ({}, {"occurred_at": NOON - 1801 * SECOND}, False),
        ({}, {"place": a_place(longitude_deg=4.6234 + 0.00283)}, True),
        ({}, {"place": a_place(longitude_deg=4.6234 + 0.00285)}, False),
        ({}, {"place": None}, True),
        ({"place": None}, {}, True),
        ({"place": a_place(longitude_deg=6.0, is_last_known=True)}, {}, True),
        ({}, {"place": a_place(longitude_deg=6.0, is_last_known=True)}, True),
        ({"is_test": True}, {}, False),
        ({}, {"mark": CrashMark.TEST}, False),
        ({"is_test": True}, {"mark": CrashMark.TEST}, True),
        ({"holds": (Hold.CLOCK_WRONG,), "event_at": NOON + 90 * HOUR}, {}, True),
        ({"holds": (Hold.CLOCK_WRONG,)}, {"received_at": NOON + HOUR, "occurred_at": NOON}, False),
        ({}, {"occurred_at": NOON + HOUR, "received_at": NOON}, True),
    ],
)
def test_an_impact_joins_the_case_it_is_part_of(case: dict[str, Any], impact: dict[str, Any], joins: bool) -> None:
    earlier = a_case(place=case.pop("place", HERE), **case)
    assert case_to_join(an_impact(**impact), [earlier], SETTINGS) == (earlier if joins else None)


def test_the_distance_of_the_setting_is_still_the_same_case() -> None:
    there = a_place(longitude_deg=4.63)
    settings = replace(SETTINGS, second_impact_within_m=apart_m(there, HERE))
    case = a_case(place=HERE)
    assert case_to_join(an_impact(place=there), [case], settings) == case


def test_of_several_it_joins_the_nearest_in_time() -> None:
    cases = [a_case(event_at=NOON + minutes * 60 * SECOND) for minutes in (-9, 4, 7)]
    assert case_to_join(an_impact(), cases, SETTINGS) == cases[1]
    assert case_to_join(an_impact(), [], SETTINGS) is None


@pytest.mark.parametrize(
    ("case", "mark", "links"),
    [
        ({}, CrashMark.CRASH, True),
        ({"received_at": NOON - 90 * HOUR}, CrashMark.CRASH, True),
        ({**CLOSED, "received_at": NOON - 24 * HOUR}, CrashMark.CRASH, True),
        ({**CLOSED, "received_at": NOON - 24 * HOUR - SECOND}, CrashMark.CRASH, False),
        ({"is_test": True}, CrashMark.CRASH, False),
        ({"is_test": True}, CrashMark.TEST, True),
        ({}, CrashMark.TEST, False),
    ],
)
def test_a_new_case_continues_one_of_the_last_hours(case: dict[str, Any], mark: CrashMark, links: bool) -> None:
    earlier = a_case(**case)
    assert case_to_link(an_impact(mark=mark), [earlier], NOON, SETTINGS) == (earlier if links else None)


def test_it_continues_the_newest() -> None:
    newer, older = a_case(**CLOSED), a_case(received_at=NOON - HOUR)
    assert case_to_link(an_impact(), [newer, older], NOON, SETTINGS) == newer


def test_every_case_of_the_car_counts_however_old() -> None:
    unit = InMemoryUnitOfWork()
    old, new, other = a_case(received_at=NOON - 9000 * HOUR), a_case(), a_case(imei="356093070000022")
    for case in (old, new, other):
        unit.cases.cases[case.case_id] = case
    assert cases_of((AN_IMEI,), unit.cases) == (new, old)
