"""Withdraw a promise: nobody waits for it any more, and it is kept why."""

from dataclasses import dataclass, replace

from app.domain.clock import Clock
from app.domain.ids import PromiseId
from app.domain.promise import Promise, PromiseState
from app.usecases.actor import Actor
from app.usecases.case_changes import save_case
from app.usecases.holding import require_finisher
from app.usecases.promise_changes import ended, require_open_promise
from app.usecases.reasons import require_reason
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class WithdrawPromise:
    """It is off."""

    actor: Actor
    promise_id: PromiseId
    reason: str


def withdraw_promise(command: WithdrawPromise, uow: UnitOfWork, clock: Clock) -> Promise:
    """Stop the clock without the promise being kept.

    Raises:
        Conflict: ``promise_ended``, ``not_claimed``, ``not_yours``.
        Refusal: ``reason_missing``.
    """
    promise = uow.promises.get(command.promise_id)
    case = uow.cases.get(promise.case_id)
    require_finisher(case, command.actor)
    require_open_promise(promise)
    reason, now = require_reason(command.reason), clock.now()
    withdrawn = replace(promise, state=PromiseState.WITHDRAWN, changed_at=now)
    uow.promises.put(withdrawn)
    save_case(uow, case, command.actor, now, ended(withdrawn, now, reason))
    return withdrawn
