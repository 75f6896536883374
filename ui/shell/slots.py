"""The places of the main window, by name, so that a screen never knows where it stands.

Wide (from 1400 px) and high: queue left; in the centre the case, under it the strip of the first minute while it asks,
map and impact, under them timeline and notes; on the right NEXT, the cards, and contact, orders and promises as tabs;
while a case is being closed or handed over to 112, that stands there instead of these. Wide and lower, as 1440 x 900 is
and 1920 x 1080 at 125 %: map and impact keep their full height beside each other, timeline and notes become tabs behind
them; lower still, the cards become a tab too. Narrow: all but queue, case, strip and NEXT become tabs.

A page takes the place of everything but the queue, for what is no part of one case; one at a time, Esc leaves it.
"""

from enum import StrEnum


class Slot(StrEnum):
    """One place."""

    QUEUE = "queue"
    CASE = "case"
    FIRST_MINUTE = "first_minute"
    IMPACT = "impact"
    MAP = "map"
    TIMELINE = "timeline"
    NEXT = "next"
    CLOSING = "closing"
    HAND_OVER = "hand_over"
    CARDS = "cards"
    CONTACT = "contact"
    ORDERS = "orders"
    PROMISES = "promises"
    NOTES = "notes"


class Page(StrEnum):
    """What a person looks at beside the cases. Add a name here, an ``ActionId``, and ``OpenDesk._add_page``."""

    NEW_CASE = "new_case"
    CALLER = "caller"
    CONTRACTS = "contracts"
    OUTCOMES = "outcomes"
    QUARANTINE = "quarantine"
    SHIFT = "shift"
    GATEWAYS = "gateways"
    PROVIDERS = "providers"
    WORKPLACE = "workplace"


class Room(StrEnum):
    """How much of it stands in sight at once."""

    WIDE = "wide"
    LOW = "low"
    SHORT = "short"
    NARROW = "narrow"

    @property
    def has_rows(self) -> bool:
        """Whether timeline and notes stand under map and impact."""
        return self is Room.WIDE

    @property
    def has_cards(self) -> bool:
        """Whether the cards stand above contact, orders and promises."""
        return self in (Room.WIDE, Room.LOW)


NARROW_BELOW_PX = 1400
SHORT_BELOW_PX, LOW_BELOW_PX = 850, 1000
"""Lower than that, the words above the curve would leave it a stripe of 100 px under a second row of panels."""


def room_of(width: int, height: int) -> Room:
    """Return how a window of that size is arranged."""
    if width < NARROW_BELOW_PX:
        return Room.NARROW
    if height < SHORT_BELOW_PX:
        return Room.SHORT
    return Room.LOW if height < LOW_BELOW_PX else Room.WIDE
