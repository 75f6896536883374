"""Distances, held against lengths that are published."""

import math

import pytest

from app.geography.plane import belgian_metres, metres_per_degree, spot


@pytest.mark.parametrize(
    ("latitude_deg", "east_m", "north_m"),
    [(0, 111_320, 110_574), (45, 78_847, 111_132), (60, 55_800, 111_412), (90, 0, 111_694)],
)
def test_the_length_of_a_degree(latitude_deg: float, east_m: float, north_m: float) -> None:
    """Lengths of WGS 84 as tables print them; at the pole a sliver is kept, so that nothing is divided by zero."""
    east, north = metres_per_degree(latitude_deg)

    assert east == pytest.approx(east_m, abs=112)
    assert north == pytest.approx(north_m, abs=1)


def test_the_false_origin_of_lambert_2008() -> None:
    east, north = belgian_metres(4 + 21 / 60 + 33.177 / 3600, 50 + 47 / 60 + 52.134 / 3600)

    assert (east, north) == pytest.approx((649_328.0, 665_262.0), abs=0.001)


@pytest.mark.parametrize(("latitude_deg", "longitude_deg"), [(51.05, 2.6), (51.45, 4.9), (50.4, 6.3), (49.55, 5.8)])
def test_the_plane_measures_as_the_globe_does(latitude_deg: float, longitude_deg: float) -> None:
    here = spot(longitude_deg, latitude_deg)
    east, north = belgian_metres(longitude_deg + 0.001, latitude_deg + 0.001)

    on_the_plane = math.hypot(east - here.east_m, north - here.north_m)
    assert on_the_plane == pytest.approx(math.hypot(here.degree_east_m, here.degree_north_m) / 1000, rel=0.001)
