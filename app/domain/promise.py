"""Promises: what was said to somebody about a time, as a clock with an owner.

"The tow truck is with you at 14:20" is kept or broken by whoever said it, not by the case: so a promise has an owner of
its own, who changes with the case, and it outlives a closed one. It is open until it was kept or withdrawn. Moving it
changes the time and leaves it open, because the person who waits still waits. Being overdue is no state: it follows
from the time, and nobody has to notice it for it to be true.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.clock import age_s
from app.domain.ids import AccountId, CaseId, OrderId, PromiseId


class PromiseKind(StrEnum):
    """What was promised; the desk has the words.

    ``TOW``, ``SERVICE`` (a taxi, a rental car), ``CONFIRM_CANCELLATION`` and ``ASK_DROP_OFF`` follow from an order; the
    others are typed by a person.
    """

    TOW = "tow"
    SERVICE = "service"
    CALL_BACK = "call_back"
    CONFIRM_CANCELLATION = "confirm_cancellation"
    ASK_DROP_OFF = "ask_drop_off"
    OTHER = "other"


BY_HAND: Final = (PromiseKind.CALL_BACK, PromiseKind.OTHER)
"""What a person may promise; the rest is made by what happens to an order."""


class PromisedTo(StrEnum):
    """To whom, without a name: a queue row may say it."""

    DRIVER = "driver"
    FAMILY = "family"
    EMPLOYER = "employer"
    FIRM = "firm"
    POLICE = "police"
    OTHER = "other"


class PromiseState(StrEnum):
    """How it ended; open until then."""

    OPEN = "open"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise.

    Attributes:
        text: What was promised, as typed; empty where the kind says it all. Personal.
        due_at: The time that was said.
        owner_id: The account that answers for it: who made it, then whoever took the case over.
        owner: Name of that account, as it was then.
        order_id: The order it follows; None = typed by a person.
        changed_at: When it was last made, moved, passed on or ended.
    """

    promise_id: PromiseId
    case_id: CaseId
    kind: PromiseKind
    to: PromisedTo
    text: str
    state: PromiseState
    due_at: datetime
    owner_id: AccountId
    owner: str
    order_id: OrderId | None
    made_at: datetime
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for it."""
        return self.state is PromiseState.OPEN

    @property
    def is_at_once(self) -> bool:
        """Whether it was due when it was made: nobody typed its time, it tells of what happened by itself."""
        return self.due_at <= self.made_at

    @property
    def is_missed_call(self) -> bool:
        """Whether it calls back somebody whom nobody answered."""
        return self.kind is PromiseKind.CALL_BACK and self.is_at_once

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time has come and it is not kept; at the very second it is due, it is."""
        return self.is_open and now >= self.due_at

    def left_s(self, now: datetime) -> float:
        """Return the seconds until it is due; negative since it is overdue."""
        return age_s(now, self.due_at)


def running_clocks(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    """Return the open ones, the first due first; of two due at once the one made first."""
    still_open = (one for one in promises if one.is_open)
    return tuple(sorted(still_open, key=lambda one: (one.due_at, one.made_at, one.promise_id)))


def first_due(promises: Iterable[Promise]) -> Promise | None:
    """Return the open one with the least time left; None = nothing is promised."""
    clocks = running_clocks(promises)
    return clocks[0] if clocks else None
