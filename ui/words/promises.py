"""Promises in words: what was promised to whom, how long is left, and whose it is."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.api.cases import CaseDetail, OrderInfo
from app.api.promises import PromiseClock, PromiseInfo
from app.domain.clock import age_s
from app.domain.next_step import NextKind
from app.domain.promise import PromisedTo, PromiseKind
from app.i18n import _
from ui.words.times import age_text, since_text

TO: Mapping[PromisedTo, Callable[[], str]] = {
    PromisedTo.DRIVER: lambda: _("the driver"),
    PromisedTo.FAMILY: lambda: _("the family"),
    PromisedTo.EMPLOYER: lambda: _("the employer"),
    PromisedTo.FIRM: lambda: _("the tow firm"),
    PromisedTo.POLICE: lambda: _("the police"),
    PromisedTo.OTHER: lambda: _("somebody else"),
}

CALL_BACK: Mapping[PromisedTo, Callable[[], str]] = {
    PromisedTo.DRIVER: lambda: _("Call the driver back"),
    PromisedTo.FAMILY: lambda: _("Call the family back"),
    PromisedTo.EMPLOYER: lambda: _("Call the employer back"),
    PromisedTo.FIRM: lambda: _("Call the tow firm again"),
    PromisedTo.POLICE: lambda: _("Call the police again"),
    PromisedTo.OTHER: lambda: _("Call back"),
}

KINDS: Mapping[PromiseKind, Callable[[], str]] = {
    PromiseKind.TOW: lambda: _("Tow truck with the car"),
    PromiseKind.SERVICE: lambda: _("Taxi or rental car with the driver"),
    PromiseKind.CONFIRM_CANCELLATION: lambda: _("Confirm the cancellation by phone with the firm"),
    PromiseKind.ASK_DROP_OFF: lambda: _("Ask 101 where the police tower put the car"),
    PromiseKind.OTHER: lambda: _("Promised to {to}"),
}


def promised_text(kind: PromiseKind, to: PromisedTo, text: str = "") -> str:
    """Return what was promised: "Call the driver back: the line dropped"."""
    said = CALL_BACK[to]() if kind is PromiseKind.CALL_BACK else KINDS[kind]().format(to=TO[to]())
    return _("{promise}: {text}").format(promise=said, text=text) if text else said


def owner_text(name: str) -> str:
    """Return a name as it fits a row: "An V."; of one word that word. None: the service promised."""
    if not name.strip():
        return _("nobody yet")
    first, *others = name.split()[:2] or [""]
    return f"{first} {others[0][0]}." if others else first


def is_silent_firm(promise: PromiseClock | PromiseInfo) -> bool:
    """Whether it is the call to a firm that did not answer, which the service called off; a person knows it is due."""
    return promise.kind is PromiseKind.CONFIRM_CANCELLATION and promise.is_at_once


def clock_mark(clock: PromiseClock, now: datetime) -> str:
    """Return the clock of a row: "promise 14:20 · An V."."""
    time, owner = since_text(clock.due_at, now), owner_text(clock.owner)
    if is_silent_firm(clock):
        return _("phone the silent firm · {owner}").format(owner=owner)
    if now >= clock.due_at:
        return _("promise {time} LATE · {owner}").format(time=time, owner=owner)
    return _("promise {time} · {owner}").format(time=time, owner=owner)


def left_text(due_at: datetime, now: datetime) -> str:
    """Return how long is left, or how late it is."""
    left_s = age_s(now, due_at)
    if left_s > 0:
        return _("in {age}").format(age=age_text(left_s))
    return _("{age} late").format(age=age_text(-left_s))


def _reached(firm: str, order: OrderInfo | None) -> str:
    """Return a firm with its first number, where that is on record."""
    return f"{firm} ({order.phones[0]})" if order is not None and order.phones else firm


def _missed(promise: PromiseInfo) -> str:
    """Return who has to be called back: "Call the driver back: +32 470 12 34 56, missed at 04:58"."""
    time = promise.due_at.astimezone().strftime("%H:%M")
    said = promised_text(promise.kind, promise.to, promise.text.replace(" ", "\u00a0"))
    return _("{promise}, missed at {time}").format(promise=said, time=time)


def _silent(promise: PromiseInfo, detail: CaseDetail) -> str:
    """Return what the service did with a firm that did not answer, and the call that is left."""
    order = next((one for one in detail.orders if one.order_id == promise.order_id), None)
    others = [one for one in detail.orders if order is not None and one.kind is order.kind and one.state.is_running]
    firm = _reached(promise.text, order)
    if not others or not others[0].provider:
        return _("Confirm the cancellation by phone with {firm}").format(firm=firm)
    words = _("{first} did not answer; {second} is asked now. Confirm the cancellation by phone with {firm}")
    return words.format(first=promise.text, second=others[0].provider, firm=firm)


def promise_sentence(detail: CaseDetail) -> str:
    """Return NEXT when it is a promise: which one, and its time; empty when NEXT is something else."""
    step = detail.row.next_step
    found = next((one for one in detail.promises if one.promise_id == step.target_id), None)
    if step.kind is NextKind.CALL_OFF_TOW and found is not None and found.text:
        order = next((one for one in detail.orders if one.order_id == found.order_id), None)
        return _("Phone {firm} and call the truck off").format(firm=_reached(found.text, order))
    if step.kind is NextKind.PLACE_TOW_BY_HAND:
        order = next((one for one in detail.orders if one.order_id == step.target_id and one.provider), None)
        words = _("Phone {firm} for a tow truck")
        return "" if order is None else words.format(firm=_reached(order.provider, order))
    if step.kind is NextKind.CALL_BACK and found is not None:
        return _missed(found)
    if step.kind is not NextKind.KEEP_PROMISE or found is None:
        return ""
    if is_silent_firm(found):
        return _silent(found, detail)
    time = found.due_at.astimezone().strftime("%H:%M")
    promise = promised_text(found.kind, found.to, found.text)
    return _("Keep the promise of {time}: {promise}").format(time=time, promise=promise)
