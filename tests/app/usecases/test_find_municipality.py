"""A municipality is found by its name in any language, by a village in it, by a postcode, and with one slip."""

import pytest

from app.geography.municipalities import belgian_municipalities
from app.usecases.find_municipality import find_municipalities


@pytest.mark.parametrize(
    ("typed", "name", "village", "postcode"),
    [
        ("bertem", "Bertem", "", ""),
        ("Liège", "Luik", "", ""),
        ("luttich", "Luik", "", ""),
        ("leefdaal", "Bertem", "Leefdaal", "3061"),
        ("3061", "Bertem", "", "3061"),
        ("sint katelijne waver", "Sint-Katelijne-Waver", "", ""),
        ("Brusell", "Brussel", "", ""),
        ("gnet", "", "", ""),
        ("x", "", "", ""),
        ("3", "", "", ""),
        ("9999", "", "", ""),
    ],
)
def test_any_writing_finds_it(typed: str, name: str, village: str, postcode: str) -> None:
    found = find_municipalities(typed, 3)
    if not name:
        assert found == ()
        return
    first = found[0]
    assert first.municipality.names.nl == name
    assert ("" if first.village is None else first.village.name, first.postcode) == (village, postcode)


def test_a_name_stands_before_those_it_begins_and_nothing_twice() -> None:
    found = find_municipalities("brus", 50)
    assert found[0].municipality.names.nl == "Brussel"
    assert len({(one.municipality.names.nl, one.village) for one in found}) == len(found)


def test_every_municipality_has_a_middle_in_the_country_and_a_postcode() -> None:

    every = belgian_municipalities()
    assert len(every) == 565
    assert all(one.postcodes and 49.4 < one.latitude_deg < 51.6 and 2.5 < one.longitude_deg < 6.5 for one in every)
