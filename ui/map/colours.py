"""The colours of the map. Quiet: land and names are grey, and only what belongs to a case has a colour."""

from dataclasses import dataclass

from ui.theme.tokens import Tokens


@dataclass(frozen=True, slots=True)
class MapColours:
    """What the ground of the map is painted with."""

    sea: str
    land: str
    belgium: str
    belgian_border: str
    border: str
    canton: str
    name: str
    halo: str


_LIGHT = MapColours(
    sea="#CBD5DE",
    land="#E2E2DF",
    belgium="#F6F5F2",
    belgian_border="#4F5863",
    border="#8D959D",
    canton="#DAD9D4",
    name="#4F5863",
    halo="#FFFFFF",
)
_DARK = MapColours(
    sea="#12171C",
    land="#20262C",
    belgium="#2B3239",
    belgian_border="#A3ADB8",
    border="#5D6771",
    canton="#363E46",
    name="#B3BCC6",
    halo="#14181D",
)


def map_colours(tokens: Tokens) -> MapColours:
    """Return the colours of a theme."""
    return _DARK if tokens.is_dark else _LIGHT
