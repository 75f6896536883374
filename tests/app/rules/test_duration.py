"""Lengths in the order of the conditions: months first, then days; where every calendar agrees, days count too."""

from itertools import pairwise

import pytest

from app.rules.duration import Duration

IN_ORDER = ["P0D", "P1D", "P27D", "P1M", "P32D", "P2M29D", "P2M30D", "P3M", "P3M1D", "P11M30D", "P1Y", "P367D"]


@pytest.mark.parametrize(("left", "right"), list(pairwise(IN_ORDER)))
def test_each_is_shorter_than_the_next(left: str, right: str) -> None:
    short, long = Duration.parse(left), Duration.parse(right)
    assert short < long
    assert long > short
    assert short <= long
    assert long >= short
    assert not long < short
    assert not short > long
    assert not long <= short
    assert not short >= long


@pytest.mark.parametrize(("left", "right"), [("P1Y", "P12M"), ("P1W", "P7D"), ("P3M", "P3M")])
def test_the_same_length_is_neither_shorter_nor_longer(left: str, right: str) -> None:
    one, other = Duration.parse(left), Duration.parse(right)
    assert one >= other
    assert one <= other
    assert not one < other
    assert not one > other


@pytest.mark.parametrize("leap", ["P365D", "P90D", "P91D", "P28D"])
def test_where_calendars_differ_the_months_decide(leap: str) -> None:
    months = {"P365D": "P1Y", "P90D": "P3M", "P91D": "P3M", "P28D": "P1M"}[leap]
    assert Duration.parse(leap) < Duration.parse(months)
