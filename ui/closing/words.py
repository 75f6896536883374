"""What still runs, in words, with what follows when it goes on or is stopped."""

from collections.abc import Iterator, Set

from app.api.cases import CallInfo, CaseDetail, OrderInfo, UnreachedInfo
from app.api.promises import PromiseInfo
from app.domain.message import MessageState
from app.domain.promise import PromiseKind, PromiseState
from app.domain.service_order import OrderState, ServiceKind, may_become
from app.i18n import _, ngettext
from ui.closing.state import Running
from ui.words.cases import ORDERS
from ui.words.contacts import MESSAGES
from ui.words.promises import promised_text
from ui.words.services import SERVICES

UNSENT = (MessageState.BY_HAND, MessageState.QUEUED, MessageState.SENDING)
CAN_CANCEL = (MessageState.BY_HAND, MessageState.QUEUED)
_OF_ORDERS = (PromiseKind.TOW, PromiseKind.SERVICE)
_STAYS = (ServiceKind.HOTEL, ServiceKind.REPATRIATION)
"""What nobody drives to the car."""


def running(detail: CaseDetail, stopped: Set[str]) -> Iterator[Running]:
    """Give what still runs: calls, which have to be ended first, then orders, promises and messages."""
    for call in detail.calls:
        if call.outcome is None:
            text = _("Call to {name}").format(name=call.whom)
            yield Running(call.call_id, text, goes_on=True, can_choose=False, consequence=_("Say first how it ended."))
        elif call.is_on_line:
            text, then = still_on_line(call), _("Hang up the call")
            yield Running(call.call_id, text, goes_on=True, can_choose=False, consequence=then)
    for order in detail.orders:
        if order.state.is_running:
            goes_on = not order.state.is_unasked and (
                order.order_id not in stopped or not may_become(order.state, OrderState.CANCELLED)
            )
            can_stop = not order.state.is_unasked and may_become(order.state, OrderState.CANCELLED)
            then = _order_consequence(order, goes_on=goes_on)
            state = " · ".join(part for part in (ORDERS[order.state](), order.provider) if part)
            what = SERVICES[order.kind]()
            yield Running(order.order_id, _begun(what), goes_on, can_stop, _with_state(state, then))
    yield from _promises(detail, stopped)
    for message in detail.messages:
        if message.state in UNSENT:
            can_stop = message.state in CAN_CANCEL
            goes_on = message.message_id not in stopped or not can_stop
            text = _("SMS to {number}").format(number=message.number_shown)
            then = _sms_consequence(goes_on=goes_on)
            yield Running(message.message_id, text, goes_on, can_stop, _with_state(MESSAGES[message.state](), then))


def still_on_line(call: CallInfo) -> str:
    """Say who is still on the line."""
    return _("Still on the line: {name}").format(name=call.whom)


def tried_in_vain(unreached: UnreachedInfo) -> str:
    """Say that nobody was reached, how often that was tried, and whether somebody was asked to go and look."""
    words = ngettext(
        "Nobody was reached: {count} call in vain.", "Nobody was reached: {count} calls in vain.", unreached.calls
    )
    calls = words.format(count=unreached.calls) if unreached.calls else _("Nobody was reached: nobody was called.")
    if unreached.looked_for:
        looked = _("112 or 101 was asked to go and look.")
    else:
        looked = _("112 or 101 was not asked to go and look.")
    return f"{calls} {looked}"


def unasked(detail: CaseDetail) -> frozenset[str]:
    """Return the orders that nobody was asked for: they never go on, somebody would wait for nobody."""
    return frozenset(order.order_id for order in detail.orders if order.state.is_unasked)


def unaccepted(detail: CaseDetail) -> frozenset[str]:
    """Return the orders that were offered and that nobody accepted yet: whether somebody comes is not known."""
    return frozenset(order.order_id for order in detail.orders if order.state is OrderState.OFFERED)


def runs_alone(promise: PromiseInfo, detail: CaseDetail) -> bool:
    """Whether it runs by itself: open, and not the promise of an order that runs and is listed."""
    orders = {order.order_id for order in detail.orders if order.state.is_running}
    return promise.state is PromiseState.OPEN and not (promise.kind in _OF_ORDERS and promise.order_id in orders)


def left_by_stopping(detail: CaseDetail, stopped: Set[str]) -> Iterator[str]:
    """Give the promises that stopping a truck left: its firm still has to confirm. What else began is for a person."""
    for promise in detail.promises:
        is_call_off = promise.kind is PromiseKind.CONFIRM_CANCELLATION and promise.order_id in stopped
        if promise.state is PromiseState.OPEN and is_call_off:
            yield promise.promise_id


def _promises(detail: CaseDetail, stopped: Set[str]) -> Iterator[Running]:
    for promise in detail.promises:
        if runs_alone(promise, detail):
            goes_on = promise.promise_id not in stopped
            time = promise.due_at.astimezone().strftime("%H:%M")
            text = _("Promise for {time}").format(time=time)
            then = _("It stays in the queue until it is kept.") if goes_on else _("It is withdrawn.")
            said = promised_text(promise.kind, promise.to, promise.text)
            yield Running(promise.promise_id, text, goes_on, can_choose=True, consequence=f"{said}. {then}")


def _with_state(state: str, consequence: str) -> str:
    return f"{_begun(state)}. {consequence}"


def _begun(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _order_consequence(order: OrderInfo, *, goes_on: bool) -> str:
    if order.state.is_unasked:
        return _("Nobody was asked, so nobody is coming. Place it first, or say why it is cancelled.")
    if not goes_on and order.state is OrderState.OFFERED:
        return _("Nobody accepted it yet. Ticked, it goes on and may be refused; else say why it is cancelled.")
    if not goes_on:
        return _("The order is cancelled; phone the firm too, a promise says so.")
    if order.state is OrderState.OFFERED:
        return _("Nobody accepted it yet: it is not certain that somebody comes.")
    if order.kind in _STAYS:
        return _("It goes on although the case is closed.")
    return _("It comes although the case is closed.")


def _sms_consequence(*, goes_on: bool) -> str:
    return _("It is still to be sent after the case is closed.") if goes_on else _("It is not sent.")
