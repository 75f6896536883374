"""What the map is drawn on: land, countries, Belgium with its cantons, and the names of places.

One file serves both maps of the desk, so it is GeoJSON, packed: features with a ``kind``, and beside them ``places``,
because two thousand features of one point each would be mostly brackets. The coast is that of Natural Earth (to some
hundred metres); Belgium is drawn as the National Geographic Institute does and lies on top, so that on its border,
where a metre changes the contract, the map and ``app.geography`` say the same. Nothing here decides anything.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import belgium
import settlements
import shapely
import sources
from pieces import polygons
from shapely.geometry import mapping

EUROPE = (-12.0, 34.0, 32.0, 62.0)
"""West, south, east, north: where the contract's drivers are. Beyond it the map is empty, and coordinates stand."""

AROUND = (0.0, 48.0, 9.5, 54.0)
"""Belgium and what is near enough to be tow country: drawn finer."""

NEAR_TOLERANCE_DEG, FAR_TOLERANCE_DEG = 0.0008, 0.008
CANTON_TOLERANCE_M = 80.0
SMALLEST_ISLAND_DEG2 = 0.0005
DECIMALS, FAR_DECIMALS = 5, 3

INHABITANTS = (100_000, 30_000, 8_000, 0)
"""A place has the rank of the first of these it reaches; the map shows rank by rank as it is enlarged."""

NEAR_RANKS, FAR_INHABITANTS = 3, 200_000

Json = dict[str, Any]


def build(packages: Path, countries: dict[str, shapely.Geometry], cantons: dict[str, shapely.Geometry]) -> Json:
    """Return the file; ``cantons`` already simplified, ``countries`` with their coastal waters."""
    land = _land(packages)
    country = shapely.coverage_union_all(list(cantons.values()))
    around = shapely.box(*AROUND)
    overlapping = around.buffer(2 * FAR_TOLERANCE_DEG)  # no seam shows between the two
    near, far = (_borders(countries, land, tolerance) for tolerance in (NEAR_TOLERANCE_DEG, FAR_TOLERANCE_DEG))
    neighbours = shapely.difference(shapely.intersection(near, around), country.buffer(0.004))
    features = [
        _feature("land", shapely.simplify(shapely.difference(land, around), FAR_TOLERANCE_DEG), FAR_DECIMALS),
        _feature("land", shapely.simplify(shapely.intersection(land, overlapping), NEAR_TOLERANCE_DEG), DECIMALS - 1),
        _feature("border", shapely.line_merge(shapely.difference(far, around)), FAR_DECIMALS),
        _feature("border", shapely.line_merge(neighbours), DECIMALS - 1),
        _feature("belgium", country, DECIMALS),
        _feature("canton", _canton_lines(cantons, country), DECIMALS - 1),
    ]
    return {"type": "FeatureCollection", "features": features, "places": [*_places()]}


def _land(packages: Path) -> shapely.Geometry:
    """Return the land of Europe without its smallest islands."""
    topology = sources.land_topology(packages)
    parts = [
        part
        for area in _areas_of(topology)
        for part in polygons(shapely.make_valid(shapely.clip_by_rect(shapely.make_valid(area), *EUROPE)))
    ]
    return shapely.union_all([part for part in parts if part.area > SMALLEST_ISLAND_DEG2])


def _areas_of(topology: Json) -> Iterator[shapely.Polygon]:
    """Decode the polygons of a TopoJSON file: arcs of differences on a grid, shared by the rings."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x, y, points = 0, 0, []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        return [point for index in indices for point in (arcs[index] if index >= 0 else arcs[~index][::-1])]

    for geometry in topology["objects"]["land"]["geometries"]:
        for shell, *holes in geometry["arcs"]:
            yield shapely.Polygon(ring(shell), [ring(hole) for hole in holes])


def _borders(countries: dict[str, shapely.Geometry], land: shapely.Geometry, tolerance: float) -> shapely.Geometry:
    """Return the borders on land, but Belgium's, which has a source of its own."""
    inside = [shapely.clip_by_rect(area, *EUROPE) for code, area in sorted(countries.items()) if code != "BE"]
    together = shapely.coverage_simplify([area for area in inside if not area.is_empty], tolerance)
    on_land = shapely.union_all([shapely.intersection(area.boundary, land) for area in together])
    frame = shapely.box(*EUROPE).boundary.buffer(tolerance)
    return shapely.difference(on_land, frame)


def _canton_lines(cantons: dict[str, shapely.Geometry], country: shapely.Geometry) -> shapely.Geometry:
    metric = [belgium.metric(area) for area in cantons.values()]
    together = shapely.coverage_simplify(metric, CANTON_TOLERANCE_M)
    lines = shapely.union_all([area.boundary for area in together])
    inner = shapely.difference(lines, belgium.metric(country).boundary.buffer(CANTON_TOLERANCE_M * 2))
    return shapely.line_merge(belgium.degrees(inner))


def _places() -> Iterator[list[object]]:
    """Give [name, longitude, latitude, rank], the largest first, so that a drawer can let the first one win."""
    entries = sorted(
        sources.cities(settlements.EVERY_PLACE), key=lambda entry: (-entry["population"], int(entry["geonameid"]))
    )
    for entry in entries:
        rank = next(place for place, least in enumerate(INHABITANTS) if entry["population"] >= least)
        if _is_shown(entry, rank):
            name = settlements.LOCAL_NAMES.get(entry["name"], entry["name"])
            yield [name, round(entry["longitude"], 4), round(entry["latitude"], 4), rank]


def _is_shown(entry: sources.Json, rank: int) -> bool:
    if entry["countrycode"] == "BE":
        return True
    x, y = entry["longitude"], entry["latitude"]
    if _lies_in(x, y, AROUND):
        return rank < NEAR_RANKS
    return _lies_in(x, y, EUROPE) and bool(entry["population"] >= FAR_INHABITANTS)


def _lies_in(x: float, y: float, frame: tuple[float, float, float, float]) -> bool:
    west, south, east, north = frame
    return west <= x <= east and south <= y <= north


def _feature(kind: str, geometry: shapely.Geometry, decimals: int) -> Json:
    rounded = mapping(shapely.set_precision(geometry, 10.0**-decimals))
    return {"type": "Feature", "properties": {"kind": kind}, "geometry": _rounded(rounded, decimals)}


def _rounded(geometry: Json, decimals: int) -> Json:
    """Write the numbers as short as their grid allows."""

    def short(value: object) -> object:
        return round(value, decimals) if isinstance(value, float) else [short(one) for one in value]  # type: ignore[attr-defined]

    return {"type": geometry["type"], "coordinates": short(geometry["coordinates"])}
