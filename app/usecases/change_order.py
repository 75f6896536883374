"""Write down what a provider said.

What follows from it is in ``order_moves``: a truck that will not come is asked for again, a time is a promise. A firm
that is named was told where a person and a car are: what it was told is written down with it (``disclosed``).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.clock import Clock
from app.domain.errors import Conflict, Refusal
from app.domain.ids import OrderId
from app.domain.service_order import HAS_ETA, NEEDS_REASON, OrderState, ServiceOrder, may_become
from app.usecases.actor import Actor
from app.usecases.case_changes import write_down
from app.usecases.disclose_tow import disclosed
from app.usecases.holding import require_finisher
from app.usecases.order_moves import Word, firm_named, move
from app.usecases.order_sendings import may_know
from app.usecases.reasons import require_reason
from app.usecases.unit_of_work import UnitOfWork

_NAMED: Final = frozenset({OrderState.OFFERED, OrderState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """The order goes to this state. Empty or None keeps what is known; the same state takes a new time."""

    actor: Actor
    order_id: OrderId
    state: OrderState
    provider: str = ""
    eta_at: datetime | None = None
    reason: str = ""


def change_order(command: ChangeOrder, uow: UnitOfWork, clock: Clock) -> ServiceOrder:
    """Move the order, and what was promised because of it.

    Raises:
        Conflict: ``wrong_state``, ``not_claimed``, ``not_yours``.
        Refusal: ``reason_missing``: an order is refused, comes in vain or is cancelled for a reason;
            ``other_partner``: it is at a partner that got it by itself, and another one is asked otherwise.
    """
    order = uow.orders.get(command.order_id)
    case = uow.cases.get(order.case_id)
    require_finisher(case, command.actor)
    is_back_to_hand = command.state is OrderState.BY_HAND  # what left the outbox is stopped there, not by a word
    if is_back_to_hand or not (may_become(order.state, command.state) or _has_new_time(command, order)):
        raise Conflict("wrong_state")
    if command.state in NEEDS_REASON:
        require_reason(command.reason)
    named = firm_named(command.provider, order)
    if named != order.provider and order.state is not OrderState.BY_HAND and may_know(order, uow):
        raise Refusal("other_partner")  # or a name that is put right would call its truck off
    now, word = clock.now(), Word(command.state, named, command.eta_at, command.reason)
    is_told_now = named != order.provider or order.state is OrderState.BY_HAND
    if command.state in _NAMED and named and is_told_now:
        write_down(uow, case.case_id, command.actor, now, disclosed(replace(order, provider=named), case, uow))
    return move(order, case, word, command.actor, uow, now)


def _has_new_time(command: ChangeOrder, order: ServiceOrder) -> bool:
    """Whether a firm that is coming names another time."""
    is_same = command.state is order.state and command.state in HAS_ETA
    return is_same and command.eta_at is not None and command.eta_at != order.eta_at
