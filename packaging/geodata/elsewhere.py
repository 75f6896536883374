"""The rest of the world, in areas that do not overlap.

OpenStreetMap draws a dependency inside its sovereign as well (Aruba in the Netherlands), and two claimants draw the
same land. The smaller area wins, which is what a person on the spot would say; the special territories that a contract
names come first of all: Northern Cyprus (a time zone of its own), the British bases, Kosovo, Western Sahara.

Countries of the contract keep the 10 m of their source, others are simplified: whether a car is in Kenya or in Tanzania
changes no clause.
"""

from pathlib import Path

import shapely
import sources
from pieces import polygons

FROM_COUNTRY_CODER = {"CY-SBA": ("Q9143535", "Q9206745"), "PS": ("Q36678", "Q39760")}
"""Akrotiri and Dhekelia, the West Bank and Gaza by their Wikidata numbers: OpenStreetMap's package has none of them."""

LEFT_OUT = ("BE", "AX")
"""Belgium has a source of its own; Aland is Finland in the contracts, which name "FIN" and take nothing out of it."""

_CLOSE = (
    "AL AD AT AX BA BG CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MA MC ME MK MT NL NO"
    " PL PT RO RS SE SI SK SM TN TR VA XK CY-N CY-SBA"
)
CLOSE = frozenset(_CLOSE.split())
"""Countries of the vehicle contract and those that touch them in Europe: kept as drawn."""

FAR_TOLERANCE_DEG = 0.002
"""About 200 m."""

SPECIAL = ("CY-SBA", "CY-N", "XK", "EH")

SMALLEST_DEG2 = 1e-9
"""Slivers of rounding, about 10 m2."""


def areas(packages: Path, countries: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Return every territory but Belgium by its alpha-2 code, overlapping as their sources draw them."""
    named = {code: area for code, area in countries.items() if code not in LEFT_OUT and not area.is_empty}
    named["CY-N"] = sources.time_zone_polygon("Asia/Famagusta")
    for code, places in FROM_COUNTRY_CODER.items():
        named[code] = shapely.union_all([sources.coder_polygon(packages, place) for place in places])
    return named


def disjoint(areas: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Take from each area what belongs to a special or smaller one."""
    ranked = sorted(
        areas, key=lambda code: (SPECIAL.index(code) if code in SPECIAL else len(SPECIAL), areas[code].area)
    )
    tree = shapely.STRtree([areas[code] for code in ranked])
    result = {}
    for rank, code in enumerate(ranked):
        above = [areas[ranked[other]] for other in sorted(tree.query(areas[code], "intersects")) if other < rank]
        left = areas[code].difference(shapely.union_all(above)) if above else areas[code]
        result[code] = shapely.MultiPolygon([part for part in polygons(left) if part.area > SMALLEST_DEG2])
    return {code: area for code, area in result.items() if not area.is_empty}


def thinned(areas: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Simplify the areas far away, together, so that neighbours keep their common border."""
    far = [code for code in sorted(areas) if code not in CLOSE]
    together = shapely.coverage_simplify([areas[code] for code in far], FAR_TOLERANCE_DEG)
    return {**areas, **dict(zip(far, together, strict=True))}
