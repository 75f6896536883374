"""Write down what a provider said.

A truck that was refused, or that came in vain, is one that somebody still waits for: "Send tow?" is open again. A time
that a firm names is a promise to the driver, and moves with it (``tow_promises``). A firm that is named was told where
a person and a car are: what it was told is written down with it (``disclosed``).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState, TowQuestion
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import OrderId
from app.domain.service_order import HAS_ETA, NEEDS_REASON, OrderState, ServiceOrder, may_become
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.disclose_tow import disclosed
from app.usecases.holding import require_finisher
from app.usecases.reasons import require_reason
from app.usecases.tow_promises import follow_order
from app.usecases.tow_regime import is_police_tow
from app.usecases.unit_of_work import UnitOfWork

_FAILED: Final = frozenset({OrderState.REFUSED, OrderState.UNSUCCESSFUL})
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
        Refusal: ``reason_missing``: a truck is refused, comes in vain or is cancelled for a reason.
    """
    order = uow.orders.get(command.order_id)
    case = uow.cases.get(order.case_id)
    require_finisher(case, command.actor)
    if not may_become(order.state, command.state) and not _has_new_time(command, order):
        raise Conflict("wrong_state")
    if command.state in NEEDS_REASON:
        require_reason(command.reason)
    now = clock.now()
    changed = replace(
        order,
        state=command.state,
        provider=command.provider.strip() or order.provider,
        eta_at=command.eta_at or order.eta_at,
        reason=command.reason.strip(),
        changed_at=order.changed_at if command.state is order.state else now,
    )
    uow.orders.put(changed)
    if changed.state in _NAMED and changed.provider != order.provider:
        write_down(uow, case.case_id, command.actor, now, disclosed(changed, case, uow))
    follow_order(order, changed, command.actor, uow, now)
    save_case(uow, _asked_again(case, changed, uow), command.actor, now, _entry(command, order, changed))
    return changed


def _has_new_time(command: ChangeOrder, order: ServiceOrder) -> bool:
    """Whether a firm that is coming names another time."""
    is_same = command.state is order.state and command.state in HAS_ETA
    return is_same and command.eta_at is not None and command.eta_at != order.eta_at


def _asked_again(case: Case, order: ServiceOrder, uow: UnitOfWork) -> Case:
    """Return the case asking for another truck when this one will not come.

    A closed case asks nothing, and where the police tow no truck of ours may come but from the drop-off place.
    """
    if order.state not in _FAILED or case.state is CaseState.CLOSED:
        return case
    is_police = is_police_tow(case, uow.answers.of_case(case.case_id)) and not order.pick_up
    return case if is_police else replace(case, tow_question=TowQuestion.OPEN)


def _entry(command: ChangeOrder, before: ServiceOrder, after: ServiceOrder) -> Entry:
    facts = {"order_id": after.order_id, "state": after.state, "state_before": before.state, "provider": after.provider}
    if after.eta_at is not None:
        facts["eta_at"] = after.eta_at.isoformat()
    reason = command.reason.strip()
    return Entry(AuditAction.TOW_CHANGED, facts, {"reason": reason} if reason else {})
