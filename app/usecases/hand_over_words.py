"""Provinces, nearest places and directions in the words and the language of whoever is told."""

from collections.abc import Callable, Mapping
from typing import Final

from app.domain.case import CasePlace
from app.domain.provider import Province

Say = Callable[[str], str]

_POINTS: Final = 8


def province_text(province: Province, _: Say) -> str:
    """Return the name of a province; each has one centre of 112."""
    words: Mapping[Province, str] = {
        Province.ANTWERP: _("the province of Antwerp"),
        Province.EAST_FLANDERS: _("East Flanders"),
        Province.FLEMISH_BRABANT: _("Flemish Brabant"),
        Province.LIMBURG: _("Limburg"),
        Province.WEST_FLANDERS: _("West Flanders"),
        Province.BRUSSELS: _("Brussels"),
        Province.HAINAUT: _("Hainaut"),
        Province.LIEGE: _("the province of Liège"),
        Province.LUXEMBOURG: _("the province of Luxembourg"),
        Province.NAMUR: _("the province of Namur"),
        Province.WALLOON_BRABANT: _("Walloon Brabant"),
    }
    return words[province]


def near_text(place: CasePlace, _: Say) -> str:
    """Return the nearest named place, how far the car is from it and which way; empty = none is known.

    Without "near" and the direction, whoever hears a name and a distance looks in the place itself.
    """
    name, distance_m, bearing_deg = place.nearest_place, place.nearest_place_m, place.nearest_place_bearing_deg
    if not name:
        return ""
    if distance_m is None:
        return _("near {place}").format(place=name)
    if bearing_deg is None:
        return _("near {place}").format(place=f"{name} ({distance_m:.0f} m)")
    words = _("near {place} ({metres} m from there, to the {direction})")
    return words.format(place=name, metres=f"{distance_m:.0f}", direction=compass_text(bearing_deg, _))


def compass_text(heading_deg: int, _: Say) -> str:
    """Return a heading as the nearest of eight directions: it decides the carriageway."""
    words = (
        _("north"),
        _("north-east"),
        _("east"),
        _("south-east"),
        _("south"),
        _("south-west"),
        _("west"),
        _("north-west"),
    )
    return words[round(heading_deg / (360 / _POINTS)) % _POINTS]
