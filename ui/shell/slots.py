"""The places of the main window, by name, so that a screen never knows where it stands.

Wide (from 1400 px, and high enough for two rows of panels): queue left; in the centre the case, under it the strip of
the first minute while it asks, map and impact, under them timeline and notes; on the right NEXT, the cards, and
contact, orders and promises as tabs; while a case is being closed or handed over to 112, that stands there instead of
these. Narrow: all but queue, case, strip and NEXT become tabs.

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

    CONTRACTS = "contracts"
    OUTCOMES = "outcomes"
    QUARANTINE = "quarantine"
    GATEWAYS = "gateways"
    WORKPLACE = "workplace"


NARROW_BELOW_PX = 1400
LOW_BELOW_PX = 850
"""1920 x 1080 at 125 % is wide enough and too low: curve and timeline one above the other would be stripes."""
