"""Does the car stand still? Known true, known false, or not known."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from app.domain.ecall import BoxRecord, Position
from services.detection.standstill import speed_after, standstill
from tests.services.detection.crashes import IMPACT_AT, a_position, a_record


def at_speeds(*speeds: tuple[float, float]) -> list[BoxRecord]:
    return [a_record(offset_s, speed_kmh=speed) for offset_s, speed in speeds]


def place(metres_north: float) -> Position:
    return a_position(IMPACT_AT, latitude_deg=50.8 + metres_north / 111_195)


STILL = at_speeds((2, 0.0), (4, 0.0), (6, 0.0))
DRIVING = at_speeds((2, 60.0), (7, 60.0), (12, 60.0))
LIGHTS = at_speeds((40, 0.0), (42, 0.0), (44, 0.0))


@pytest.mark.parametrize(
    ("records", "expected", "since_s"),
    [
        ([], None, None),
        ([a_record(5, unplugged=True)], None, None),
        (STILL, True, 2),
        (STILL[:2], None, None),
        (at_speeds((2, 4.9), (4, 4.9), (6, 4.9)), True, 2),
        (at_speeds((2, 5.0), (4, 5.0), (6, 5.0), (12, 5.0)), None, None),
        (at_speeds((2, 5.1), (4, 5.1), (12, 5.1)), False, None),
        ([a_record(3, movement=False)], True, 3),
        ([a_record(3, movement=True)], None, None),
        ([a_record(3, movement=False, speed_kmh=0.0)], True, 3),
        ([a_record(second, movement=False, speed_kmh=50.0) for second in (3, 6, 9, 12)], None, None),
        (DRIVING, False, None),
        (at_speeds((2, 60.0), (5, 30.0), (8, 10.0)), None, None),
        ([*DRIVING, *at_speeds((20, 0.0), (22, 0.0), (24, 0.0))], True, 20),
        ([*DRIVING, *LIGHTS], False, None),
        (LIGHTS, True, 40),
        ([*DRIVING, *at_speeds((30, 0.0), (32, 0.0), (34, 0.0))], True, 30),
        (at_speeds((2, 60.0), (7, 60.0), (10, 60.0)), None, None),
        ([a_record(300, movement=False)], True, 300),
        ([a_record(0, movement=False)], None, None),
        ([*STILL, *at_speeds((60, 20.0), (62, 20.0), (64, 20.0))], False, None),
        ([*STILL, *at_speeds((60, 20.0), (62, 20.0), (64, 20.0), (90, 0.0), (92, 0.0), (94, 0.0))], True, 90),
        (at_speeds((-4, 0.0), (-2, 0.0), (0, 0.0)), None, None),
        (at_speeds((301, 0.0), (302, 0.0), (303, 0.0)), None, None),
        (
            [
                a_record(3, speed_kmh=0.0),
                a_record(3, speed_kmh=0.0, unplugged=True),
                a_record(3, speed_kmh=0.0, movement=True),
            ],
            None,
            None,
        ),
    ],
)
def test_what_the_records_after_the_impact_say(
    records: Sequence[BoxRecord], expected: bool | None, since_s: int | None
) -> None:
    since = None if since_s is None else IMPACT_AT + timedelta(seconds=since_s)
    assert standstill(records, IMPACT_AT) == (expected, since)
    assert standstill(records[::-1], IMPACT_AT) == (expected, since)


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        ((0, 0, 0, 0, 0), True),
        ((0, 3, -4, 2, 1), True),
        ((0, 9.9, 0, 9.9, 0), True),
        ((0, 10.1, 0, 10.1, 0), False),
        ((0, 80, 160, 240, 320), False),
        ((0, 300, 300, 300, 300), True),
        ((0, 0), None),
    ],
)
def test_without_speeds_the_way_between_fixes_says_it(metres: Sequence[float], expected: bool | None) -> None:
    records = [a_record(5 * (index + 1), position=place(way)) for index, way in enumerate(metres)]
    assert standstill(records, IMPACT_AT)[0] is expected


def test_fixes_a_second_apart_are_not_taken_for_rest() -> None:
    records = [a_record(index + 1, position=place(9.0 * index)) for index in range(20)]
    assert standstill(records, IMPACT_AT)[0] is False


def test_the_speed_after_is_the_first_that_came() -> None:
    records = [
        a_record(-1, speed_kmh=50.0),
        a_record(0, speed_kmh=21.0),
        a_record(1),
        a_record(4, speed_kmh=0.0),
        a_record(2, speed_kmh=3.0),
    ]
    assert speed_after(records, IMPACT_AT) == (3.0, 2.0)
    assert speed_after([*records[:3], a_record(31, speed_kmh=0.0)], IMPACT_AT) is None
