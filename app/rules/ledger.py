"""What is left of a limit, until when, and who pays the rest.

A clause says what may be had in all; what was already had of it stands in the ledger of the case. Money is exact, and
what is left is never below zero: what was given beyond a limit is told apart, because somebody has to pay it.

Days are counted as the conditions count them: the first day is day 1. A period that must be kept "within a month" of a
day ends on the same day of the next month, or on its last day where there is none.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from app.rules.amounts import Limits
from app.rules.duration import MONTHS_PER_YEAR, Duration

_COUNTED: Final = ("max_", "hotel_max_", "extra_")
_RATES: Final = {
    "max_eur": ("eur_per_night_per_person", "max_nights"),
    "hotel_max_eur": ("hotel_eur_per_night", "hotel_max_nights"),
}
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Use:
    """Something that was given under a clause.

    Attributes:
        limit: Key of the limit it counts against ("max_nights", "max_eur").
        amount: In the unit of that key.
    """

    clause_id: str
    limit: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Balance:
    """What the ledger leaves of the limits of one clause.

    Attributes:
        left: By limit key, never below zero.
        beyond: By limit key, what was given above it; only keys where something was.
    """

    left: Mapping[str, Decimal]
    beyond: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Split:
    """An amount that is wanted, divided at the limit; somebody has to agree to pay the rest."""

    within: Decimal
    rest: Decimal


def balance(clause_id: str, limits: Limits, uses: Iterable[Use]) -> Balance:
    """Return what is left of every limit that is counted.

    Args:
        clause_id: The clause the limits are of.
        limits: Worked out for this case.
        uses: The whole ledger of the case; only what concerns the clause counts.
    """
    used = _used(clause_id, uses)
    ceilings = {
        key: value for key, value in limits.values.items() if key.startswith(_COUNTED) and isinstance(value, Decimal)
    }
    left = {key: max(ceiling - used.get(key, _ZERO), _ZERO) for key, ceiling in ceilings.items()}
    for money, (rate, nights) in _RATES.items():
        if money in left and rate in limits.values and ceilings.get(nights):
            left[money] = min(left[money], ceilings[money] / ceilings[nights] * left[nights])
    beyond = {key: used[key] - ceiling for key, ceiling in ceilings.items() if used.get(key, _ZERO) > ceiling}
    return Balance(left, beyond)


def split(left: Decimal | None, wanted: Decimal) -> Split:
    """Return how much of what is wanted lies within what is left; None = no limit is stated."""
    within = wanted if left is None else min(left, wanted)
    return Split(within, wanted - within)


def last_day(limits: Limits, first_day: date) -> date | None:
    """Return the last day of what a clause grants for a time; None where it is not granted for a time.

    Args:
        limits: Worked out for this case.
        first_day: The day it began, which is day 1.
    """
    days = [limits.values.get(key) for key in ("max_days", "max_nights")]
    lengths = [int(value) for value in days if isinstance(value, Decimal)]
    extra, base = limits.values.get("extra_days"), limits.values.get("on_top_of")
    if isinstance(extra, Decimal) and isinstance(base, Decimal):
        lengths.append(int(extra + base))
    if lengths:
        return first_day + timedelta(days=min(lengths) - 1)
    months = limits.values.get("max_months")
    return after(first_day, Duration(int(months), 0)) - timedelta(days=1) if isinstance(months, Decimal) else None


def repay_by(limits: Limits, handed_over: date) -> date | None:
    """Return the last day to pay an advance back; None where nothing is advanced.

    Args:
        limits: Worked out for this case.
        handed_over: The day the money was handed over, or the goods were sent.
    """
    for key, value in limits.values.items():
        if key.endswith("repay_within") and isinstance(value, str):
            return after(handed_over, Duration.parse(value.split()[0]))
    return None


def after(day: date, length: Duration) -> date:
    """Return the day so many months and days later; the last of a month that is too short for it."""
    month = day.month - 1 + length.months
    year, month = day.year + month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) + timedelta(days=length.days)


def _used(clause_id: str, uses: Iterable[Use]) -> Mapping[str, Decimal]:
    used: dict[str, Decimal] = {}
    for use in uses:
        if use.clause_id == clause_id:
            used[use.limit] = used.get(use.limit, _ZERO) + use.amount
    return used
