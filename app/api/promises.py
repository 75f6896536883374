"""Promises between desk and service: the clock a queue row shows, and the whole promise of an opened case."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from app.api.model import ApiModel
from app.domain.ids import AccountId, OrderId, PromiseId
from app.domain.promise import PromisedTo, PromiseKind, PromiseState


class PromiseClock(ApiModel):
    """An open promise as every desk sees it in the queue: no name of who waits, and nothing that was typed.

    Attributes:
        owner_id: The account that answers for it.
        owner: That person's name.
        is_at_once: It was due when it was made: it tells of something that happened by itself.
    """

    promise_id: PromiseId
    kind: PromiseKind
    to: PromisedTo
    due_at: datetime
    owner_id: AccountId
    owner: str
    is_at_once: bool = False


class PromiseInfo(ApiModel):
    """A promise of an opened case, open or ended. ``text`` is what was typed; empty where the kind says it all."""

    promise_id: PromiseId
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
    def is_at_once(self) -> bool:
        """Whether it was due when it was made."""
        return self.due_at <= self.made_at


class MakePromise(ApiModel):
    """POST /v1/cases/{id}/promises.

    Refused with ``promise_past`` when the time is over, ``promise_text_missing`` when ``other`` says nothing.
    """

    kind: PromiseKind = PromiseKind.CALL_BACK
    to: PromisedTo = PromisedTo.DRIVER
    text: str = Field(default="", max_length=200)
    due_at: AwareDatetime


class MovePromise(ApiModel):
    """POST /v1/promises/{id}/move: a new time, and what was said about it. A tow's also moves the promised time."""

    due_at: AwareDatetime
    reason: str = Field(min_length=3, max_length=500)


class WithdrawPromise(ApiModel):
    """POST /v1/promises/{id}/withdraw: nobody waits for it any more; the reason is kept."""

    reason: str = Field(min_length=3, max_length=500)
