"""What every change of a promise leaves behind, and how promises pass from one person to the next.

A promise changes inside the change of its case: whoever calls these saves the case in the same transaction, so that the
row with its clock reaches every desk. What was typed, and why, stands in the personal part of the entry.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.domain.audit import AuditAction
from app.domain.errors import Conflict, Refusal
from app.domain.ids import CaseId, OrderId, PromiseId, new_id
from app.domain.promise import Promise, PromisedTo, PromiseKind, PromiseState
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork

FARTHEST: Final = timedelta(days=7)
"""Nobody promises a driver something for later than that; a wrong date is likelier."""


def new_promise(
    case_id: CaseId, kind: PromiseKind, to: PromisedTo, due_at: datetime, actor: Actor, now: datetime
) -> Promise:
    """Return an open promise of the actor, about nothing typed and no order."""
    return Promise(
        promise_id=PromiseId(new_id()),
        case_id=case_id,
        kind=kind,
        to=to,
        text="",
        state=PromiseState.OPEN,
        due_at=due_at,
        owner_id=actor.account_id,
        owner=actor.name,
        order_id=None,
        made_at=now,
        changed_at=now,
    )


def require_open_promise(promise: Promise) -> None:
    """Pass while somebody still waits for it.

    Raises:
        Conflict: ``promise_ended``.
    """
    if not promise.is_open:
        raise Conflict("promise_ended")


def require_time_to_come(due_at: datetime, now: datetime) -> None:
    """Pass for a time that can still be kept.

    Raises:
        Refusal: ``promise_past``, ``promise_too_far`` (more than a week).
    """
    if due_at <= now:
        raise Refusal("promise_past")
    if due_at - now > FARTHEST:
        raise Refusal("promise_too_far")


def made(promise: Promise) -> Entry:
    """Return the entry of a promise that was just made."""
    return Entry(AuditAction.PROMISE_MADE, _facts(promise), _said(promise))


def moved(before: Promise, after: Promise, reason: str) -> Entry:
    """Return the entry of a promise that has another time."""
    facts = {**_facts(after), "due_before": before.due_at.isoformat()}
    return Entry(AuditAction.PROMISE_MOVED, facts, _said(after, reason))


def ended(promise: Promise, now: datetime, reason: str = "") -> Entry:
    """Return the entry of a promise that was kept or withdrawn, with how late it was when it was late."""
    facts = _facts(promise)
    if promise.state is PromiseState.KEPT:
        late_s = -promise.left_s(now)
        late = {"late_s": f"{late_s:.0f}"} if late_s > 0 else {}
        return Entry(AuditAction.PROMISE_KEPT, facts | late, _said(promise))
    return Entry(AuditAction.PROMISE_WITHDRAWN, facts, _said(promise, reason))


def keep(uow: UnitOfWork, promise: Promise, actor: Actor, now: datetime) -> Promise:
    """Store that it was kept, with its entry."""
    return _end(uow, replace(promise, state=PromiseState.KEPT, changed_at=now), actor, now, "")


def withdraw(uow: UnitOfWork, promise: Promise, actor: Actor, now: datetime, reason: str) -> Promise:
    """Store that nobody waits for it any more, with its entry."""
    return _end(uow, replace(promise, state=PromiseState.WITHDRAWN, changed_at=now), actor, now, reason)


def open_of(uow: UnitOfWork, case_id: CaseId, kind: PromiseKind, order_id: OrderId | None = None) -> Promise | None:
    """Return the open promise of this kind, of this order where one is named; None = there is none."""
    found = (one for one in uow.promises.of_case(case_id) if one.is_open and one.kind is kind)
    return next((one for one in found if order_id in (None, one.order_id)), None)


def pass_on(uow: UnitOfWork, case_id: CaseId, actor: Actor, now: datetime) -> None:
    """Give every open promise of the case to its new holder, and say so once. What the actor owns already stays."""
    others = [one for one in uow.promises.of_case(case_id) if one.is_open and one.owner_id != actor.account_id]
    for promise in others:
        uow.promises.put(replace(promise, owner_id=actor.account_id, owner=actor.name, changed_at=now))
    if others:
        facts = {"count": str(len(others)), "promise_ids": ", ".join(one.promise_id for one in others)}
        names = ", ".join(dict.fromkeys(one.owner for one in others))
        entry = Entry(AuditAction.PROMISES_PASSED_ON, facts, {"passed_from": names})
        write_down(uow, case_id, actor, now, entry)


def _end(uow: UnitOfWork, promise: Promise, actor: Actor, now: datetime, reason: str) -> Promise:
    uow.promises.put(promise)
    write_down(uow, promise.case_id, actor, now, ended(promise, now, reason))
    return promise


def _facts(promise: Promise) -> dict[str, str]:
    facts = {
        "promise_id": promise.promise_id,
        "kind": promise.kind,
        "to": promise.to,
        "due_at": promise.due_at.isoformat(),
    }
    return facts if promise.order_id is None else facts | {"order_id": promise.order_id}


def _said(promise: Promise, reason: str = "") -> Mapping[str, str]:
    words = {"text": promise.text, "reason": reason.strip()}
    return {name: text for name, text in words.items() if text}
