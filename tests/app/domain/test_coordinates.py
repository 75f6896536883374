"""Coordinates in every writing people use, and texts that are none."""

import pytest

from app.domain.coordinates import read_coordinates

GRAND_PLACE = (50.8467, 4.3525)


@pytest.mark.parametrize(
    "text",
    [
        "50.8467, 4.3525",
        "50.8467,4.3525",
        "50.8467 4.3525",
        "  50.8467 ;  4.3525 ",
        "50,8467 4,3525",
        "50,8467, 4,3525",
        "50,8467;4,3525",
        "50,8467,4,3525",
        "4.3525, 50.8467",
        "50.8467 N 4.3525 E",
        "N50.8467 E4.3525",
        "50.8467° N, 4.3525° O",
        "n 50,8467 e 4,3525",
        "50°50'48.12\"N 4°21'09\"E",
        "50° 50,802' N 4° 21,15' E",
        "50°50’48,12” N, 4°21’9” E",
        "N 50 50 48.12 E 4 21 9",
        "N50° 50.802 E4° 21.15",
        "geo:50.8467,4.3525",
        "geo:50.8467,4.3525?z=17",
        "https://maps.google.com/?q=50.8467,4.3525",
        "https://www.google.com/maps/place/Grote+Markt/@50.8467,4.3525,17z/data=x",
        "https://www.google.com/maps?q=50.8467%2C4.3525",
        "https://www.openstreetmap.org/?mlat=50.8467&mlon=4.3525#map=17/50.8/4.3",
    ],
)
def test_a_position_is_read_in_any_writing(text: str) -> None:
    assert read_coordinates(text) == pytest.approx(GRAND_PLACE, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("-33.8688, 151.2093", (-33.8688, 151.2093)),
        ("33.8688 S 151.2093 E", (-33.8688, 151.2093)),
        ("48.4 N 4.48 W", (48.4, -4.48)),
        ("48.39, -4.48", (48.39, -4.48)),
        ("36.8, 10.18", (36.8, 10.18)),
    ],
)
def test_the_other_halves_of_the_globe(text: str, degrees: tuple[float, float]) -> None:
    assert read_coordinates(text) == pytest.approx(degrees)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bertem",
        "3060",
        "3060 Bertem",
        "1000 Brussel, Grote Markt 1",
        "E40 richting Luik, km 22,4",
        "E 40 km 22",
        "50.8467",
        "50 4",
        "95.1, 4.3",
        "50.8, 190.2",
        "50°75'00\"N 4°21'09\"E",
        "0470 12 34 56",
        "1-ABC-234",
        "https://example.org/",
        "9" * 10_000,
        "😀, 4.35",
    ],
)
def test_what_is_no_position_is_none(text: str) -> None:
    assert read_coordinates(text) is None
