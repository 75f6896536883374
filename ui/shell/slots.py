"""The places of the main window, by name, so that a screen never knows where it stands.

Wide (from 1400 px): queue left; case over impact and map over timeline in the centre; NEXT, cards and contact on the
right. Narrow: impact, map and timeline become tabs under the case; queue, NEXT and the case's lines always stand.
"""

from enum import StrEnum


class Slot(StrEnum):
    """One place."""

    QUEUE = "queue"
    CASE = "case"
    IMPACT = "impact"
    MAP = "map"
    TIMELINE = "timeline"
    NEXT = "next"
    CARDS = "cards"
    CONTACT = "contact"


NARROW_BELOW_PX = 1400
