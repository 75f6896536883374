"""What a partner's own interface says of an order; the same as a person writes down from the phone.

Only what may follow is taken: a partner that says "en route" of an order that was called off changes nothing, and is
told so by the cancellation it got. A partner that cancels what it was asked gives it back: somebody still waits for a
truck, so it counts as refused, or as in vain once it drives. A confirmed cancellation keeps the promise to call.
Hearing the same again changes nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.clock import Clock
from app.domain.ids import SendingId
from app.domain.promise import PromiseKind, PromiseState
from app.domain.sending import Sending, SendingPurpose
from app.domain.service_order import HAS_ETA, NEEDS_REASON, OrderState, ServiceOrder, may_become
from app.usecases.actor import SERVICE
from app.usecases.case_changes import save_case
from app.usecases.order_moves import Word, move
from app.usecases.promise_changes import ended, open_of
from app.usecases.tow_promises import call_off_waits
from app.usecases.unit_of_work import UnitOfWork

_GIVES_BACK = frozenset({OrderState.REFUSED, OrderState.CANCELLED})
_SAID = "said by the partner's own interface"


@dataclass(frozen=True, slots=True)
class PartnerWord:
    """What it says of the version that this sending brought."""

    sending_id: SendingId
    state: OrderState
    eta_at: datetime | None = None
    reason: str = ""


def hear_partner(command: PartnerWord, uow: UnitOfWork, clock: Clock) -> ServiceOrder | None:
    """Move the order; None = that changes nothing."""
    sending = uow.sendings.get(command.sending_id)
    order = uow.orders.get(sending.order_id)
    if command.state is OrderState.CANCELLED and sending.purpose is SendingPurpose.CANCEL:
        return _confirmed(sending, order, uow, clock)
    command = replace(command, state=_meant(command.state, order.state))
    is_its = order.provider_id == sending.provider_id and order.state.is_running
    has_new_time = command.state is order.state and command.state in HAS_ETA and _is_new(command, order)
    if not is_its or not (may_become(order.state, command.state) or has_new_time):
        return None
    word = Word(command.state, "", command.eta_at, command.reason or _default_reason(command))
    return move(order, uow.cases.get(order.case_id), word, SERVICE, uow, clock.now())


def _meant(said: OrderState, now: OrderState) -> OrderState:
    """Return what it means for who waits; only we call an order off."""
    if said not in _GIVES_BACK:
        return said
    return OrderState.REFUSED if may_become(now, OrderState.REFUSED) else OrderState.UNSUCCESSFUL


def _is_new(command: PartnerWord, order: ServiceOrder) -> bool:
    return command.eta_at is not None and command.eta_at != order.eta_at


def _default_reason(command: PartnerWord) -> str:
    return _SAID if command.state in NEEDS_REASON else ""


def _confirmed(sending: Sending, order: ServiceOrder, uow: UnitOfWork, clock: Clock) -> ServiceOrder | None:
    """Keep the promise to have the cancellation confirmed."""
    provider = uow.providers.provider(sending.provider_id)
    promise = None if provider is None else call_off_waits(order, provider.name, uow)
    if promise is None and order.provider_id == sending.provider_id:
        promise = open_of(uow, sending.case_id, PromiseKind.CONFIRM_CANCELLATION, order.order_id)
    if promise is None:
        return None
    now = clock.now()
    kept = replace(promise, state=PromiseState.KEPT, changed_at=now)
    uow.promises.put(kept)
    save_case(uow, uow.cases.get(sending.case_id), SERVICE, now, ended(kept, now))
    return order
