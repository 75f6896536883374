"""Which country a position lies in, and which others it may lie in.

Belgium is decided by the National Geographic Institute alone. The rest of the world is OpenStreetMap's; where the two
draw the common border a few metres apart, a gap belongs to the nearest neighbour, because Belgium is already ruled out.
"""

from dataclasses import dataclass
from typing import Final

from app.geography.border import Border
from app.geography.plane import Spot
from app.geography.polygons import PolygonIndex
from resources import geodata

BELGIUM: Final = "BE"

MARGIN_M: Final = 50.0
"""What is added to the accuracy of a fix before its side of a border is believed."""

GAP_M: Final = 500.0
"""How far two surveys of one border lie apart at most."""

WIDEST_M: Final = 20_000.0
"""From a fix worse than this no country is named near a border: it would have to be half of Europe."""


@dataclass(frozen=True, slots=True)
class Territory:
    """Where a position lies; the other attributes are those of ``PlaceFacts``.

    Attributes:
        is_belgian: Whether the coordinates themselves lie in Belgium, however exact they are.
    """

    is_belgian: bool
    in_belgium: bool | None
    country_codes: tuple[str, ...]
    distance_to_border_m: float | None


class Territories:
    """The countries of the world, Belgium to the metre."""

    def __init__(self) -> None:
        self._belgium = PolygonIndex(geodata.read_shapes("belgium"))
        self._border = Border(geodata.read_shapes("border"))
        self._elsewhere = PolygonIndex(geodata.read_shapes("countries"))

    def at(self, spot: Spot, accuracy_m: float | None) -> Territory:
        """Say where a position lies that is good to some metres."""
        radius_m = (accuracy_m or 0.0) + MARGIN_M
        inside = any(self._belgium.owners_at(spot))
        border_m = self._border.distance_m(spot)
        is_certain = border_m is None or border_m >= radius_m
        return Territory(
            is_belgian=inside,
            in_belgium=inside if is_certain else None,
            country_codes=self._codes(spot, radius_m, inside=inside, is_certain=is_certain),
            distance_to_border_m=border_m,
        )

    def _codes(self, spot: Spot, radius_m: float, *, inside: bool, is_certain: bool) -> tuple[str, ...]:
        if inside and is_certain:
            return (BELGIUM,)
        if radius_m > WIDEST_M:
            return ()
        if is_certain:
            return self._abroad(spot, radius_m)
        neighbours = self._neighbours(spot, radius_m)
        return (BELGIUM, *neighbours) if inside else (*neighbours, BELGIUM)

    def _abroad(self, spot: Spot, radius_m: float) -> tuple[str, ...]:
        here = next(self._elsewhere.owners_at(spot), None)
        if here is None:
            return tuple(self._elsewhere.owners_within(spot, GAP_M)[:1])
        return (here, *self._elsewhere.owners_within(spot, radius_m, besides=here))

    def _neighbours(self, spot: Spot, radius_m: float) -> tuple[str, ...]:
        return tuple(self._elsewhere.owners_within(spot, radius_m) or self._elsewhere.owners_within(spot, GAP_M)[:1])
