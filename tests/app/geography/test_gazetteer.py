"""What holds for every position, and what is refused."""

import math
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geography.gazetteer import Gazetteer

GAZETTEER = Gazetteer.load()  # hypothesis and fixtures do not mix

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)
NEAR_BELGIUM = st.tuples(st.floats(49.3, 51.7), st.floats(2.3, 6.6))
ACCURACIES = st.none() | st.floats(0, 50_000)


@given(st.tuples(LATITUDES, LONGITUDES) | NEAR_BELGIUM, ACCURACIES)
def test_the_facts_agree_with_each_other(position: tuple[float, float], accuracy_m: float | None) -> None:
    facts = GAZETTEER.place(*position, accuracy_m)

    if facts.in_belgium:
        assert facts.country_codes == ("BE",)
    if facts.in_belgium is None:
        assert "BE" in facts.country_codes or (accuracy_m or 0) > 19_000
        assert facts.distance_to_border_m is not None
        assert facts.distance_to_border_m < (accuracy_m or 0) + 50
    if facts.in_belgium is False:
        assert "BE" not in facts.country_codes
    if facts.municipality is not None:
        assert facts.country_codes[0] == "BE"
        assert facts.in_belgium is not False
        assert facts.province is not None
    if facts.postcode is not None:
        assert facts.municipality is not None
    assert len(set(facts.country_codes)) == len(facts.country_codes)


@given(NEAR_BELGIUM, st.floats(0, 10_000), st.floats(0, 10_000))
def test_a_worse_fix_never_makes_more_certain(position: tuple[float, float], one_m: float, other_m: float) -> None:
    better, worse = (GAZETTEER.place(*position, accuracy_m) for accuracy_m in sorted((one_m, other_m)))

    assert worse.in_belgium in (None, better.in_belgium)
    assert set(better.country_codes) <= set(worse.country_codes)


OFF_THE_GLOBE = st.one_of(
    st.tuples(st.floats().filter(lambda degrees: not abs(degrees) <= 90), LONGITUDES),
    st.tuples(LATITUDES, st.floats().filter(lambda degrees: not abs(degrees) <= 180)),
)


@given(OFF_THE_GLOBE)
def test_there_is_no_country_off_the_globe(position: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no place on the globe"):
        GAZETTEER.place(*position)


@pytest.mark.parametrize("accuracy_m", [-1.0, math.nan, math.inf])
def test_an_accuracy_is_a_distance(accuracy_m: float) -> None:
    with pytest.raises(ValueError, match="an accuracy of"):
        GAZETTEER.place(50.86, 4.62, accuracy_m)


def test_threads_get_the_answers_that_one_gets() -> None:
    """Without a lock this test ends the interpreter, about once in ten runs."""
    positions = [(49.5 + step / 500, 2.6 + step / 270) for step in range(1000)]
    fresh = Gazetteer.load(Lock())

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda position: fresh.place(*position), positions))

    assert answers == [GAZETTEER.place(*position) for position in positions]
