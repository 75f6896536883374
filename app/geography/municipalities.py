"""The municipalities of Belgium by name and postcode, with the villages in them: for who looks one up by its name.

The other way round, from a position to a municipality, is ``settlements``. Here nothing has an outline: a municipality
has a middle, which is where its villages are, and a village is in the municipality of the centre it stands on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from app.domain.case import Names
from resources import geodata

METRES_PER_DEGREE: Final = np.array([70_700.0, 111_200.0])
"""Of longitude and latitude in the middle of Belgium; near enough to tell two villages apart."""

SAME_PLACE_M: Final = 400.0
"""A village and a centre of the two lists that are so near are one."""


@dataclass(frozen=True, slots=True)
class Village:
    """A village that lost its town hall to a municipality; its name as it is spoken there."""

    name: str
    postcode: str
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality.

    Attributes:
        postcodes: In order; empty = not known.
        latitude_deg: Of its middle.
        longitude_deg: The same.
    """

    names: Names
    province: Names
    postcodes: tuple[str, ...]
    latitude_deg: float
    longitude_deg: float
    villages: tuple[Village, ...]


@cache
def belgian_municipalities() -> tuple[Municipality, ...]:
    """Return all of them, in the order of their Dutch names. The first call takes a tenth of a second."""
    table = geodata.read_table("settlements")
    provinces = {number: Names(*names) for number, names in table["provinces"].items()}
    centres_of: dict[str, list[Sequence[Any]]] = {}
    for centre in table["centres"]:
        centres_of.setdefault(centre[2], []).append(centre)
    villages_of = _villages(table["centres"])
    found = [
        _municipality(entry, provinces, centres_of[number], villages_of.get(number, ()))
        for number, entry in table["municipalities"].items()
        if number in centres_of
    ]
    return tuple(sorted(found, key=lambda one: one.names.nl))


def _municipality(
    entry: Sequence[str], provinces: Mapping[str, Names], centres: Sequence[Sequence[Any]], villages: Sequence[Village]
) -> Municipality:
    return Municipality(
        names=Names(*entry[:3]),
        province=provinces[entry[3]],
        postcodes=tuple(sorted({str(centre[3]) for centre in centres if centre[3]})),
        latitude_deg=float(np.mean([centre[1] for centre in centres])),
        longitude_deg=float(np.mean([centre[0] for centre in centres])),
        villages=tuple(villages),
    )


def _villages(centres: Sequence[Sequence[Any]]) -> dict[str, list[Village]]:
    """Return the named places that stand on a centre, by the number of its municipality."""
    packed = geodata.read_places("places-belgian")
    at_m = np.array([(centre[0], centre[1]) for centre in centres]) * METRES_PER_DEGREE
    found: dict[str, list[Village]] = {}
    for name, (longitude, latitude) in zip(packed.names, packed.points, strict=True):
        apart_m = np.hypot(*(at_m - METRES_PER_DEGREE * (longitude, latitude)).T)
        nearest = int(apart_m.argmin())
        if apart_m[nearest] <= SAME_PLACE_M:
            centre = centres[nearest]
            village = Village(name, str(centre[3] or ""), float(latitude), float(longitude))
            found.setdefault(centre[2], []).append(village)
    return found
