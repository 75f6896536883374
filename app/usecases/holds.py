"""Why the automatic steps of a case are not taken.

A truck that nobody asked for, to a place nobody is at, is sent when a rule acts on a fact that is not sure. Each hold
names one such doubt, so that the screen can say it and a person can decide in one key. What is *not known of the
contract* is no doubt: act first, check after; only a contract known to have ended is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.case import Hold
from app.domain.clock import age_s
from app.domain.ecall import CrashMark
from app.domain.subscription import ContractState
from app.domain.verdict import Verdict
from app.settings import Settings

BELGIAN_TIME: Final = ZoneInfo("Europe/Brussels")
"""Contracts run, and case numbers count, by the days of the country."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What may hold back the automatic steps.

    Attributes:
        heard_at: When it was first heard of as an E-call, by our own clock.
        contract: On the day of the event.
    """

    occurred_at: datetime
    heard_at: datetime
    mark: CrashMark
    verdict: Verdict
    in_belgium: bool | None
    contract: ContractState


def holds_of(known: Circumstances, settings: Settings) -> tuple[Hold, ...]:
    """Return what holds the automatic steps back, in the order of ``Hold``; empty = they are taken."""
    applies = {
        Hold.LATE: is_late(known.occurred_at, known.heard_at, settings),
        Hold.CLOCK_WRONG: is_clock_wrong(known.occurred_at, known.heard_at, settings),
        Hold.OUTSIDE_BELGIUM: known.in_belgium is False,
        Hold.PLACE_UNKNOWN: known.in_belgium is None,
        Hold.CONTRACT_ENDED: known.contract is ContractState.ENDED,
        Hold.TEST: known.mark is CrashMark.TEST,
        Hold.REJECTED: known.verdict.denies_crash,
    }
    return tuple(hold for hold in Hold if applies[hold])


def is_late(occurred_at: datetime, heard_at: datetime, settings: Settings) -> bool:
    """Whether the event was too old when it was heard of."""
    return age_s(occurred_at, heard_at) > settings.late_after_s


def is_clock_wrong(occurred_at: datetime, heard_at: datetime, settings: Settings) -> bool:
    """Whether the box dates its crash into our future; a clock that is behind looks like a late record."""
    return age_s(heard_at, occurred_at) > settings.clock_ahead_s


def event_day(occurred_at: datetime, heard_at: datetime, settings: Settings) -> date:
    """Return the day whose contract counts: the event's, or the reception's when the box cannot know the day."""
    known_at = heard_at if is_clock_wrong(occurred_at, heard_at, settings) else occurred_at
    return known_at.astimezone(BELGIAN_TIME).date()
