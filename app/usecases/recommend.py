"""Who should be asked first, with the reasons; and for everybody else why not.

A pure function of the directory and of what is known of the need. It never runs ahead of the facts: while nobody knows
where to go, nobody is recommended, and what is not known of a partner (its hours, its area) is said instead of guessed.
Distance is a straight line between the place and the partner's base, and is called so. The list is an advice: the
operator may choose anybody in it, whatever stands against them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Final

from app.domain.box import Car
from app.domain.case import Case, CasePlace
from app.domain.ids import ProviderId
from app.domain.provider import Area, Provider, Skill, WhyNot, province_of
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.geography.municipalities import belgian_municipalities
from app.usecases.holds import BELGIAN_TIME

_EARTH_KM: Final = 6371.0
_SAID_NO: Final = frozenset({OrderState.REFUSED, OrderState.UNSUCCESSFUL, OrderState.CANCELLED})
_NEEDS_LOADING: Final = frozenset({"electric", "hybrid", "hydrogen"})
"""What is loaded, never towed on its wheels: high voltage."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is needed, as far as it is known.

    Attributes:
        place: Where they have to come; None = not known. A last known place is none.
        at: When; an instant.
        skills: What they must be able to do.
        tried: Partners that refused this case or did not answer.
    """

    kind: ServiceKind
    place: CasePlace | None
    at: datetime
    skills: frozenset[Skill] = frozenset()
    tried: frozenset[ProviderId] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One partner, and how it fits.

    Attributes:
        distance_km: Straight line from its base; None = one of the two places is not known.
        is_open: At the time of need; None = its hours are not known.
        in_area: None = no area was agreed, or the place is not known.
        free: How many orders more it takes; None = no number was agreed.
        missing: Skills it lacks.
        why_not: Empty = nothing speaks against it.
    """

    provider: Provider
    distance_km: float | None
    is_open: bool | None
    in_area: bool | None
    free: int | None
    missing: frozenset[Skill]
    why_not: tuple[WhyNot, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Everybody of the kind, the best first.

    Attributes:
        ranked: Against whom nothing speaks.
        others: The rest, each with why not.
    """

    ranked: tuple[Candidate, ...]
    others: tuple[Candidate, ...]

    @property
    def first(self) -> Candidate | None:
        """Whom to ask; None = nobody can be recommended."""
        return self.ranked[0] if self.ranked else None


def recommend(need: Need, providers: Iterable[Provider], running: Mapping[ProviderId, int]) -> Recommendation:
    """Return everybody who does this kind of service, in the order in which to ask them.

    ``running``: how many of our orders run at each partner now.
    """
    of_kind = (one for one in providers if need.kind in one.kinds)
    found = [_candidate(one, need, running.get(one.provider_id, 0)) for one in of_kind]
    good = sorted((one for one in found if not one.why_not), key=_rank)
    rest = sorted(
        (one for one in found if one.why_not), key=lambda one: (list(WhyNot).index(one.why_not[0]), _rank(one))
    )
    return Recommendation(tuple(good), tuple(rest))


def need_of(kind: ServiceKind, case: Case, car: Car | None, orders: Iterable[ServiceOrder], now: datetime) -> Need:
    """Return what a case needs, as far as it is known; ``orders``: its own."""
    over = (one for one in orders if one.kind is kind and one.state in _SAID_NO)
    tried = frozenset(one.provider_id for one in over if one.provider_id is not None)
    return Need(kind, case.place, now, skills_for(kind, car), tried)


def skills_for(kind: ServiceKind, car: Car | None) -> frozenset[Skill]:
    """Return what the car on record asks of a tower; what is not on record asks nothing."""
    if kind is not ServiceKind.TOW or car is None:
        return frozenset()
    return frozenset({Skill.ELECTRIC}) if car.propulsion in _NEEDS_LOADING else frozenset()


def known_place(place: CasePlace | None) -> CasePlace | None:
    """Return the place if somebody can be sent there: not one from before. Abroad, the areas and bases decide."""
    return None if place is None or place.is_last_known else place


def _candidate(provider: Provider, need: Need, running: int) -> Candidate:
    place = known_place(need.place)
    distance_km = None if place is None else _distance_km(provider, place)
    local = need.at.astimezone(BELGIAN_TIME)
    candidate = Candidate(
        provider=provider,
        distance_km=distance_km,
        is_open=provider.is_open(local),
        in_area=None if place is None else _in_area(provider, place, distance_km),
        free=None if provider.capacity is None else max(0, provider.capacity - running),
        missing=need.skills - provider.skills,
    )
    return replace(candidate, why_not=tuple(_against(candidate, need, place, local)))


def _against(one: Candidate, need: Need, place: CasePlace | None, local: datetime) -> Collection[WhyNot]:
    facts = {
        WhyNot.STOPPED: not one.provider.works_on(local.date()),
        WhyNot.TRIED: one.provider.provider_id in need.tried,
        WhyNot.LACKS_SKILL: bool(one.missing),
        WhyNot.OUT_OF_AREA: one.in_area is False,
        WhyNot.CLOSED: one.is_open is False,
        WhyNot.FULL: one.free == 0,
        WhyNot.PLACE_UNKNOWN: place is None,
    }
    return [why for why, holds in facts.items() if holds]


def _rank(one: Candidate) -> tuple[bool, bool, float, Decimal, str, str]:
    """Known to come there and to be open goes first, then the nearest, then the cheapest."""
    price = one.provider.price_eur
    return (
        one.in_area is not True,
        one.is_open is not True,
        float("inf") if one.distance_km is None else one.distance_km,
        Decimal("Infinity") if price is None else price,
        one.provider.name.casefold(),
        one.provider.provider_id,
    )


def _in_area(provider: Provider, place: CasePlace, distance_km: float | None) -> bool | None:
    """Whether the place is one of those that were named, and within the radius; None where that cannot be said.

    A firm that names provinces and a distance means both: one of the names is enough, and the radius is a limit of its
    own.
    """
    area = provider.area
    is_near = None if area.radius_km is None or distance_km is None else distance_km <= area.radius_km
    agreed = ((area.has_names, _is_named(area, place)), (area.radius_km is not None, is_near))
    said = [holds for is_agreed, holds in agreed if is_agreed]
    if not said or False in said:
        return False if said else None
    return None if None in said else True


def _is_named(area: Area, place: CasePlace) -> bool | None:
    """Whether a postcode, municipality or province of the area holds the place; None where that cannot be said."""
    names = () if place.municipality is None else (place.municipality.nl, place.municipality.fr, place.municipality.de)
    agreed = {one.casefold() for one in area.municipalities}
    is_belgian = place.in_belgium is not False
    codes = _postcodes(place) if is_belgian else frozenset()
    provinces = {province for code in codes if (province := province_of(code)) is not None}
    said = [
        False if area.postcodes and place.postcode and not is_belgian else _holds(area.postcodes, codes),
        None if not agreed else _known(names, any(name.casefold() in agreed for name in names)),
        _holds(area.provinces, provinces),
    ]
    known = [one for one in said if one is not None]
    if any(known):
        return True
    parts = sum((bool(area.postcodes), bool(agreed), bool(area.provinces)))
    return False if len(known) == parts else None


def _postcodes(place: CasePlace) -> frozenset[str]:
    """Return the postcode, or else all of the municipality: somebody on the phone named no more than that."""
    if place.postcode:
        return frozenset({place.postcode})
    name = None if place.municipality is None else place.municipality.nl
    return frozenset(code for one in belgian_municipalities() if one.names.nl == name for code in one.postcodes)


def _holds(agreed: Collection[str], possible: Collection[str]) -> bool | None:
    """Whether what was agreed holds the place, of which one of these is so; None where that cannot be said."""
    held = {one in agreed for one in possible}
    return held.pop() if agreed and len(held) == 1 else None


def _known(what: object, holds: bool) -> bool | None:  # noqa: FBT001 - the answer, where there is one
    return holds if what else None


def _distance_km(provider: Provider, place: CasePlace) -> float | None:
    base = provider.base
    if base is None:
        return None
    here, there = radians(base.latitude_deg), radians(place.latitude_deg)
    east = radians(place.longitude_deg - base.longitude_deg)
    chord = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))
