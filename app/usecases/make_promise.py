"""Promise something for a time: "I call you back at 14:40".

Typed by whoever holds the case. What follows from an order (the truck, the call to the firm that lost it, the question
to the police) is promised by the order's own use cases, so that two clocks never run for one thing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.ids import CaseId
from app.domain.promise import BY_HAND, Promise, PromisedTo, PromiseKind
from app.usecases.actor import Actor
from app.usecases.case_changes import save_case
from app.usecases.holding import require_holder
from app.usecases.promise_changes import made, new_promise, require_time_to_come
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MakePromise:
    """This was promised. ``text`` may be empty where the kind says it all."""

    actor: Actor
    case_id: CaseId
    kind: PromiseKind
    to: PromisedTo
    due_at: datetime
    text: str = ""


def make_promise(command: MakePromise, uow: UnitOfWork, clock: Clock) -> Promise:
    """Start the clock; the actor answers for it.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
        Refusal: ``promise_past``, ``promise_too_far``, ``promise_text_missing``, ``promise_follows_order``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    now, text = clock.now(), command.text.strip()
    if command.kind not in BY_HAND:
        raise Refusal("promise_follows_order")
    if command.kind is PromiseKind.OTHER and not text:
        raise Refusal("promise_text_missing")
    require_time_to_come(command.due_at, now)
    promise = new_promise(case.case_id, command.kind, command.to, command.due_at, command.actor, now)
    promise = replace(promise, text=text)
    uow.promises.put(promise)
    save_case(uow, case, command.actor, now, made(promise))
    return promise
