"""Names of places and countries in the language of the screen."""

from collections.abc import Callable, Mapping, Sequence

from app import i18n
from app.api.cases import PlaceInfo
from app.api.queue import NamesInfo
from app.i18n import _, language
from ui.words.times import number

_COUNTRIES: Mapping[str, Callable[[], str]] = {
    "BE": lambda: _("Belgium"),
    "FR": lambda: _("France"),
    "NL": lambda: _("Netherlands"),
    "DE": lambda: _("Germany"),
    "LU": lambda: _("Luxembourg"),
    "GB": lambda: _("United Kingdom"),
    "CH": lambda: _("Switzerland"),
    "AT": lambda: _("Austria"),
    "IT": lambda: _("Italy"),
    "ES": lambda: _("Spain"),
    "PT": lambda: _("Portugal"),
    "DK": lambda: _("Denmark"),
    "PL": lambda: _("Poland"),
    "CZ": lambda: _("Czechia"),
}

_KILOMETRE_M = 1000
_FAR_M = 10_000
"""From here on metres are false precision."""

_POINTS: tuple[Callable[[], str], ...] = (
    lambda: _("north"),
    lambda: _("north-east"),
    lambda: _("east"),
    lambda: _("south-east"),
    lambda: _("south"),
    lambda: _("south-west"),
    lambda: _("west"),
    lambda: _("north-west"),
)


def municipality_name(names: NamesInfo) -> str:
    """Return a municipality in the language of the screen; in English both names, because signs carry either."""
    by_language = {"nl": names.nl, "fr": names.fr, "de": names.de}
    if language() in by_language:
        return by_language[language()]
    return names.nl if names.nl == names.fr else f"{names.nl} / {names.fr}"


def country_name(code: str) -> str:
    """Return a country's name; one that is not in the table has the name that Babel knows, or its code."""
    name = _COUNTRIES.get(code)
    return name() if name is not None else i18n.country_name(code)


def countries_text(codes: Sequence[str]) -> str:
    """Return the country, or both when in doubt: "Belgium or France"."""
    return _(" or ").join(country_name(code) for code in codes)


def distant_name(name: str, distance_m: float | None) -> str:
    """Return a place with how far it is: "Bertem (600 m)", "Eben-Emael (1.8 km)"; its name where that is not known."""
    if distance_m is None:
        return name
    hundreds_m = round(distance_m / 100) * 100
    distance = f"{hundreds_m} m" if hundreds_m < _KILOMETRE_M else f"{number(distance_m / _KILOMETRE_M, 1)} km"
    return f"{name} ({distance})"


def place_name(place: PlaceInfo) -> str:
    """Return a place with its country: "Bertem (3060), Belgium"; what is not known is said to be not known."""
    if place.municipality is not None:
        name = municipality_name(place.municipality)
        name = f"{name} ({place.postcode})" if place.postcode else name
    else:
        name = _("municipality not known")
        if place.nearest_place:
            name = _("near {place}").format(place=distant_name(place.nearest_place, place.nearest_place_m))
    country = countries_text(place.country_codes) or _("country not known")
    return f"{name}, {country}"


def border_doubt(place: PlaceInfo) -> str:
    """Return what must be known before somebody relies on the country; empty = Belgium, and certain."""
    if place.in_belgium is False:
        return _("outside Belgium")
    if place.in_belgium and len(place.country_codes) <= 1:
        return ""
    metres = place.distance_to_border_m
    if metres is None:
        return _("the country is not certain")
    if metres > _FAR_M:
        words = _("{kilometres} km from the border: the country is not certain")
        return words.format(kilometres=number(metres / _KILOMETRE_M))
    return _("{metres} m from the border: the country is not certain").format(metres=f"{metres:.0f}")


def coordinates_text(place: PlaceInfo) -> str:
    """Return latitude and longitude in degrees as other programs take them: "50.86374 4.62936"."""
    return f"{place.latitude_deg:.5f} {place.longitude_deg:.5f}"


def compass_text(heading_deg: int) -> str:
    """Return the point of the compass a heading is nearest to."""
    return _POINTS[round(heading_deg / 45) % 8]()
