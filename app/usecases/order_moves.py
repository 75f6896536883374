"""What a partner's word makes of an order, whoever brought it: a person from the phone, or the partner's own interface.

A truck that was refused, or that came in vain, is one that somebody still waits for: "Send tow?" is open again, and so
is a case that was closed over it (``reopen_case``), for whatever else was ordered too. A time
that a firm names is a promise to the driver, and moves with it (``tow_promises``). What still waited in the outbox for
an order that moved on is stopped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, TowQuestion
from app.domain.ids import ProviderId
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.order_sendings import stop_waiting
from app.usecases.record_text import folded
from app.usecases.reopen_case import NOBODY_COMES, opened_again, reopened
from app.usecases.tow_promises import follow_order, leave_firm
from app.usecases.tow_regime import is_police_tow
from app.usecases.unit_of_work import UnitOfWork

_FAILED: Final = frozenset({OrderState.REFUSED, OrderState.UNSUCCESSFUL})


@dataclass(frozen=True, slots=True)
class Word:
    """What was said of an order. Empty or None keeps what is known."""

    state: OrderState
    provider: str = ""
    eta_at: datetime | None = None
    reason: str = ""


def move(order: ServiceOrder, case: Case, word: Word, actor: Actor, uow: UnitOfWork, now: datetime) -> ServiceOrder:
    """Store the order as it is now, with what follows from it, and save its case."""
    provider = firm_named(word.provider, order)
    moved = replace(
        order,
        state=word.state,
        provider=provider,
        provider_id=order.provider_id if provider == order.provider else _known(provider, uow),
        eta_at=word.eta_at or order.eta_at,
        reason=word.reason.strip(),
        changed_at=order.changed_at if word.state is order.state else now,
        offered_at=now if word.state is OrderState.OFFERED else order.offered_at,
    )
    uow.orders.put(moved)
    if moved.provider != order.provider:
        leave_firm(order, actor, uow, now)
    elif order.state is OrderState.QUEUED and moved.state is not OrderState.QUEUED:
        stop_waiting(order, actor, uow, now)
    follow_order(order, moved, actor, uow, now)
    asking = _asked_again(case, moved, uow, now)
    save_case(uow, asking, actor, now, _entry(word, order, moved))
    if asking.state is not case.state:
        write_down(uow, case.case_id, actor, now, reopened(NOBODY_COMES))
    return moved


def firm_named(typed: str, order: ServiceOrder) -> str:
    """Return which firm is meant; the same one written otherwise is the same one."""
    is_same = not typed.strip() or folded(typed) == folded(order.provider)
    return order.provider if is_same else typed.strip()


def action_of(order: ServiceOrder) -> AuditAction:
    """Return how a change of an order stands in the record."""
    return AuditAction.TOW_CHANGED if order.kind is ServiceKind.TOW else AuditAction.ORDER_CHANGED


def kind_fact(order: ServiceOrder) -> Mapping[str, str]:
    """Return what was ordered, where the action does not say it."""
    return {} if order.kind is ServiceKind.TOW else {"kind": order.kind}


def _known(name: str, uow: UnitOfWork) -> ProviderId | None:
    """Return the partner of that name; a firm that was typed need not be one."""
    return next((one.provider_id for one in uow.providers.providers() if folded(one.name) == folded(name)), None)


def _asked_again(case: Case, order: ServiceOrder, uow: UnitOfWork, now: datetime) -> Case:
    """Return the case, open and asking for another truck when this one will not come.

    Where the police tow no truck of ours may come but from the drop-off place.
    """
    if order.state not in _FAILED:
        return case
    if order.kind is not ServiceKind.TOW:
        return opened_again(case, now)
    is_police = is_police_tow(case, uow.answers.of_case(case.case_id)) and not order.pick_up
    return case if is_police else replace(opened_again(case, now), tow_question=TowQuestion.OPEN)


def _entry(word: Word, before: ServiceOrder, after: ServiceOrder) -> Entry:
    facts = {"order_id": after.order_id, "state": after.state, "state_before": before.state, "provider": after.provider}
    if after.eta_at is not None:
        facts["eta_at"] = after.eta_at.isoformat()
    reason = word.reason.strip()
    return Entry(action_of(after), {**facts, **kind_fact(after)}, {"reason": reason} if reason else {})
