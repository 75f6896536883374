"""Municipalities of Belgium by what somebody typed: a name in any of the three languages, a village, a postcode."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.geography.municipalities import Municipality, Village, belgian_municipalities
from app.usecases.search_text import SHORTEST_SLIP, Likeness, bare, slipped

_POSTCODE_DIGITS: Final = 4
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class FoundMunicipality:
    """A municipality, or a village in one.

    Attributes:
        village: None = the municipality itself.
        postcode: The one that was typed, or of the village; "" = whichever of it.
    """

    municipality: Municipality
    village: Village | None
    postcode: str
    likeness: Likeness


def find_municipalities(typed: str, limit: int) -> tuple[FoundMunicipality, ...]:
    """Return those that are meant, best first; nearly so only when none is as it was typed."""
    key = bare(typed)
    if key.isdigit() and len(key) == _POSTCODE_DIGITS:
        return tuple(_of_postcode(key))[:limit]
    if len(key) < _SHORTEST or key.isdigit():
        return ()
    found = list(_named(key)) or (list(_nearly_named(key)) if len(key) >= SHORTEST_SLIP else [])
    best = sorted(found, key=lambda one: (one.likeness, one.village is not None))
    return tuple({(one.municipality.names, one.village): one for one in reversed(best)}.values())[::-1][:limit]


def _of_postcode(key: str) -> Iterator[FoundMunicipality]:
    for one in belgian_municipalities():
        if key in one.postcodes:
            yield FoundMunicipality(one, None, key, Likeness.SAME)


def _named(key: str) -> Iterator[FoundMunicipality]:
    for name, one, village in _names():
        if name.startswith(key):
            likeness = Likeness.SAME if name == key else Likeness.BEGINS
            yield FoundMunicipality(one, village, "" if village is None else village.postcode, likeness)


def _nearly_named(key: str) -> Iterator[FoundMunicipality]:
    for name, one, village in _names():
        if slipped(key, name):
            yield FoundMunicipality(one, village, "" if village is None else village.postcode, Likeness.NEARLY)


@cache
def _names() -> tuple[tuple[str, Municipality, Village | None], ...]:
    """Return every name to look at, each once a municipality; a village of the same name is the municipality."""
    found: list[tuple[str, Municipality, Village | None]] = []
    for one in belgian_municipalities():
        own = dict.fromkeys(bare(name) for name in (one.names.nl, one.names.fr, one.names.de))
        found += [(name, one, None) for name in own]
        found += [
            (key, one, village)
            for village in one.villages
            for key in dict.fromkeys(bare(part) for part in village.name.split(" / "))
            if key not in own
        ]
    return tuple(found)
