"""Cases of one pile-up are shown to each other, and nothing else follows from it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.audit import AuditAction
from app.domain.box import Car
from app.domain.case import CaseState, Hold, NearbyCase
from app.domain.ecall import CrashMark
from app.domain.ids import CaseId, CaseNumber, ContractId, Imei
from app.usecases.case_facts import apart_m
from app.usecases.pile_up import MOST_NEARBY, neighbours_of, with_neighbours
from tests.app.usecases.crashes import SETTINGS, Crash, Desk, after
from tests.support.builders import NOON, a_case, a_place

OTHER = Imei("356093070000022")
SECOND = timedelta(seconds=1)
HERE = a_place()
EAST_M = apart_m(HERE, a_place(longitude_deg=HERE.longitude_deg + 0.001)) * 1000
"""Metres in a degree of longitude there."""


@pytest.fixture
def desk() -> Desk:
    return Desk()


def east(metres: float, **changes: object) -> object:
    return a_place(longitude_deg=HERE.longitude_deg + metres / EAST_M, **changes)


def another(first: Crash, **changes: object) -> Crash:
    """The crash of another car that is not on record, 150 m away and a minute later."""
    return after(first, **{"imei": OTHER, "place": east(150), **changes})


def test_two_cars_in_one_place_are_two_cases_that_name_each_other(desk: Desk) -> None:
    first = Crash(peak_g=6.0)
    one = desk.opens(first)
    two = desk.opens(another(first))
    assert two.nearby == (NearbyCase(one.case_id, one.number),)
    left = desk.case(first)
    assert left.nearby == (NearbyCase(two.case_id, two.number),)
    assert replace(left, nearby=(), version=one.version) == one
    assert left.version == one.version + 1
    assert AuditAction.NEARBY_CASE in desk.actions(one)
    assert AuditAction.NEARBY_CASE in desk.actions(two)
    assert len(desk.orders()) == 2, "each car has its truck"


def test_the_other_desk_hears_of_it_in_silence(desk: Desk) -> None:
    first = Crash(peak_g=3.0)
    desk.opens(first)
    before = len(desk.rang())
    desk.opens(another(first, peak_g=3.0))
    told = desk.unit.events.events[before:]
    assert [event.rings for event in told if event.case_id == desk.case(first).case_id] == [False]


def test_the_same_news_again_changes_nothing(desk: Desk) -> None:
    first = Crash(peak_g=3.0)
    second = another(first)
    desk.opens(first)
    desk.opens(second)
    stored = desk.everything()
    desk.opens(second)
    desk.opens(first)
    assert desk.everything() == stored


def test_a_place_that_becomes_known_later_finds_its_neighbours(desk: Desk) -> None:
    first = Crash(peak_g=3.0)
    one = desk.opens(first)
    second = another(first, place=None)
    assert desk.opens(second).nearby == ()
    two = desk.opens(second.with_(place=east(150)))
    assert [near.number for near in two.nearby] == [one.number]
    assert [near.number for near in desk.case(first).nearby] == [two.number]


@pytest.mark.parametrize(
    ("second", "is_near"),
    [
        ({"place": east(299)}, True),
        ({"place": east(301)}, False),
        ({"occurred_at": NOON + 600 * SECOND, "received_at": NOON + 600 * SECOND}, True),
        ({"occurred_at": NOON + 601 * SECOND, "received_at": NOON + 601 * SECOND}, False),
        ({"occurred_at": NOON - 600 * SECOND}, True),
        ({"place": None}, False),
        ({"place": east(10, is_last_known=True)}, False),
        ({"mark": CrashMark.TEST}, False),
    ],
)
def test_near_is_near_in_place_and_time(desk: Desk, second: dict[str, Any], is_near: bool) -> None:
    first = Crash(peak_g=3.0)
    desk.opens(first)
    assert bool(desk.opens(another(first, **second)).nearby) is is_near


def test_a_closed_case_is_nobodys_neighbour(desk: Desk) -> None:
    first = Crash(peak_g=3.0)
    desk.has_now(replace(desk.opens(first), state=CaseState.CLOSED))
    assert desk.opens(another(first)).nearby == ()


def test_another_box_of_the_same_car_is_no_other_car(desk: Desk) -> None:
    desk.knows(imei=OTHER, car=None)
    first = Crash(peak_g=3.0)
    one = desk.opens(first)
    assert desk.opens(another(first)).case_id == one.case_id
    desk.knows(imei=OTHER, car=Car("2-XYZ-999", "", "", ""), contract_id=ContractId("k" * 32))
    assert desk.opens(after(first, imei=OTHER)).case_id != one.case_id


def test_a_wrong_clock_is_replaced_by_ours() -> None:
    case = a_case(place=HERE)
    wrong = a_case(
        case_id=CaseId("w"), imei=OTHER, place=HERE, holds=(Hold.CLOCK_WRONG,), event_at=NOON + timedelta(days=400)
    )
    assert neighbours_of(case, (), [wrong], SETTINGS) == [wrong]


def test_of_a_flood_the_nearest_are_named_in_the_order_of_their_numbers() -> None:
    case = a_case(place=HERE)
    flood = [
        a_case(case_id=CaseId(f"c{index}"), number=CaseNumber(f"2031-{index:06}"), imei=OTHER, place=east(20 * index))
        for index in range(14, 0, -1)
    ]
    found = neighbours_of(case, (), flood, SETTINGS)
    assert [other.number[-2:] for other in found] == [f"{index:02}" for index in range(1, MOST_NEARBY + 1)]
    known = with_neighbours(case, reversed(found))
    assert [near.number for near in known.nearby] == [other.number for other in found]
    assert neighbours_of(known, (), flood, SETTINGS) == []


def test_what_is_linked_already_is_not_named_twice() -> None:
    other = a_case(case_id=CaseId("o"), imei=OTHER, place=HERE)
    assert neighbours_of(a_case(place=HERE, linked_case_id=other.case_id), (), [other], SETTINGS) == []


def test_the_case_of_another_box_of_the_car_is_no_neighbour() -> None:
    other = a_case(case_id=CaseId("o"), imei=OTHER, place=HERE)
    assert neighbours_of(a_case(place=HERE), (), [other], SETTINGS) == [other]
    assert neighbours_of(a_case(place=HERE), (OTHER,), [other], SETTINGS) == []
