"""What is left of a limit, until when, and who pays the rest.

A clause says what may be had in all; what was already had of it stands in the ledger of the case. Money is exact, and
what is left is never below zero: what was given beyond a limit is told apart, because somebody has to pay it.

A limit "per insured" is one for each: who used his up leaves the others theirs. The key says whose it is, and one
insured more than those with an entry can always be entered. An entry that names nobody is of the first.

A limit of so many euros a night is only owed for nights that were had: what may be entered of the money is that of
the nights that are entered, all of a stay together, because that is how a hotel bills it.

Days are counted as the conditions count them: the first day is day 1. A period that must be kept "within a month" of a
day ends on the same day of the next month, or on its last day where there is none.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Final

from app.domain.ledger import insured_of, of_insured
from app.rules.amounts import Limits
from app.rules.assess import Assessment, ClauseResult
from app.rules.clauses import Clause, ClauseKind, Status
from app.rules.duration import MONTHS_PER_YEAR, Duration

_COUNTED: Final = ("max_", "hotel_max_", "extra_")
_PER_INSURED: Final = "max_eur_per_insured"
_RATES: Final = {
    "max_eur": ("eur_per_night_per_person", "max_nights"),
    "hotel_max_eur": ("hotel_eur_per_night", "hotel_max_nights"),
}
_ZERO: Final = Decimal(0)

COST: Final = "eur"
"""Key of what a service cost where its clause states no amount for it."""

_AMOUNTS: Final = ("max_eur", _PER_INSURED)
"""Keys that limit the cost of the whole service."""


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


@dataclass(frozen=True, slots=True)
class Room:
    """What may still be given under a clause without anybody else paying.

    Attributes:
        left: By every key that can be entered; None = no limit is stated.
        nights_first: Keys of money that is owed by the night, while no night is entered.
    """

    left: Mapping[str, Decimal | None]
    nights_first: frozenset[str] = frozenset()


def balance(clause_id: str, limits: Limits, uses: Iterable[Use]) -> Balance:
    """Return what is left of every limit that is counted.

    Args:
        clause_id: The clause the limits are of.
        limits: Worked out for this case.
        uses: The whole ledger of the case; only what concerns the clause counts.
    """
    used = _used(clause_id, uses)
    ceilings = _ceilings(limits, used)
    left = {key: max(ceiling - used.get(key, _ZERO), _ZERO) for key, ceiling in ceilings.items()}
    for money, (rate, nights) in _RATES.items():
        if money in left and rate in limits.values and ceilings.get(nights):
            left[money] = min(left[money], ceilings[money] / ceilings[nights] * left[nights])
    beyond = {key: used[key] - ceiling for key, ceiling in ceilings.items() if used.get(key, _ZERO) > ceiling}
    return Balance(left, beyond)


def room_of(assessments: Iterable[Assessment], clause_id: str, uses: Sequence[Use]) -> Room:
    """Return what may still be given under a clause; of one that is not granted, or not chosen, nothing.

    Args:
        assessments: What each edition says of the case.
        clause_id: A guarantee; of anything else nothing can be given.
        uses: The whole ledger of the case.
    """
    one = next((one for one in assessments if clause_id in one.results), None)
    if one is None or one.result(clause_id).clause.kind is not ClauseKind.GUARANTEE:
        return Room({})
    result = one.result(clause_id)
    if result.status is not Status.GRANTED:
        return Room({COST: _ZERO})
    used = _used(clause_id, uses)
    keys = _ceilings(result.limits, used)
    if _is_other_chosen(one, result.clause, uses):
        return Room({**dict.fromkeys(keys, _ZERO), COST: _ZERO})
    return _room(result, keys, used)


def _room(result: ClauseResult, ceilings: Mapping[str, Decimal], used: Mapping[str, Decimal]) -> Room:
    left: dict[str, Decimal | None] = {
        key: max(ceiling - used.get(key, _ZERO), _ZERO) for key, ceiling in ceilings.items()
    }
    nights_first = set()
    for money, (rate, nights) in _RATES.items():
        if money in ceilings and rate in result.limits.values and ceilings.get(nights):
            had = used.get(nights, _ZERO)
            left[money] = max(ceilings[money] / ceilings[nights] * had - used.get(money, _ZERO), _ZERO)
            nights_first |= set() if had else {money}
    if not any(key in result.limits.values for key in _AMOUNTS):
        left[COST] = None
    return Room(left, frozenset(nights_first))


def _is_other_chosen(one: Assessment, clause: Clause, uses: Iterable[Use]) -> bool:
    """Whether another of a group of which one may be chosen was given already."""
    if not clause.group:
        return False
    group, given = one.edition.groups[clause.group], {use.clause_id for use in uses if use.amount}
    together = group.together.clauses if group.together is not None and one.holds(group.together.when) else ()
    return any(
        name in given
        and other.group == clause.group
        and name != clause.clause_id
        and not {name, clause.clause_id} <= set(together)
        for name, other in one.edition.clauses.items()
    )


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


def _ceilings(limits: Limits, used: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What of the limits is counted; a limit per insured once for each who has an entry, and for one more."""
    ceilings = {
        key: value for key, value in limits.values.items() if key.startswith(_COUNTED) and isinstance(value, Decimal)
    }
    each = ceilings.pop(_PER_INSURED, None)
    if each is not None:
        known = {number for number in map(insured_of, used) if number}
        free = next(number for number in count(1) if number not in known)
        ceilings |= {of_insured(_PER_INSURED, number): each for number in sorted({*known, free})}
    return ceilings


def _used(clause_id: str, uses: Iterable[Use]) -> Mapping[str, Decimal]:
    used: dict[str, Decimal] = {}
    for use in uses:
        if use.clause_id == clause_id:
            key = of_insured(_PER_INSURED, 1) if use.limit == _PER_INSURED else use.limit
            used[key] = used.get(key, _ZERO) + use.amount
    return used
