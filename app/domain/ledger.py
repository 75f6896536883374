"""What was given under a clause: nights, days, euros, entered as they are ordered or billed.

The ledger of a case only grows. A wrong entry is undone by a counter entry, so that what was once entered stays to be
seen. Where more is given than the contract leaves, the entry says who pays the rest: nobody may find out afterwards.

Where each insured has a limit of his own, the key says whose it is, by a number: "max_eur_per_insured:2" is of the
second insured of the case. A number is no personal data; the entry stays for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.ids import AccountId, CaseId, UseId


class Payer(StrEnum):
    """Who pays what lies beyond a limit."""

    DRIVER = "driver"
    EX_GRATIA = "ex_gratia"
    """The insurer, without owing it."""
    OTHER_INSURER = "other_insurer"
    """Another insurer, or a third party who is liable."""


_OF = ":"


def of_insured(limit: str, number: int) -> str:
    """Return the key of what one insured has of a limit; the first is 1."""
    return f"{limit}{_OF}{number}"


def insured_of(limit: str) -> int | None:
    """Return which insured a key is of; None = it names nobody."""
    number = limit.rpartition(_OF)[2]
    return int(number) if _OF in limit and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """One entry.

    Attributes:
        limit: Key of the limit it counts against ("max_nights", "max_eur_per_insured:1"), or "eur" where the
            clause states no amount.
        amount: All that was given, in the unit of that key; negative in a counter entry.
        rest: The part of it beyond what was left then.
        rest_paid_by: None = there is no rest.
        undoes: The entry this one takes back; None = it is no counter entry.
        author: Name of the account, as it was then.
        since: The day it began, or the money was handed over; None = nobody said so.
    """

    use_id: UseId
    case_id: CaseId
    clause: str
    limit: str
    amount: Decimal
    rest: Decimal
    rest_paid_by: Payer | None
    undoes: UseId | None
    entered_by: AccountId
    author: str
    entered_at: datetime
    since: date | None = None


def standing(uses: Iterable[ServiceUse]) -> tuple[ServiceUse, ...]:
    """Return the entries that still count: neither taken back nor taking back."""
    every = tuple(uses)
    undone = {one.undoes for one in every}
    return tuple(one for one in every if one.undoes is None and one.use_id not in undone)
