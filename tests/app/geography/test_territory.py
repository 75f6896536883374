"""The country of a position: 87 points along the border and 71 in territories that a contract could confuse.

``border_points.csv`` was laid by ``packaging/geodata/control_points.py`` on the official outline of Belgium, before
anything was simplified; the towns below are written down by hand.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from app.geography.gazetteer import Gazetteer


class BorderPoint(NamedTuple):
    place: str
    latitude_deg: float
    longitude_deg: float
    to_border_m: float
    countries: tuple[str, ...]


def border_points() -> list[BorderPoint]:
    with Path(__file__).with_name("border_points.csv").open(encoding="utf-8", newline="") as file:
        return [_border_point(row) for row in csv.DictReader(file)]


def _border_point(row: dict[str, str]) -> BorderPoint:
    return BorderPoint(
        place=row["place"],
        latitude_deg=float(row["latitude_deg"]),
        longitude_deg=float(row["longitude_deg"]),
        to_border_m=float(row["to_border_m"]),
        countries=tuple(row["countries"].split()),
    )


def test_every_enclave_is_among_the_points() -> None:
    names = [point.place for point in border_points()]

    assert sum("exclave" in name and "Baarle" in name and "counter" not in name for name in names) == 22
    assert sum("counter-enclave of Baarle" in name for name in names) == 8
    assert sum("exclave of the Vennbahn" in name for name in names) == 5
    assert sum(" m in " in name for name in names) == 52


@pytest.mark.parametrize("point", border_points(), ids=lambda point: point.place)
def test_the_side_of_the_border(gazetteer: Gazetteer, point: BorderPoint) -> None:
    facts = gazetteer.place(point.latitude_deg, point.longitude_deg)

    assert facts.country_codes[0] in point.countries
    assert facts.distance_to_border_m == pytest.approx(point.to_border_m, abs=1.0)


@pytest.mark.parametrize("point", border_points(), ids=lambda point: point.place)
def test_nearer_than_the_margin_both_countries_stand(gazetteer: Gazetteer, point: BorderPoint) -> None:
    facts = gazetteer.place(point.latitude_deg, point.longitude_deg)

    if (facts.distance_to_border_m or 0) < 50:
        assert facts.in_belgium is None
        assert "BE" in facts.country_codes
        assert len(facts.country_codes) >= 2
    else:
        assert facts.in_belgium is ("BE" in point.countries)
        assert ("BE" in facts.country_codes) is ("BE" in point.countries)


@pytest.mark.parametrize(
    ("accuracy_m", "codes", "in_belgium"),
    [(None, ("BE",), True), (0.0, ("BE",), True), (240.0, ("BE",), True), (260.0, ("BE", "FR"), None)],
)
def test_the_accuracy_of_the_fix_counts(
    gazetteer: Gazetteer, accuracy_m: float | None, codes: tuple[str, ...], in_belgium: bool | None
) -> None:
    three_hundred_metres_into_menen = gazetteer.place(50.7940185, 3.1212065, accuracy_m)

    assert three_hundred_metres_into_menen.country_codes == codes
    assert three_hundred_metres_into_menen.in_belgium is in_belgium


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "codes"),
    [(50.756, 6.020, ("NL", "DE", "BE")), (50.7552, 6.0225, ("DE", "NL", "BE")), (50.7540, 6.0195, ("BE", "NL", "DE"))],
)
def test_the_country_of_the_coordinates_stands_first(
    gazetteer: Gazetteer, latitude_deg: float, longitude_deg: float, codes: tuple[str, ...]
) -> None:
    assert gazetteer.place(latitude_deg, longitude_deg, 200.0).country_codes == codes


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "codes"),
    [(50.010808, 4.820619, ("FR", "BE")), (49.982917, 4.803869, ("FR", "BE")), (50.452356, 3.664914, ("BE", "FR"))],
)
def test_where_two_surveys_of_the_border_differ_the_neighbour_is_named(
    gazetteer: Gazetteer, latitude_deg: float, longitude_deg: float, codes: tuple[str, ...]
) -> None:
    """The first two lie between both borders, the third within 50 m of ours but not of OpenStreetMap's."""
    facts = gazetteer.place(latitude_deg, longitude_deg)

    assert facts.country_codes == codes
    assert facts.in_belgium is None


def test_a_bad_fix_doubts_a_far_border(gazetteer: Gazetteer) -> None:
    two_kilometres_inside = gazetteer.place(50.81, 3.13, 3_000.0)

    assert (two_kilometres_inside.in_belgium, two_kilometres_inside.country_codes) == (None, ("BE", "FR"))


def test_from_a_hopeless_fix_no_country_is_named(gazetteer: Gazetteer) -> None:
    brussels, paris = (gazetteer.place(*place, 60_000.0) for place in ((50.85, 4.35), (48.85, 2.35)))

    assert (brussels.in_belgium, brussels.country_codes) == (None, ())
    assert (paris.in_belgium, paris.country_codes) == (False, ())
    assert brussels.nearest_place is not None
    assert brussels.nearest_place.name == "Brussel / Bruxelles"


def test_where_three_countries_meet_all_stand(gazetteer: Gazetteer) -> None:
    facts = gazetteer.place(50.7546, 6.0208)

    assert facts.in_belgium is None
    assert set(facts.country_codes) == {"BE", "NL", "DE"}


def test_the_beach_is_not_nearly_abroad(gazetteer: Gazetteer) -> None:
    beach_of_ostend = gazetteer.place(51.2330, 2.9120, 100.0)

    assert beach_of_ostend.in_belgium is True
    assert (beach_of_ostend.distance_to_border_m or 0) > 20_000


def test_belgian_waters_are_belgium(gazetteer: Gazetteer) -> None:
    off_blankenberge = gazetteer.place(51.36, 3.08)

    assert (off_blankenberge.in_belgium, off_blankenberge.municipality) == (True, None)


def test_on_the_high_seas_there_is_no_country(gazetteer: Gazetteer) -> None:
    facts = gazetteer.place(45.0, -30.0)

    assert (facts.in_belgium, facts.country_codes, facts.nearest_place) == (False, (), None)
    assert facts.distance_to_border_m is None


TERRITORIES = {
    "Kyrenia": (35.3364, 33.3199, "CY-N"),
    "Famagusta": (35.1250, 33.9417, "CY-N"),
    "Nicosia, north": (35.1900, 33.3600, "CY-N"),
    "Nicosia, south": (35.1600, 33.3650, "CY"),
    "Limassol": (34.6841, 33.0379, "CY"),
    "Larnaca": (34.9229, 33.6233, "CY"),
    "Paphos": (34.7754, 32.4245, "CY"),
    "Akrotiri": (34.5900, 32.9800, "CY-SBA"),
    "Dhekelia": (34.9890, 33.7440, "CY-SBA"),
    "Pristina": (42.6629, 21.1655, "XK"),
    "Prizren": (42.2139, 20.7397, "XK"),
    "Mitrovica": (42.8914, 20.8660, "XK"),
    "Belgrade": (44.8125, 20.4612, "RS"),
    "Nis": (43.3209, 21.8958, "RS"),
    "Podgorica": (42.4304, 19.2594, "ME"),
    "Gibraltar": (36.1408, -5.3536, "GI"),
    "La Linea": (36.1683, -5.3478, "ES"),
    "Saint Helier": (49.1880, -2.1050, "JE"),
    "Saint Peter Port": (49.4550, -2.5400, "GG"),
    "Douglas": (54.1500, -4.4810, "IM"),
    "Torshavn": (62.0117, -6.7675, "FO"),
    "Nuuk": (64.1750, -51.7388, "GL"),
    "Oranjestad, Aruba": (12.5240, -70.0270, "AW"),
    "Willemstad": (12.1220, -68.8824, "CW"),
    "Philipsburg": (18.0260, -63.0458, "SX"),
    "Marigot": (18.0680, -63.0850, "MF"),
    "Kralendijk": (12.1500, -68.2667, "BQ"),
    "Oranjestad, Statia": (17.4833, -62.9833, "BQ"),
    "The Bottom": (17.6261, -63.2497, "BQ"),
    "Laayoune": (27.1500, -13.1990, "EH"),
    "Dakhla": (23.7000, -15.9400, "EH"),
    "Agadir": (30.4278, -9.5981, "MA"),
    "Tarfaya": (27.9400, -12.9200, "MA"),
    "Tunis": (36.8065, 10.1815, "TN"),
    "Saint-Denis, Reunion": (-20.8820, 55.4507, "RE"),
    "Pointe-a-Pitre": (16.2410, -61.5330, "GP"),
    "Fort-de-France": (14.6160, -61.0588, "MQ"),
    "Cayenne": (4.9371, -52.3258, "GF"),
    "Mamoudzou": (-12.7806, 45.2278, "YT"),
    "Saint-Pierre": (46.7810, -56.1760, "PM"),
    "Noumea": (-22.2711, 166.4416, "NC"),
    "Papeete": (-17.5350, -149.5696, "PF"),
    "Longyearbyen": (78.2232, 15.6267, "SJ"),
    "Tromso": (69.6492, 18.9553, "NO"),
    "Saint Peter's": (41.9022, 12.4539, "VA"),
    "Rome": (41.8933, 12.4829, "IT"),
    "San Marino": (43.9367, 12.4464, "SM"),
    "Monaco": (43.7384, 7.4246, "MC"),
    "Andorra la Vella": (42.5063, 1.5218, "AD"),
    "Vaduz": (47.1410, 9.5209, "LI"),
    "Busingen": (47.6960, 8.6890, "DE"),
    "Schaffhausen": (47.6970, 8.6340, "CH"),
    "Campione": (45.9690, 8.9710, "IT"),
    "Livigno": (46.5386, 10.1357, "IT"),
    "Llivia": (42.4640, 1.9810, "ES"),
    "Jungholz": (47.5740, 10.4470, "AT"),
    "Ceuta": (35.8894, -5.3198, "ES"),
    "Melilla": (35.2923, -2.9381, "ES"),
    "Las Palmas": (28.1235, -15.4363, "ES"),
    "Funchal": (32.6669, -16.9241, "PT"),
    "Ponta Delgada": (37.7412, -25.6756, "PT"),
    "Mariehamn": (60.0970, 19.9348, "FI"),
    "Helsinki": (60.1699, 24.9384, "FI"),
    "Kaliningrad": (54.7104, 20.4522, "RU"),
    "Istanbul": (41.0082, 28.9784, "TR"),
    "Sarajevo": (43.8563, 18.4131, "BA"),
    "Skopje": (41.9973, 21.4280, "MK"),
    "Tirana": (41.3275, 19.8187, "AL"),
    "Dublin": (53.3498, -6.2603, "IE"),
    "Belfast": (54.5973, -5.9301, "GB"),
    "Ramallah": (31.9038, 35.2034, "PS"),
    "Suva, near the date line": (-18.1416, 178.4419, "FJ"),
}


@pytest.mark.parametrize("town", TERRITORIES)
def test_the_territory_of_a_town(gazetteer: Gazetteer, town: str) -> None:
    latitude_deg, longitude_deg, code = TERRITORIES[town]
    facts = gazetteer.place(latitude_deg, longitude_deg)

    assert facts.country_codes[0] == code
    assert facts.in_belgium is False
