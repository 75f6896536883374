"""What the gazetteer says of a position, and the place of a case made of it.

Everything here may be unknown and then stays None: a wrong country changes the tow threshold, the garage, the days of
the hire car and every cap, and a wrong municipality sends a tow driver astray.
"""

from dataclasses import dataclass

from app.domain.case import CasePlace, Names
from app.domain.ecall import Position


@dataclass(frozen=True, slots=True)
class NearestPlace:
    """The nearest named place, down to hamlets in Belgium and in the strip around it.

    Attributes:
        name: As it is written there ("Bertem").
        distance_m: From the position to the middle of the place.
        bearing_deg: In which direction the position lies, seen from the place; None = not known.
    """

    name: str
    distance_m: float
    bearing_deg: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What is known of a position.

    Attributes:
        in_belgium: None = nearer to the border than the position is exact.
        country_codes: ISO 3166-1 alpha-2, XK for Kosovo, CY-N for the north of Cyprus, CY-SBA for the British bases
            there; two or more when in doubt, the one the coordinates lie in first; empty = high seas, or not known.
        municipality: Belgian municipality in nl, fr, de; None = abroad, or the data cannot tell.
        postcode: Belgian; None = abroad, or the municipality there has several and the data cannot tell which.
        province: Belgian province in nl, fr, de; the Region for Brussels; None = abroad, or not known.
        nearest_place: None = nothing named within 50 km.
        distance_to_border_m: To the nearest land border of Belgium, from either side; None = more than 200 km.
    """

    in_belgium: bool | None
    country_codes: tuple[str, ...]
    municipality: Names | None
    postcode: str | None
    province: Names | None
    nearest_place: NearestPlace | None
    distance_to_border_m: float | None


def case_place(position: Position, facts: PlaceFacts, *, is_last_known: bool) -> CasePlace:
    """Return the place of a case: the fix as the box sent it, and what the gazetteer says of it."""
    nearest = facts.nearest_place
    return CasePlace(
        latitude_deg=position.latitude_deg,
        longitude_deg=position.longitude_deg,
        accuracy_m=position.accuracy_m,
        heading_deg=position.heading_deg,
        fixed_at=position.fixed_at,
        is_last_known=is_last_known,
        in_belgium=facts.in_belgium,
        country_codes=facts.country_codes,
        municipality=facts.municipality,
        postcode=facts.postcode,
        nearest_place=None if nearest is None else nearest.name,
        distance_to_border_m=facts.distance_to_border_m,
        nearest_place_m=None if nearest is None else nearest.distance_m,
        nearest_place_bearing_deg=None if nearest is None else nearest.bearing_deg,
    )
