"""Belgium as the National Geographic Institute draws it, its land border, and its part of the sea.

The border is what a position is held against, so it must not contain the coast: nobody on the beach of Ostend is
"nearly abroad". It is therefore every stretch of the outline that runs along a neighbour of OpenStreetMap's, plus the
two lines that part the coastal waters.
"""

from dataclasses import dataclass

import numpy as np
import shapely

NEIGHBOURS = ("FR", "NL", "DE", "LU")

OUTLINE_TOLERANCE_M = 0.25
CANTON_TOLERANCE_M = 15.0
ALONG_A_NEIGHBOUR_M = 150.0
CHUNK_POINTS = 16

_LATITUDE_DEG = 50.5
METRES = np.array([111_320 * np.cos(np.radians(_LATITUDE_DEG)), 111_320.0])
"""Degrees to metres in Belgium, for tolerances: right to 2 %."""


@dataclass(frozen=True)
class Belgium:
    """Land as drawn, land simplified, coastal waters, and what has a neighbour on the other side."""

    land: shapely.Geometry
    outline: shapely.Geometry
    sea: shapely.Polygon
    border: list[shapely.LineString]


def build(arrondissements: dict[str, shapely.Geometry], countries: dict[str, shapely.Geometry]) -> Belgium:
    """Unite the arrondissements and find the border."""
    land = shapely.coverage_union_all(list(arrondissements.values()))
    outline = simplified(land, OUTLINE_TOLERANCE_M)
    sea = max(shapely.get_parts(countries["BE"].difference(land)), key=lambda part: part.area)
    neighbours = metric(shapely.union_all([_near_belgium(countries[code]) for code in NEIGHBOURS]))
    zone = neighbours.buffer(ALONG_A_NEIGHBOUR_M)
    shore = metric(land).buffer(ALONG_A_NEIGHBOUR_M)
    lines = [metric(outline).boundary.intersection(zone)]
    lines.append(metric(sea).boundary.intersection(zone).difference(shore))
    return Belgium(land, outline, sea, _chunks(degrees(shapely.union_all(lines))))


def simplified_cantons(cantons: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Simplify the cantons together, so that no gap opens between two."""
    together = shapely.coverage_simplify([metric(area) for area in cantons.values()], CANTON_TOLERANCE_M)
    return dict(zip(cantons, (degrees(area) for area in together), strict=True))


def simplified(area: shapely.Geometry, tolerance_m: float) -> shapely.Geometry:
    """Leave out points that move the outline by less than a tolerance."""
    return degrees(shapely.simplify(metric(area), tolerance_m, preserve_topology=True))


def _near_belgium(country: shapely.Geometry) -> shapely.Geometry:
    return shapely.clip_by_rect(country, 2.0, 49.0, 7.0, 52.0)


def _chunks(lines: shapely.Geometry) -> list[shapely.LineString]:
    merged = shapely.get_parts(shapely.line_merge(lines))
    chunks = []
    for line in merged:
        points = np.asarray(line.coords)
        starts = range(0, len(points) - 1, CHUNK_POINTS - 1)
        chunks += [shapely.LineString(points[start : start + CHUNK_POINTS]) for start in starts]
    return chunks


def metric(geometry: shapely.Geometry) -> shapely.Geometry:
    """Turn degrees into metres, right to 2 % in Belgium."""
    return shapely.transform(geometry, lambda points: points * METRES)


def degrees(geometry: shapely.Geometry) -> shapely.Geometry:
    """Turn the metres of ``metric`` back."""
    return shapely.transform(geometry, lambda points: points / METRES)
