"""Whom to ask first, and why not the others; never ahead of the facts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box import Car
from app.domain.case import Names
from app.domain.provider import Area, Base, Provider, Province, Skill, WhyNot
from app.domain.service_order import OrderState, ServiceKind
from app.usecases.provider_hours import hours_of
from app.usecases.recommend import Need, Recommendation, need_of, recommend, skills_for
from tests.support.builders import NOON, a_case, a_place, an_order
from tests.support.partners import a_provider

NEAR, FAR = Base(50.87, 4.63), Base(51.2, 4.4)
AT_BERTEM = Need(ServiceKind.TOW, a_place(), NOON)


def names(found: Recommendation) -> list[str]:
    return [one.provider.name for one in found.ranked]


@pytest.mark.parametrize(
    ("changes", "why_not"),
    [
        ({}, ()),
        ({"hours": ()}, ()),
        ({"area": Area()}, ()),
        ({"base": None}, ()),
        ({"hours": hours_of("mon 08:00-09:00")}, (WhyNot.CLOSED,)),
        ({"area": Area(provinces=frozenset({Province.LIEGE}))}, (WhyNot.OUT_OF_AREA,)),
        ({"area": Area(postcodes=frozenset({"3000"}))}, (WhyNot.OUT_OF_AREA,)),
        ({"area": Area(postcodes=frozenset({"3060"}))}, ()),
        ({"area": Area(municipalities=frozenset({"bertem"}))}, ()),
        ({"area": Area(radius_km=2.0)}, (WhyNot.OUT_OF_AREA,)),
        ({"area": Area(radius_km=20.0)}, ()),
        ({"area": Area(radius_km=2.0), "base": None}, ()),
        ({"area": Area(radius_km=2.0, provinces=frozenset({Province.FLEMISH_BRABANT}))}, (WhyNot.OUT_OF_AREA,)),
        ({"area": Area(radius_km=20.0, provinces=frozenset({Province.FLEMISH_BRABANT}))}, ()),
        ({"area": Area(radius_km=60.0, provinces=frozenset({Province.BRUSSELS}))}, (WhyNot.OUT_OF_AREA,)),
        ({"area": Area(postcodes=frozenset({"3060"}), provinces=frozenset({Province.BRUSSELS}))}, ()),
        ({"skills": frozenset()}, (WhyNot.LACKS_SKILL,)),
        ({"stopped_on": date(2026, 11, 24)}, (WhyNot.STOPPED,)),
        ({"since": date(2026, 11, 25)}, (WhyNot.STOPPED,)),
        ({"capacity": 2}, (WhyNot.FULL,)),
        ({"capacity": 3}, ()),
    ],
)
def test_what_is_on_record_against_a_partner_is_said_and_what_is_not_known_is_nothing(
    changes: dict[str, Any], why_not: tuple[WhyNot, ...]
) -> None:
    provider = a_provider(**changes)
    need = Need(ServiceKind.TOW, a_place(), NOON, frozenset({Skill.ELECTRIC}))
    found = recommend(need, [provider], {provider.provider_id: 2})
    (one,) = (*found.ranked, *found.others)
    assert one.why_not == why_not
    assert (found.first is None) is bool(why_not)


def test_the_nearest_goes_first_and_of_two_as_near_the_cheapest() -> None:
    far = a_provider("Far", base=FAR)
    dear, cheap = a_provider("Dear", base=NEAR), a_provider("Cheap", base=NEAR, price_eur=Decimal("90.00"))
    unknown = a_provider("Nobody knows where", base=None)
    found = recommend(AT_BERTEM, [unknown, far, dear, cheap], {})
    assert names(found) == ["Cheap", "Dear", "Far", "Nobody knows where"]
    assert found.ranked[0].distance_km == pytest.approx(1.2, abs=0.1)


def test_known_to_be_open_and_known_to_come_go_before_the_nearer_unknown() -> None:
    sure, hours, area = a_provider("Sure", base=FAR), a_provider("Hours?", hours=()), a_provider("Area?", area=Area())
    assert names(recommend(AT_BERTEM, [hours, area, sure], {})) == ["Sure", "Hours?", "Area?"]


@pytest.mark.parametrize("place", [None, a_place(is_last_known=True)])
def test_without_a_place_nobody_is_recommended(place: object) -> None:
    found = recommend(Need(ServiceKind.TOW, place, NOON), [a_provider()], {})  # type: ignore[arg-type]  # by table
    assert found.first is None
    assert found.others[0].why_not == (WhyNot.PLACE_UNKNOWN,)
    assert found.others[0].distance_km is None


@pytest.mark.parametrize(
    ("area", "in_area"),
    [
        (Area(radius_km=60.0, provinces=frozenset({Province.FLEMISH_BRABANT, Province.BRUSSELS})), False),
        (Area(radius_km=60.0, provinces=frozenset({Province.NAMUR})), True),
        (Area(postcodes=frozenset({"3060"})), False),
        (Area(postcodes=frozenset({"5000"})), None),
    ],
)
def test_a_municipality_that_somebody_named_lies_in_its_province_although_no_postcode_is_known(
    area: Area, in_area: bool | None
) -> None:
    namur = a_place(postcode=None, municipality=Names("Namen", "Namur", "Namür"))
    found = recommend(Need(ServiceKind.TOW, namur, NOON), [a_provider(area=area)], {})
    (one,) = (*found.ranked, *found.others)
    assert one.in_area is in_area
    assert (WhyNot.OUT_OF_AREA in one.why_not) is (in_area is False)


def test_abroad_no_belgian_area_is_said_to_hold_the_place() -> None:
    abroad = a_place(in_belgium=False, country_codes=("FR",), postcode="3060", municipality=None)
    (one,) = recommend(Need(ServiceKind.TOW, abroad, NOON), [a_provider()], {}).ranked
    assert one.in_area is None


def test_other_kinds_are_not_in_the_list() -> None:
    assert recommend(AT_BERTEM, [a_provider(kinds=frozenset({ServiceKind.TAXI}))], {}) == Recommendation((), ())


def test_an_electric_car_is_loaded() -> None:
    electric = Car("1-ABC-234", "VW ID.3", "white", "electric")
    assert skills_for(ServiceKind.TOW, electric) == {Skill.ELECTRIC}
    assert not skills_for(ServiceKind.TAXI, electric)
    assert not skills_for(ServiceKind.TOW, None)


def test_who_said_no_is_not_asked_again() -> None:
    provider, case = a_provider(), a_case()
    refused = an_order(case.case_id, state=OrderState.REFUSED, provider_id=provider.provider_id)
    need = need_of(ServiceKind.TOW, case, None, [refused], NOON)
    assert recommend(need, [provider], {}).others[0].why_not == (WhyNot.TRIED,)
    done = an_order(case.case_id, state=OrderState.DONE, provider_id=provider.provider_id)
    assert recommend(need_of(ServiceKind.TOW, case, None, [done], NOON), [provider], {}).first is not None


_PROVIDERS = st.lists(
    st.builds(
        a_provider,
        name=st.text("abc", min_size=1, max_size=3),
        base=st.sampled_from([None, NEAR, FAR]),
        hours=st.sampled_from([(), hours_of("always"), hours_of("sun 01:00-02:00")]),
        area=st.sampled_from([Area(), Area(radius_km=5.0), Area(provinces=frozenset({Province.LIMBURG}))]),
        capacity=st.sampled_from([None, 1]),
        skills=st.sampled_from([frozenset(), frozenset({Skill.ELECTRIC})]),
    ),
    max_size=8,
)


@given(providers=_PROVIDERS, skills=st.sampled_from([frozenset(), frozenset({Skill.ELECTRIC})]))
def test_everybody_is_in_the_list_once_and_nothing_speaks_against_the_ranked(
    providers: list[Provider], skills: frozenset[Skill]
) -> None:
    need = Need(ServiceKind.TOW, a_place(), NOON, skills)
    found = recommend(need, providers, {})
    listed = [one.provider.provider_id for one in (*found.ranked, *found.others)]
    assert sorted(listed) == sorted(one.provider_id for one in providers)
    assert not any(one.why_not for one in found.ranked)
    assert all(one.why_not for one in found.others)
    assert recommend(need, list(reversed(providers)), {}) == found, "the order of the directory decides nothing"
