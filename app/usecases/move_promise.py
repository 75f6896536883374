"""Give a promise another time, for a reason that is kept.

Whoever waits was told the first time; so moving needs a reason, and belongs to the same promise. A truck's promise and
the time of its order are one: moving the one moves the other.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.clock import Clock
from app.domain.ids import PromiseId
from app.domain.promise import Promise, PromiseKind
from app.domain.service_order import HAS_ETA
from app.usecases.actor import Actor
from app.usecases.case_changes import save_case
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.holding import require_finisher
from app.usecases.promise_changes import moved, require_open_promise, require_time_to_come
from app.usecases.reasons import require_reason
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MovePromise:
    """It will be then."""

    actor: Actor
    promise_id: PromiseId
    due_at: datetime
    reason: str


def move_promise(command: MovePromise, uow: UnitOfWork, clock: Clock) -> Promise:
    """Let the clock run to the new time.

    Raises:
        Conflict: ``promise_ended``, ``not_claimed``, ``not_yours``.
        Refusal: ``reason_missing``, ``promise_past``, ``promise_too_far``.
    """
    promise = uow.promises.get(command.promise_id)
    case = uow.cases.get(promise.case_id)
    require_finisher(case, command.actor)
    require_open_promise(promise)
    reason, now = require_reason(command.reason), clock.now()
    require_time_to_come(command.due_at, now)
    if promise.kind is PromiseKind.TOW and promise.order_id is not None:
        order = uow.orders.get(promise.order_id)
        if order.state in HAS_ETA:
            change = ChangeOrder(command.actor, order.order_id, order.state, eta_at=command.due_at, reason=reason)
            change_order(change, uow, clock)
            return uow.promises.get(promise.promise_id)
    after = replace(promise, due_at=command.due_at, changed_at=now)
    uow.promises.put(after)
    save_case(uow, case, command.actor, now, moved(promise, after, reason))
    return after
