"""The place of a case as somebody told it: coordinates that were read out, or the middle of a municipality.

It is a place to look at on a map and to tell a tow firm, and it is no fix: the first fix of a box takes its place, and
no two cars are near each other because two people named one village.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from app.domain.case import BELGIUM, CasePlace, Names
from app.domain.ecall import Position
from app.geography.place import PlaceFacts, case_place

MUNICIPALITY_M: Final = 3000.0
"""How far from its middle somebody in a municipality may be; half of them are smaller."""


def place_of_municipality(names: Names, postcode: str, middle: tuple[float, float], now: datetime) -> CasePlace:
    """Return the place of somebody who named a Belgian municipality; ``middle``: degrees."""
    return CasePlace(
        latitude_deg=middle[0],
        longitude_deg=middle[1],
        accuracy_m=MUNICIPALITY_M,
        heading_deg=None,
        fixed_at=now,
        is_last_known=False,
        in_belgium=True,
        country_codes=(BELGIUM,),
        municipality=names,
        postcode=postcode or None,
        nearest_place=None,
        distance_to_border_m=None,
        is_told=True,
    )


def place_of_coordinates(degrees: tuple[float, float], facts: PlaceFacts, now: datetime) -> CasePlace:
    """Return the place of somebody who told coordinates, with what the gazetteer says of them."""
    position = Position(degrees[0], degrees[1], None, None, None, now)
    return replace(case_place(position, facts, is_last_known=False), is_told=True)
