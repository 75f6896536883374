"""The nearest place, and how far it is."""

import math

import numpy as np
import pytest

from app.geography.gazetteer import Gazetteer
from app.geography.named_places import NamedPlaces
from app.geography.plane import spot
from resources.geodata import PackedPlaces


def places(*rows: tuple[str, float, float]) -> NamedPlaces:
    northwards = sorted(rows, key=lambda row: row[1])
    return NamedPlaces(
        PackedPlaces(tuple(name for name, _y, _x in northwards), np.array([(x, y) for _name, y, x in northwards]))
    )


def test_the_nearest_one_with_its_distance() -> None:
    nearest = places(("far", 50.0, 4.3), ("near", 50.01, 4.0), ("south", 49.0, 4.0)).nearest(spot(4.0, 50.0))

    assert nearest is not None
    assert nearest.name == "near"
    assert nearest.distance_m == pytest.approx(1112, abs=1)


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "bearing_deg"),
    [
        (49.99, 4.0, 0),
        (49.99, 3.98446, 45),
        (50.0, 3.99, 90),
        (50.01, 4.0, 180),
        (50.0, 4.01, 270),
        (50.01, 4.0155, 225),
    ],
)
def test_in_which_direction_the_car_is_seen_from_there(
    latitude_deg: float, longitude_deg: float, bearing_deg: int
) -> None:
    nearest = places(("there", latitude_deg, longitude_deg)).nearest(spot(4.0, 50.0))

    assert nearest is not None
    assert nearest.bearing_deg == pytest.approx(bearing_deg, abs=1)


def test_a_degree_to_the_east_is_shorter_than_one_to_the_north() -> None:
    nearest = places(("north", 60.011, 4.0), ("east", 60.0, 4.02)).nearest(spot(4.0, 60.0))

    assert nearest is not None
    assert nearest.name == "east"


def test_it_looks_further_when_nothing_is_near() -> None:
    nearest = places(("forty kilometres away", 50.36, 4.0)).nearest(spot(4.0, 50.0))

    assert nearest is not None
    assert nearest.name == "forty kilometres away"


def test_beyond_fifty_kilometres_nothing_is_near() -> None:
    assert places(("too far", 50.5, 4.0)).nearest(spot(4.0, 50.0)) is None


def test_across_the_date_line() -> None:
    nearest = places(("Taveuni", -16.8, -179.99)).nearest(spot(179.99, -16.8))

    assert nearest is not None
    assert nearest.distance_m == pytest.approx(0.02 * 111_320 * math.cos(math.radians(16.8)), rel=0.01)
    assert nearest.bearing_deg == 270, "the short way round"


def test_a_car_in_belgium_is_near_a_belgian_place(gazetteer: Gazetteer) -> None:
    """At Lanaye the Dutch hamlet of Oost is nearer, across the Meuse."""
    nearest = gazetteer.place(50.8, 5.69).nearest_place

    assert nearest is not None
    assert nearest.name == "Eben-Emael"


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "name"),
    [(50.8467, 4.3525, "Brussel / Bruxelles"), (48.8534, 2.3488, "Paris"), (50.7766, 6.0834, "Aachen")],
)
def test_a_town_is_near_itself(gazetteer: Gazetteer, latitude_deg: float, longitude_deg: float, name: str) -> None:
    nearest = gazetteer.place(latitude_deg, longitude_deg).nearest_place

    assert nearest is not None
    assert nearest.name == name
    assert nearest.distance_m < 1000
