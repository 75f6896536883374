"""What was given under a clause: nights, days, euros, entered as they are ordered or billed.

The ledger of a case only grows. A wrong entry is undone by a counter entry, so that what was once entered stays to be
seen. Where more is given than the contract leaves, the entry says who pays the rest: nobody may find out afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """One entry.

    Attributes:
        limit: Key of the limit it counts against ("max_nights"), or "eur" where the clause states no amount.
        amount: All that was given, in the unit of that key; negative in a counter entry.
        rest: The part of it beyond what was left then.
        rest_paid_by: None = there is no rest.
        undoes: The entry this one takes back; None = it is no counter entry.
        author: Name of the account, as it was then.
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


def standing(uses: Iterable[ServiceUse]) -> tuple[ServiceUse, ...]:
    """Return the entries that still count: neither taken back nor taking back."""
    every = tuple(uses)
    undone = {one.undoes for one in every}
    return tuple(one for one in every if one.undoes is None and one.use_id not in undone)
