"""Lay the points that the tests of ``app.geography`` hold the shipped data against.

They come from the outline as the National Geographic Institute draws it, before anything is simplified or packed: 60 m
and 300 m to both sides of the border at named places, along its normal, and the innermost point of every exclave and
counter-enclave. Which side is Belgium is read from that outline too; which neighbour lies opposite stands in the table
here.

    python packaging/geodata/control_points.py
"""

import csv
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import belgium
import numpy as np
import shapely
import sources

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT))
from app.geography.plane import metres_per_degree  # noqa: E402 - itself held against published lengths

TARGET = ROOT / "tests" / "app" / "geography" / "border_points.csv"
STEPS_M = (60, 300)
REACH_M = 3000

PLACES = {
    "De Panne / Bray-Dunes": (51.0806, 2.5564, "FR"),
    "Menen / Halluin": (50.7925, 3.1187, "FR"),
    "Komen / Comines": (50.7690, 3.0010, "FR"),
    "Quievrain / Blanc-Misseron": (50.4040, 3.6795, "FR"),
    "Heer-Agimont / Givet": (50.1650, 4.8160, "FR"),
    "Lanaken / Maastricht (Smeermaas)": (50.8795, 5.6770, "NL"),
    "Vroenhoven / Maastricht": (50.8335, 5.6480, "NL"),
    "Essen / Roosendaal (Nispen)": (51.4760, 4.4690, "NL"),
    "Gemmenich / Vaals (three countries)": (50.7546, 6.0195, "NL DE"),
    "Kelmis / Aachen (Bildchen)": (50.7335, 6.0290, "DE"),
    "Losheimergraben": (50.3790, 6.3530, "DE"),
    "Martelange / Rombach": (49.8320, 5.7410, "LU"),
    "Athus / Rodange": (49.5560, 5.8420, "LU"),
}
"""Near which point of the border, and what lies opposite."""

FIRST_GERMAN_LONGITUDE_DEG = 5.9
"""Every enclave to the east of this belongs to the Vennbahn, every one to the west to Baarle."""


def main() -> None:
    """Write the table."""
    land = shapely.coverage_union_all(list(sources.belgian_arrondissements().values()))
    rows = [*_along_the_border(land), *_enclaves(land)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("place", "latitude_deg", "longitude_deg", "to_border_m", "countries"))
        table.writerows(rows)


def _along_the_border(land: shapely.Geometry) -> Iterator[tuple[object, ...]]:
    outline = belgium.metric(land).boundary
    for name, (latitude, longitude, neighbour) in PLACES.items():
        near = shapely.Point((longitude, latitude) * belgium.METRES)
        line = _nearest_part(outline, near)
        along = shapely.line_locate_point(line, near)
        at, ahead = (np.array(line.interpolate(along + step).coords[0]) for step in (-10, 10))
        normal = np.array(((ahead - at)[1], -(ahead - at)[0])) / np.hypot(*(ahead - at))
        outwards = -normal if _is_inside(land, (at + ahead) / 2 + normal * STEPS_M[0]) else normal
        for step, inside in product(STEPS_M, (True, False)):
            point = (at + ahead) / 2 + outwards * (-step if inside else step)
            if _is_inside(land, point) != inside:
                raise ValueError(f"{name}: the border turns back within {step} m; choose another point of it")
            country = "BE" if inside else neighbour
            yield f"{name}, {step} m in {country}", *_degrees(point), _to_border_m(outline, point), country


def _enclaves(land: shapely.Geometry) -> Iterator[tuple[object, ...]]:
    parts = sorted(shapely.get_parts(belgium.metric(land)), key=lambda part: -part.area)
    for number, part in enumerate(parts[1:], start=1):
        yield _innermost(f"exclave {number} of Baarle", part, "BE")
    holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    for number, hole in enumerate(sorted(holes, key=lambda hole: -hole.area), start=1):
        is_german = hole.centroid.x / belgium.METRES[0] > FIRST_GERMAN_LONGITUDE_DEG
        name = "exclave of the Vennbahn" if is_german else "counter-enclave of Baarle"
        yield _innermost(f"hole {number}, {name}", hole, "DE" if is_german else "NL")


def _innermost(name: str, area: shapely.Polygon, country: str) -> tuple[object, ...]:
    radius = shapely.maximum_inscribed_circle(area, tolerance=0.5)
    centre = np.array(radius.coords[0])
    return name, *_degrees(centre), _to_border_m(area.boundary, centre), country


def _is_inside(land: shapely.Geometry, point: np.ndarray) -> bool:
    return bool(shapely.intersects_xy(land, *(point / belgium.METRES)))


def _degrees(point: np.ndarray) -> tuple[float, float]:
    x, y = point / belgium.METRES
    return round(float(y), 7), round(float(x), 7)


def _to_border_m(outline: shapely.Geometry, point: np.ndarray) -> float:
    """Return the distance as WGS 84 has it: the plane of ``belgium`` is right to 2 % only."""
    _x, latitude = point / belgium.METRES
    scale = np.array(metres_per_degree(latitude)) / belgium.METRES
    around = shapely.transform(
        shapely.clip_by_rect(outline, *(point - REACH_M), *(point + REACH_M)), lambda points: points * scale
    )
    return round(around.distance(shapely.Point(point * scale)), 1)


def _nearest_part(outline: shapely.Geometry, near: shapely.Point) -> shapely.LineString:
    return min(shapely.get_parts(outline), key=near.distance)


if __name__ == "__main__":
    main()
