"""Look up a position: the one door to the geodata of the product.

One question at a time. Shapely lets go of the interpreter's lock while GEOS works, and with shapely 2.2 and GEOS 3.14
the questions of several threads corrupt memory: of runs of 20,000 questions by eight threads one in twelve ended in an
abort, half of them where prepared polygons were shared; with a lock none of twenty-two did. The lock is given from
outside, because nothing down here knows of threads.
"""

import math
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from app.geography import plane
from app.geography.named_places import NamedPlaces
from app.geography.place import PlaceFacts
from app.geography.plane import Spot
from app.geography.settlements import NOT_KNOWN, Settlements
from app.geography.territory import Territories
from resources import geodata

POLE_DEG: Final = 90.0
DATE_LINE_DEG: Final = 180.0


class Gazetteer:
    """Answers where a position is. Never changes once loaded."""

    def __init__(self, one_at_a_time: AbstractContextManager[object]) -> None:
        self._one_at_a_time = one_at_a_time
        self._territories = Territories()
        self._settlements = Settlements()
        self._belgian_places = NamedPlaces(geodata.read_places("places-belgian"))
        self._foreign_places = NamedPlaces(geodata.read_places("places-foreign"))

    @classmethod
    def load(cls, one_at_a_time: AbstractContextManager[object] | None = None) -> "Gazetteer":
        """Read the shipped data: a quarter of a second and 100 MB, once per process.

        Args:
            one_at_a_time: Held during each question; a lock where more than one thread may ask.
        """
        return cls(one_at_a_time or nullcontext())

    def place(self, latitude_deg: float, longitude_deg: float, accuracy_m: float | None = None) -> PlaceFacts:
        """Say what is known of a position.

        Args:
            latitude_deg: WGS 84.
            longitude_deg: WGS 84.
            accuracy_m: Radius the fix is good to; None = not said, and 50 m are then taken to be enough.

        Raises:
            ValueError: The coordinates are not numbers on the globe, or the accuracy is not a distance.
        """
        spot = _on_globe(latitude_deg, longitude_deg)
        with self._one_at_a_time:
            return self._facts(spot, _distance(accuracy_m))

    def _facts(self, spot: Spot, accuracy_m: float | None) -> PlaceFacts:
        territory = self._territories.at(spot, accuracy_m)
        settlement = self._settlements.at(spot, accuracy_m) if territory.is_belgian else NOT_KNOWN
        named_places = self._belgian_places if territory.is_belgian else self._foreign_places
        return PlaceFacts(
            in_belgium=territory.in_belgium,
            country_codes=territory.country_codes,
            municipality=settlement.municipality,
            postcode=settlement.postcode,
            province=settlement.province,
            nearest_place=named_places.nearest(spot),
            distance_to_border_m=territory.distance_to_border_m,
        )


def _on_globe(latitude_deg: float, longitude_deg: float) -> Spot:
    if not (abs(latitude_deg) <= POLE_DEG and abs(longitude_deg) <= DATE_LINE_DEG):  # not so for NaN either
        raise ValueError(f"{latitude_deg}, {longitude_deg} is no place on the globe: latitude to 90, longitude to 180")
    return plane.spot(float(longitude_deg), float(latitude_deg))


def _distance(accuracy_m: float | None) -> float | None:
    if accuracy_m is not None and not (math.isfinite(accuracy_m) and accuracy_m >= 0):
        raise ValueError(f"an accuracy of {accuracy_m} m: it is a distance, or None when the box does not say")
    return accuracy_m
