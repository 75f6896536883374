"""Municipality, postal code, province: right, or not said."""

import pytest

from app.domain.case import Names
from app.geography.gazetteer import Gazetteer
from resources import geodata

SQUARES = {
    "Grote Markt, Antwerp": (51.2213, 4.3997, "Antwerpen", "2000"),
    "Grand-Place, Brussels": (50.8467, 4.3525, "Brussel", "1000"),
    "Korenmarkt, Ghent": (51.0545, 3.7220, "Gent", "9000"),
    "Markt, Bruges": (51.2089, 3.2243, "Brugge", "8000"),
    "Place Saint-Lambert, Liege": (50.6455, 5.5735, "Luik", "4000"),
    "Place d'Armes, Namur": (50.4630, 4.8665, "Namen", "5000"),
    "Grand-Place, Mons": (50.4547, 3.9521, "Bergen", "7000"),
    "Marktplatz, Eupen": (50.6300, 6.0330, "Eupen", "4700"),
    "Rathausplatz, Sankt Vith": (50.2810, 6.1270, "Sankt Vith", "4780"),
    "Grand-Place, Arlon": (49.6840, 5.8160, "Aarlen", "6700"),
    "Dorpsstraat, Bertem": (50.8640, 4.6290, "Bertem", "3060"),
    "Grote Markt, Ypres": (50.8510, 2.8850, "Ieper", "8900"),
    "Grote Markt, Kortrijk": (50.8280, 3.2650, "Kortrijk", "8500"),
    "Grote Markt, Leuven": (50.8790, 4.7010, "Leuven", "3000"),
    "Grote Markt, Hasselt": (50.9303, 5.3375, "Hasselt", "3500"),
    "Place McAuliffe, Bastogne": (50.0003, 5.7150, "Bastenaken", "6600"),
    "Place Communale, Durbuy": (50.3530, 5.4560, "Durbuy", "6940"),
    "Place de Chimay": (50.0480, 4.3170, "Chimay", "6460"),
    "De Panne, beach": (51.1010, 2.5850, "De Panne", "8660"),
}


@pytest.mark.parametrize("square", SQUARES)
def test_the_square_of_a_town(gazetteer: Gazetteer, square: str) -> None:
    latitude_deg, longitude_deg, municipality, postcode = SQUARES[square]
    facts = gazetteer.place(latitude_deg, longitude_deg, 8.0)

    assert facts.municipality is not None
    assert (facts.municipality.nl, facts.postcode) == (municipality, postcode)


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "names"),
    [
        (50.6455, 5.5735, Names("Luik", "Liège", "Lüttich")),
        (50.8790, 4.7010, Names("Leuven", "Louvain", "Löwen")),
        (50.0003, 5.7150, Names("Bastenaken", "Bastogne", "Bastnach")),
        (50.4630, 4.8665, Names("Namen", "Namur", "Namur")),
        (50.8070, 4.9380, Names("Tienen", "Tirlemont", "Tienen")),
    ],
)
def test_the_names_in_three_languages(
    gazetteer: Gazetteer, latitude_deg: float, longitude_deg: float, names: Names
) -> None:
    assert gazetteer.place(latitude_deg, longitude_deg).municipality == names


def test_the_province_comes_with_it(gazetteer: Gazetteer) -> None:
    liege, brussels = gazetteer.place(50.6455, 5.5735), gazetteer.place(50.8467, 4.3525)

    assert liege.province == Names("Provincie Luik", "Province de Liège", "Provinz Lüttich")
    assert brussels.province is not None
    assert brussels.province.nl == "Brussels Hoofdstedelijk Gewest"


def test_between_two_villages_nothing_is_said_but_the_nearest_place(gazetteer: Gazetteer) -> None:
    halfway_from_herzele_to_zottegem = gazetteer.place(50.8776, 3.8500)

    assert halfway_from_herzele_to_zottegem.municipality is None
    assert halfway_from_herzele_to_zottegem.postcode is None
    assert halfway_from_herzele_to_zottegem.province is not None
    assert halfway_from_herzele_to_zottegem.nearest_place is not None


def test_a_bad_fix_names_no_village(gazetteer: Gazetteer) -> None:
    assert gazetteer.place(50.8640, 4.6290, 500.0).municipality is not None
    assert gazetteer.place(50.8640, 4.6290, 501.0).municipality is None


def test_abroad_there_is_no_belgian_municipality(gazetteer: Gazetteer) -> None:
    halluin = gazetteer.place(50.7850, 3.1250)

    assert (halluin.country_codes, halluin.municipality, halluin.postcode) == (("FR",), None, None)


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "municipality"),
    [
        (50.151812, 6.121604, "Burg-Reuland"),
        (49.952666, 4.360948, "Couvin"),
        (49.618461, 5.389186, "Meix-devant-Virton"),
    ],
)
def test_a_canton_was_simplified_but_ends_at_the_border(
    gazetteer: Gazetteer, latitude_deg: float, longitude_deg: float, municipality: str
) -> None:
    """These lie in Belgium and, by some metres, in none of the simplified cantons."""
    facts = gazetteer.place(latitude_deg, longitude_deg)

    assert facts.province is not None
    assert facts.municipality is None or facts.municipality.nl == municipality


def test_every_municipality_can_be_said(gazetteer: Gazetteer) -> None:
    """At its own centres a municipality is itself or, where another's lies as near, nothing; never another."""
    table = geodata.read_table("settlements")
    said = set()
    for longitude_deg, latitude_deg, number, _postcode in table["centres"]:
        municipality = gazetteer.place(latitude_deg, longitude_deg).municipality
        assert municipality in (None, Names(*table["municipalities"][number][:3]))
        if municipality is not None:
            said.add(number)

    assert len(table["municipalities"]) == 565
    assert said == set(table["municipalities"])
