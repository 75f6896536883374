"""Tick a promise that was kept.

The promise of a truck is kept by the truck: ticking it while the order runs writes down that the truck is with the car,
so that order and promise never tell two stories. For the same reason the word of a firm that its truck is off ends the
order, where nobody had cancelled it yet.
"""

from dataclasses import dataclass, replace

from app.domain.clock import Clock
from app.domain.ids import PromiseId
from app.domain.promise import Promise, PromiseKind, PromiseState
from app.domain.service_order import OrderState, may_become
from app.usecases.actor import Actor
from app.usecases.case_changes import save_case
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.first_minute import POLICE_TOW
from app.usecases.holding import require_finisher
from app.usecases.promise_changes import ended, keep, require_open_promise
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeepPromise:
    """It was kept."""

    actor: Actor
    promise_id: PromiseId


def keep_promise(command: KeepPromise, uow: UnitOfWork, clock: Clock) -> Promise:
    """Stop the clock, and remember whether it was in time.

    Raises:
        Conflict: ``promise_ended``, ``not_claimed``, ``not_yours``.
    """
    promise = uow.promises.get(command.promise_id)
    case = uow.cases.get(promise.case_id)
    require_finisher(case, command.actor)
    require_open_promise(promise)
    if promise.kind is PromiseKind.TOW and promise.order_id is not None:
        order = uow.orders.get(promise.order_id)
        if may_become(order.state, OrderState.ON_SITE):
            change_order(ChangeOrder(command.actor, order.order_id, OrderState.ON_SITE), uow, clock)
            return uow.promises.get(promise.promise_id)
    if promise.kind is PromiseKind.CONFIRM_CANCELLATION and promise.order_id is not None:
        order = uow.orders.get(promise.order_id)
        if may_become(order.state, OrderState.CANCELLED):
            off = ChangeOrder(command.actor, order.order_id, OrderState.CANCELLED, reason=POLICE_TOW)
            change_order(off, uow, clock)
            return keep(uow, promise, command.actor, clock.now())
    now = clock.now()
    kept = replace(promise, state=PromiseState.KEPT, changed_at=now)
    uow.promises.put(kept)
    save_case(uow, case, command.actor, now, ended(kept, now))
    return kept
