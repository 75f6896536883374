"""The place of a case: what the box sent and what the gazetteer says, each where it belongs."""

from dataclasses import fields

from app.domain.case import CasePlace, Names
from app.geography.place import NearestPlace, PlaceFacts, case_place
from tests.support.builders import NOON, a_position

FACTS = PlaceFacts(
    in_belgium=None,
    country_codes=("BE", "FR"),
    municipality=Names("Menen", "Menin", "Menen"),
    postcode="8930",
    province=None,
    nearest_place=NearestPlace("Menen", 812.5, 31),
    distance_to_border_m=44.0,
)


def test_the_fix_and_the_facts() -> None:
    assert case_place(a_position(), FACTS, is_last_known=True) == CasePlace(
        latitude_deg=50.8601,
        longitude_deg=4.6234,
        accuracy_m=8.0,
        heading_deg=95,
        fixed_at=NOON,
        is_last_known=True,
        in_belgium=None,
        country_codes=("BE", "FR"),
        municipality=Names("Menen", "Menin", "Menen"),
        postcode="8930",
        nearest_place="Menen",
        distance_to_border_m=44.0,
        nearest_place_m=812.5,
        nearest_place_bearing_deg=31,
    )


def test_nothing_known_stays_unknown() -> None:
    nothing = PlaceFacts(False, (), None, None, None, None, None)
    place = case_place(a_position(accuracy_m=None, heading_deg=None), nothing, is_last_known=False)

    unknown = {field.name for field in fields(place) if getattr(place, field.name) is None}
    assert unknown == {
        "accuracy_m",
        "heading_deg",
        "municipality",
        "postcode",
        "nearest_place",
        "distance_to_border_m",
        "nearest_place_m",
        "nearest_place_bearing_deg",
    }
