"""What still runs, in words, with what follows when it goes on or is stopped."""

from collections.abc import Iterator, Set

from app.api.cases import CaseDetail
from app.domain.message import MessageState
from app.domain.service_order import OrderState, may_become
from app.i18n import _
from ui.closing.state import Running
from ui.words.cases import ORDERS
from ui.words.contacts import MESSAGES

UNSENT = (MessageState.BY_HAND, MessageState.QUEUED, MessageState.SENDING)
CAN_CANCEL = (MessageState.BY_HAND, MessageState.QUEUED)


def running(detail: CaseDetail, stopped: Set[str]) -> Iterator[Running]:
    """Give what still runs: calls, which have to be ended first, then orders and messages."""
    for call in detail.calls:
        if call.outcome is None:
            text = _("Call to {name}").format(name=call.person or call.number_shown)
            yield Running(call.call_id, text, goes_on=True, can_choose=False, consequence=_("Say first how it ended."))
    for order in detail.orders:
        if order.state.is_running:
            state = " · ".join(part for part in (ORDERS[order.state](), order.provider) if part)
            can_stop = may_become(order.state, OrderState.CANCELLED)
            goes_on = order.order_id not in stopped or not can_stop
            text = _("Tow truck: {state}").format(state=state)
            yield Running(order.order_id, text, goes_on, can_stop, _tow_consequence(order.state, goes_on=goes_on))
    for message in detail.messages:
        if message.state in UNSENT:
            can_stop = message.state in CAN_CANCEL
            goes_on = message.message_id not in stopped or not can_stop
            number = message.number_shown
            text = _("SMS to {number}: {state}").format(number=number, state=MESSAGES[message.state]())
            yield Running(message.message_id, text, goes_on, can_stop, _sms_consequence(goes_on=goes_on))


def _tow_consequence(state: OrderState, *, goes_on: bool) -> str:
    if not goes_on:
        return _("The order is cancelled. Phone the firm too.")
    if state is OrderState.BY_HAND:
        return _("Somebody still has to phone a firm after the case is closed.")
    return _("The tow truck comes although the case is closed.")


def _sms_consequence(*, goes_on: bool) -> str:
    return _("It is still to be sent after the case is closed.") if goes_on else _("The SMS is not sent.")
