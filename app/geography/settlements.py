"""Which Belgian municipality, postal code and province a position lies in, when that can be said.

Nobody hands out the outlines of municipalities in a form we may ship; the outlines of the judicial cantons are there,
and some 3,350 centres of villages whose municipality is certain. A canton of one municipality answers by itself. In the
others the municipality is that of the nearest centre, provided that the nearest centre of any other one is clearly
further away. Measured where two cantons meet (there the truth is known): of two municipalities the nearer centre is
the wrong one for 16 in 100 random points, and for 8 in 100 once the unclear quarter is left unsaid; as the cantons
settle about half of all such borders, some 4 in 100 remain. A wrong name sends a tow driver astray, no name does not:
the operator then reads the nearest place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.domain.case import Names
from app.geography.plane import Spot, belgian_metres
from app.geography.polygons import PolygonIndex
from resources import geodata

SURE: Final = 0.7
"""The nearest centre counts when it is not further than this share of the way to the nearest of another owner."""

WORST_ACCURACY_M: Final = 500.0
"""Villages lie a kilometre or two apart: from a fix worse than this nobody can name one."""

SIMPLIFIED_BY_M: Final = 50.0
"""How far inside the outline of Belgium a simplified canton may end."""

NO_POSTCODE: Final = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is known of a Belgian position; the attributes are those of ``PlaceFacts``."""

    municipality: Names | None = None
    postcode: str | None = None
    province: Names | None = None


NOT_KNOWN: Final = Settlement()


@dataclass(frozen=True, slots=True)
class _Centres:
    """The centres of the municipalities of one canton.

    Attributes:
        east_m: Of each centre, in the plane of Belgium.
        north_m: The same.
        municipalities: REFNIS number of each.
        postcodes: Of each; ``NO_POSTCODE`` where it is not known.
    """

    east_m: NDArray[np.float64]
    north_m: NDArray[np.float64]
    municipalities: NDArray[np.int64]
    postcodes: NDArray[np.int64]


class Settlements:
    """The municipalities of Belgium."""

    def __init__(self) -> None:
        table = geodata.read_table("settlements")
        provinces = {number: Names(*names) for number, names in table["provinces"].items()}
        municipalities = table["municipalities"].items()
        self._municipalities = {int(number): Names(*entry[:3]) for number, entry in municipalities}
        self._province_of = {int(number): provinces[entry[3]] for number, entry in municipalities}
        cantons = {canton: [int(number) for number in numbers] for canton, numbers in table["cantons"].items()}
        self._provinces = {canton: self._only_province(numbers) for canton, numbers in cantons.items()}
        self._centres = _centres_by_canton(table["centres"], cantons)
        self._outlines = PolygonIndex(geodata.read_shapes("cantons"))

    def at(self, spot: Spot, accuracy_m: float | None) -> Settlement:
        """Say what is known of a position in Belgium; at sea nothing is."""
        if accuracy_m is not None and accuracy_m > WORST_ACCURACY_M:
            return NOT_KNOWN
        canton = self._canton(spot)
        if canton is None:
            return NOT_KNOWN
        centres = self._centres[canton]
        distances = np.hypot(centres.east_m - spot.east_m, centres.north_m - spot.north_m)
        number = _nearest_owner(distances, centres.municipalities)
        if number is None:
            return Settlement(province=self._provinces[canton])
        mine = (centres.municipalities == number) & (centres.postcodes != NO_POSTCODE)
        postcode = _nearest_owner(distances[mine], centres.postcodes[mine])
        return Settlement(
            municipality=self._municipalities[number],
            postcode=None if postcode is None else str(postcode),
            province=self._province_of[number],
        )

    def _canton(self, spot: Spot) -> str | None:
        here = next(self._outlines.owners_at(spot), None)
        return here or next(iter(self._outlines.owners_within(spot, SIMPLIFIED_BY_M)), None)

    def _only_province(self, municipalities: Iterable[int]) -> Names | None:
        provinces = {self._province_of[number] for number in municipalities}
        return provinces.pop() if len(provinces) == 1 else None


def _nearest_owner(distances: NDArray[np.float64], owners: NDArray[np.int64]) -> int | None:
    if not len(distances):
        return None
    nearest = int(distances.argmin())
    others = distances[owners != owners[nearest]]
    if len(others) and distances[nearest] > SURE * others.min():
        return None
    return int(owners[nearest])


def _centres_by_canton(rows: Sequence[Sequence[Any]], cantons: Mapping[str, Sequence[int]]) -> dict[str, _Centres]:
    east_m, north_m = np.array([belgian_metres(row[0], row[1]) for row in rows]).T
    municipalities = np.array([int(row[2]) for row in rows])
    postcodes = np.array([int(row[3] or NO_POSTCODE) for row in rows])
    found = {}
    for canton, numbers in cantons.items():
        mine = np.isin(municipalities, numbers)
        found[canton] = _Centres(east_m[mine], north_m[mine], municipalities[mine], postcodes[mine])
    return found
