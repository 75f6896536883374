"""Partners who can be sent to somebody: who they are, what they can do, where, when, and for how much.

What is not known of a partner stays unknown and speaks neither for nor against it: a firm without hours on record may
be open. Only what is on record and against it (stopped, closed now, another province) keeps it out of the first place,
and never out of the list: who is ordered is the operator's choice.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from app.domain.holidays import is_holiday
from app.domain.ids import ProviderId
from app.domain.service_order import ServiceKind
from app.domain.subscription import Language

MINUTES_A_DAY: Final = 24 * 60


class Skill(StrEnum):
    """What not every partner of a kind can do."""

    ELECTRIC = "electric"
    HEAVY = "heavy"
    TRAILER = "trailer"
    MOTORCYCLE = "motorcycle"
    WHEELCHAIR = "wheelchair"


class WhyNot(StrEnum):
    """What speaks against a partner; the gravest first."""

    STOPPED = "stopped"
    TRIED = "tried"
    LACKS_SKILL = "lacks_skill"
    OUT_OF_AREA = "out_of_area"
    CLOSED = "closed"
    FULL = "full"
    PLACE_UNKNOWN = "place_unknown"


class OpenOn(StrEnum):
    """Days on which an interval holds; a holiday has hours of its own, or none."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"
    HOLIDAY = "hol"


_WEEK: Final = tuple(OpenOn)[:7]


class Province(StrEnum):
    """The provinces and Brussels, as ISO 3166-2 names them."""

    ANTWERP = "VAN"
    EAST_FLANDERS = "VOV"
    FLEMISH_BRABANT = "VBR"
    LIMBURG = "VLI"
    WEST_FLANDERS = "VWV"
    BRUSSELS = "BRU"
    HAINAUT = "WHT"
    LIEGE = "WLG"
    LUXEMBOURG = "WLX"
    NAMUR = "WNA"
    WALLOON_BRABANT = "WBR"


_PROVINCES: Final = (
    (range(1000, 1300), Province.BRUSSELS),
    (range(1300, 1500), Province.WALLOON_BRABANT),
    (range(1500, 2000), Province.FLEMISH_BRABANT),
    (range(2000, 3000), Province.ANTWERP),
    (range(3000, 3500), Province.FLEMISH_BRABANT),
    (range(3500, 4000), Province.LIMBURG),
    (range(4000, 5000), Province.LIEGE),
    (range(5000, 6000), Province.NAMUR),
    (range(6000, 6600), Province.HAINAUT),
    (range(6600, 7000), Province.LUXEMBOURG),
    (range(7000, 8000), Province.HAINAUT),
    (range(8000, 9000), Province.WEST_FLANDERS),
    (range(9000, 10_000), Province.EAST_FLANDERS),
)


def province_of(postcode: str) -> Province | None:
    """Return the province of a Belgian postcode; None when it is none."""
    number = int(postcode) if len(postcode) == 4 and postcode.isdecimal() else 0  # noqa: PLR2004 - length of a postcode
    return next((province for codes, province in _PROVINCES if number in codes), None)


@dataclass(frozen=True, slots=True)
class Opening:
    """One interval of a week, in minutes since midnight, Belgian time; an end before its start is the next day's."""

    on: OpenOn
    from_min: int
    to_min: int

    @property
    def passes_midnight(self) -> bool:
        """Whether it ends on the day after."""
        return self.to_min <= self.from_min


@dataclass(frozen=True, slots=True)
class Base:
    """Where a partner drives off; degrees WGS 84."""

    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True, slots=True)
class Area:
    """Where a partner comes; nothing in it = not known. One of the names must hold the place, and the radius too.

    Attributes:
        postcodes: Single ones.
        radius_km: Round the base, in a straight line; None = no such limit is agreed.
    """

    postcodes: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()
    provinces: frozenset[Province] = frozenset()
    radius_km: float | None = None

    @property
    def has_names(self) -> bool:
        """Whether places were named."""
        return bool(self.postcodes or self.municipalities or self.provinces)


@dataclass(frozen=True, slots=True)
class Provider:
    """One partner.

    Attributes:
        phones: E.164, the first to try first.
        email: Where orders go by mail; empty = not by mail.
        rest_url: Base of its order interface; empty = it has none.
        hours: Empty = not known.
        skills: What it can do beyond the usual; what is not in here it cannot.
        capacity: How many of our orders it takes at once; None = not agreed.
        price_eur: The contract's price of one service; None = not agreed.
        since: First day of the contract; None = not known.
        stopped_on: First day on which nothing is ordered any more; None = it goes on.
    """

    provider_id: ProviderId
    name: str
    kinds: frozenset[ServiceKind]
    phones: tuple[str, ...] = ()
    email: str = ""
    rest_url: str = ""
    languages: tuple[Language, ...] = ()
    hours: tuple[Opening, ...] = ()
    base: Base | None = None
    area: Area = Area()
    skills: frozenset[Skill] = frozenset()
    capacity: int | None = None
    price_eur: Decimal | None = None
    since: date | None = None
    stopped_on: date | None = None

    def works_on(self, day: date) -> bool:
        """Whether the contract runs on that day; an unknown start is no obstacle."""
        has_begun = self.since is None or self.since <= day
        return has_begun and (self.stopped_on is None or day < self.stopped_on)

    def is_open(self, local: datetime) -> bool | None:
        """Whether it is open at that Belgian time; None = its hours are not known."""
        if not self.hours:
            return None
        minute, today = local.hour * 60 + local.minute, local.date()
        now, before = open_on(today), open_on(today - timedelta(days=1))
        return any(
            (one.on is now and one.from_min <= minute and (one.passes_midnight or minute < one.to_min))
            or (one.on is before and one.passes_midnight and minute < one.to_min)
            for one in self.hours
        )


def open_on(day: date) -> OpenOn:
    """Return whose hours hold on that day."""
    return OpenOn.HOLIDAY if is_holiday(day) else _WEEK[day.weekday()]
