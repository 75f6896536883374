"""What the map shows, in words and degrees (WGS 84)."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import CaseId
from app.domain.verdict import Priority

CREDITS = "© NGI · GeoNames · OpenStreetMap · Natural Earth"
"""Whose data the background is; their licences ask for it to stand on the map. The licences stand in the about box."""

LatLon = tuple[float, float]


class MapMove(StrEnum):
    """What a person may do with the map, by button as by mouse."""

    IN = "in"
    OUT = "out"
    APPROACH = "approach"
    AROUND = "around"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Focus:
    """The place of the open case.

    Attributes:
        place: Where.
        ring_m: How far off it may be; None = not known, no ring.
        heading_deg: Clockwise from north; None = not known.
        track: The fixes around the crash, oldest first.
        label: The municipality; empty = not known.
        is_doubtful: Where the car was, not where it is: drawn broken.
    """

    case_id: CaseId
    priority: Priority
    place: LatLon
    ring_m: float | None
    heading_deg: int | None
    track: tuple[LatLon, ...]
    label: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another open case: a mark at about its place. ``text`` is said when the mouse is over it."""

    case_id: CaseId
    priority: Priority
    near: LatLon
    text: str


@dataclass(frozen=True, slots=True)
class MapState:
    """Everything on the panel.

    Attributes:
        is_needed: A case has been opened: from now on a map is worth what it costs.
        place: The place in words, also when no map can be drawn.
        doubt: What must be known before somebody relies on it; empty = nothing.
        coordinates: To be copied; empty = none known.
        focus: None = no case is open, or its place is not known.
    """

    is_needed: bool
    place: str
    doubt: str
    coordinates: str
    focus: Focus | None
    others: tuple[OtherCase, ...]
