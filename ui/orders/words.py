"""Words of orders. They follow facts: "on its way" is said only after a provider has said it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from app.api.cases import OrderInfo
from app.api.providers import SendingInfo
from app.domain.sending import SendingChannel, SendingState
from app.domain.service_order import HAS_ETA, OrderState, ServiceKind, TowRegime, may_become
from app.i18n import _
from ui.words.cases import ORDERS, reason_text
from ui.words.faults import reason_text as fault_text
from ui.words.services import PURPOSES, ROADS, SENDINGS, SERVICES
from ui.words.times import since_text, time_of_day

STEPS: Mapping[OrderState, Callable[[], str]] = {
    OrderState.OFFERED: lambda: _("Offered"),
    OrderState.ACCEPTED: lambda: _("Accepted"),
    OrderState.REFUSED: lambda: _("Refused …"),
    OrderState.EN_ROUTE: lambda: _("On its way"),
    OrderState.ON_SITE: lambda: _("With the car"),
    OrderState.DONE: lambda: _("Done"),
    OrderState.UNSUCCESSFUL: lambda: _("Came in vain …"),
    OrderState.CANCELLED: lambda: _("Cancel …"),
}
"""Buttons, in the order of the road."""

_WITH_PROVIDER: Mapping[OrderState, Callable[[], str]] = {
    OrderState.QUEUED: lambda: _("leaves for {provider}; nobody has been asked yet"),
    OrderState.OFFERED: lambda: _("offered to {provider} at {time}, no answer yet"),
    OrderState.ACCEPTED: lambda: _("accepted by {provider} at {time}"),
    OrderState.REFUSED: lambda: _("refused by {provider} at {time}"),
    OrderState.EN_ROUTE: lambda: _("{provider} is on its way, said at {time}"),
    OrderState.ON_SITE: lambda: _("{provider} is with the car since {time}"),
    OrderState.DONE: lambda: _("done by {provider} at {time}"),
    OrderState.UNSUCCESSFUL: lambda: _("{provider} came in vain, said at {time}"),
    OrderState.CANCELLED: lambda: _("cancelled at {time}; {provider} had it"),
}

REASONS: Mapping[OrderState, tuple[Callable[[], str], Callable[[], str]]] = {
    OrderState.REFUSED: (lambda: _("Why did the firm refuse?"), lambda: _("Write the refusal down")),
    OrderState.UNSUCCESSFUL: (lambda: _("Why did it come in vain?"), lambda: _("Write it down")),
    OrderState.CANCELLED: (lambda: _("Why is the tow truck cancelled?"), lambda: _("Cancel the tow truck")),
}
"""What is asked before a truck will not come, and the button that says so."""

REGIMES: Mapping[TowRegime, Callable[[], str]] = {
    TowRegime.FAST: lambda: _("Flemish motorway: the police send F.A.S.T., on site within about 20 minutes."),
    TowRegime.SIABIS: lambda: _("Walloon motorway: the police send SIABIS+, sometimes only after an hour."),
    TowRegime.POLICE: lambda: _("Motorway: the police decide who tows."),
}

CHANGEABLE = (OrderState.BY_HAND, OrderState.QUEUED, OrderState.OFFERED, OrderState.ACCEPTED, OrderState.EN_ROUTE)
"""Nobody is there yet: what the order says may still be another place or time."""

HELD_AFTER: Final = timedelta(seconds=3)
WAITS_ITS_TURN_FOR: Final = timedelta(seconds=15)
"""One that was not tried may stand behind others; whoever phones then orders a second truck."""

_HELD: Mapping[SendingChannel, Callable[[], str]] = {
    SendingChannel.MAIL: lambda: _("held since {time}: e-mail is down, phone the firm"),
    SendingChannel.REST: lambda: _("held since {time}: their system is not reached, phone the firm"),
}

_PROMISED = (OrderState.OFFERED, OrderState.ACCEPTED, OrderState.EN_ROUTE)


def order_text(order: OrderInfo, now: datetime) -> str:
    """Return how far an order got, and what was promised."""
    time = since_text(order.changed_at, now)
    if order.state is OrderState.BY_HAND:
        return _to_be_placed(order)
    if order.provider:
        text = _WITH_PROVIDER[order.state]().format(provider=order.provider, time=time)
    else:
        text = _("{state} at {time}").format(state=ORDERS[order.state](), time=time)
    if order.eta_at is not None and order.state in _PROMISED:
        promised = _("promised for {time}").format(time=since_text(order.eta_at, now))
        text = f"{text}, {promised}"
    return _with_phones(text, order)


def _with_phones(text: str, order: OrderInfo) -> str:
    """Say on which number the firm is reached, for as long as anything is to be said to it."""
    return f"{text} · {', '.join(order.phones)}" if order.phones and order.state.is_running else text


def _to_be_placed(order: OrderInfo) -> str:
    if order.provider:
        return _with_phones(_("to be placed by hand: phone {provider}").format(provider=order.provider), order)
    return _("to be placed by hand: nobody has been asked yet")


def reason_of(order: OrderInfo, following: OrderState) -> tuple[str, str]:
    """Return what is asked before it will not come, and the button that says so."""
    if order.kind is not ServiceKind.TOW and following is OrderState.CANCELLED:
        return _("Why is it cancelled?"), _("Cancel it")
    hint, button = REASONS[following]
    return hint(), button()


def sent_text(order: OrderInfo, now: datetime) -> str:
    """Return how the last version left, or did not, and until when an answer is due; empty = it is told by phone."""
    sending = order.sending
    if sending is None or not order.state.is_running:
        return ""
    words = {"what": PURPOSES[sending.purpose](), "road": ROADS[sending.channel](), "how": _how(sending)}
    parts = [_("version {version}, {what} {road}: {how}").format(version=sending.version, **words)]
    if sending.state is SendingState.QUEUED:
        parts.append(_leaving(sending, now))
    if sending.fault and sending.state not in (SendingState.ACCEPTED, SendingState.DELIVERED):
        parts.append(fault_text(sending.fault))
    if order.answer_due_at is not None:
        is_over = order.answer_due_at <= now
        said = _("no answer since {time}: phone them or ask another") if is_over else _("answer due by {time}")
        parts.append(said.format(time=time_of_day(order.changed_at if is_over else order.answer_due_at)))
    return " · ".join(parts)


def capital(text: str) -> str:
    """Return a text as it begins a line."""
    return text[:1].upper() + text[1:]


def is_held(order: OrderInfo, now: datetime) -> bool:
    """Whether it should have left by now, and has not: its gateway is down."""
    sending = order.sending
    is_queued = order.state is OrderState.QUEUED and sending is not None and sending.state is SendingState.QUEUED
    return is_queued and sending is not None and _is_late(sending, now)


def _is_late(sending: SendingInfo, now: datetime) -> bool:
    """Whether it did not leave when it should: at once where a try failed, else when its turn should have come."""
    return now - sending.leaves_at >= (HELD_AFTER if sending.fault else WAITS_ITS_TURN_FOR)


def is_silent(order: OrderInfo, now: datetime) -> bool:
    """Whether the firm had the time to answer and did not."""
    return order.answer_due_at is not None and order.answer_due_at <= now


def _how(sending: SendingInfo) -> str:
    """Say how far it got: the mail server that took a mail is nobody who comes."""
    is_with_server = sending.channel is SendingChannel.MAIL and sending.state is SendingState.ACCEPTED
    return _("given to the mail server, not read yet") if is_with_server else SENDINGS[sending.state]()


def _leaving(sending: SendingInfo, now: datetime) -> str:
    if _is_late(sending, now):
        return _HELD[sending.channel]().format(time=time_of_day(sending.leaves_at))
    words = _("tried again at {time}") if sending.tries else _("leaves at {time}")
    return words.format(time=time_of_day(sending.leaves_at))


def heading_text(order: OrderInfo, now: datetime) -> str:
    """Return what was ordered, by whom and when."""
    if order.kind is not ServiceKind.TOW:
        words = _("{service}, by an operator at {time}")
        return words.format(service=SERVICES[order.kind](), time=since_text(order.ordered_at, now))
    words = _("Tow truck, by the rules at {time}") if order.automatic else _("Tow truck, by an operator at {time}")
    return words.format(time=since_text(order.ordered_at, now))


def places_text(order: OrderInfo, now: datetime) -> str:
    """Return where it is fetched and brought, where a person said so, and why it did not come; empty = as usual."""
    said = (
        (order.pick_up, _("fetch it at {place}").format(place=order.pick_up)),
        (order.deliver_to, _("bring it to {place}").format(place=order.deliver_to)),
        (order.need, _("what exactly: {need}").format(need=order.need)),
        (order.wanted_at, _("wanted for {value}").format(value=_wanted(order, now))),
        (order.reason, _("because: {reason}").format(reason=reason_text(order.reason))),
    )
    return " · ".join(words for value, words in said if value)


def _wanted(order: OrderInfo, now: datetime) -> str:
    return "" if order.wanted_at is None else since_text(order.wanted_at, now)


def steps_of(state: OrderState) -> tuple[OrderState, ...]:
    """Return what may follow, in the order of the road; a truck that is coming may have another time."""
    return tuple(one for one in STEPS if may_become(state, one) or (one is state and state in HAS_ETA))


def step_text(state: OrderState, following: OrderState) -> str:
    """Return the button of a step."""
    return _("Another time") if following is state else STEPS[following]()
