"""The promises that follow from an order, so that nobody has to think of them.

* A firm that accepted and named a time makes the promise to the driver; a new time moves it; the truck at the car keeps
  it. A second truck, after the first was refused or came in vain, takes the same promise over: the driver was told one
  time and waits for one truck, so his clock runs on until a truck keeps it or a person takes it back.
* A taxi or a rental car that comes for somebody is a promise of its own order, kept, moved and withdrawn with it. A bed
  and a way home have no minute that somebody waits for at a roadside.
* What a partner knows of and that is cancelled leaves the call to that partner: until it confirms, one still drives.
  Where the order left by itself, the cancellation does too, and is said beside it (``order_sendings``).
  The firm that says so itself (it gives the order back, or its truck came) leaves no call to it.
* Told to 101 on a motorway, the police tower brings the car somewhere; asking where is a promise too, because our own
  truck can only come from there.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.domain.ids import CaseId
from app.domain.promise import Promise, PromisedTo, PromiseKind
from app.domain.service_order import HAS_ETA, KNOWN_TO_FIRM, OrderState, ServiceKind, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.case_changes import write_down
from app.usecases.order_sendings import call_off, may_know
from app.usecases.promise_changes import keep, made, moved, new_promise, open_of, withdraw
from app.usecases.reasons import ANSWERED_TOO_LATE
from app.usecases.unit_of_work import UnitOfWork

CONFIRM_WITHIN: Final = timedelta(minutes=10)
"""A truck on its way to nobody is paid for, and is missing elsewhere."""

POLICE_TOWER_NEEDS: Final = timedelta(minutes=30)
"""F.A.S.T. is on site within 20 minutes, SIABIS+ needs up to an hour: the first question is worth asking then."""

CAME_ALL_THE_SAME: Final = "the truck came all the same"

_ARRIVED: Final = (OrderState.ON_SITE, OrderState.DONE)
_COMES: Final = frozenset({ServiceKind.TOW, ServiceKind.TAXI, ServiceKind.RENTAL})
_FAILED: Final = (OrderState.REFUSED, OrderState.UNSUCCESSFUL)
_GIVEN_BACK: Final = (OrderState.REFUSED, OrderState.UNSUCCESSFUL)


def follow_order(before: ServiceOrder, after: ServiceOrder, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Make, move, keep or withdraw what was promised because of this order; the case is saved by the caller."""
    _end_call_off(after, actor, uow, now)
    if after.state in HAS_ETA and after.eta_at is not None and after.kind in _COMES:
        _promise_arrival(after, after.eta_at, actor, uow, now)
    elif after.state in _ARRIVED:
        promise = _arrival(after, uow)
        if promise is not None:
            keep(uow, promise, actor, now)
    elif after.state is OrderState.CANCELLED:
        _take_back(after, actor, uow, now)
        if before.state in KNOWN_TO_FIRM or may_know(before, uow):
            confirm_cancellation(after, actor, uow, now)
        call_off(before, actor, uow, now, after.reason)
    elif after.state in _FAILED and after.kind is not ServiceKind.TOW:
        _take_back(after, actor, uow, now)


def leave_firm(order: ServiceOrder, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Call the order off at its firm, because another one comes or nobody is asked yet; the call is a promise.

    The road that did not bring the order may not bring the cancellation either.
    """
    if may_know(order, uow):
        confirm_cancellation(order, actor, uow, now)
    call_off(order, actor, uow, now)


def confirm_cancellation(order: ServiceOrder, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Leave the call to the firm that a truck is off, unless it waits already."""
    if call_off_waits(order, order.provider, uow) is None:
        is_news = order.reason == ANSWERED_TOO_LATE  # the service decided it: whoever has the case hears it at once
        kind, due_at = PromiseKind.CONFIRM_CANCELLATION, now if is_news else now + CONFIRM_WITHIN
        promise = new_promise(order.case_id, kind, PromisedTo.FIRM, due_at, actor, now)
        promise = replace(promise, order_id=order.order_id, text=order.provider)
        uow.promises.put(promise)
        write_down(uow, order.case_id, actor, now, made(promise))


def call_off_waits(order: ServiceOrder, firm: str, uow: UnitOfWork) -> Promise | None:
    """Return the open promise to call this firm off; an order that changed hands may have one for each."""
    promises = (one for one in uow.promises.of_case(order.case_id) if one.kind is PromiseKind.CONFIRM_CANCELLATION)
    return next((one for one in promises if one.is_open and (one.order_id, one.text) == (order.order_id, firm)), None)


def _end_call_off(order: ServiceOrder, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Drop the call to a firm that has nothing more to be called off, or has said so itself; not that to another."""
    waits = call_off_waits(order, order.provider, uow)
    if waits is not None and order.state in _ARRIVED:
        withdraw(uow, waits, actor, now, CAME_ALL_THE_SAME)
    elif waits is not None and order.state in _GIVEN_BACK:
        keep(uow, waits, actor, now)


def ask_drop_off(case_id: CaseId, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Leave the question where the police tower put the car, unless it waits already."""
    if open_of(uow, case_id, PromiseKind.ASK_DROP_OFF) is None:
        due_at = now + POLICE_TOWER_NEEDS
        promise = new_promise(case_id, PromiseKind.ASK_DROP_OFF, PromisedTo.POLICE, due_at, actor, now)
        uow.promises.put(promise)
        write_down(uow, case_id, actor, now, made(promise))


def drop_off_known(case_id: CaseId, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Keep the promise to ask where the car is."""
    promise = open_of(uow, case_id, PromiseKind.ASK_DROP_OFF)
    if promise is not None:
        keep(uow, promise, actor, now)


def _take_back(order: ServiceOrder, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    promise = open_of(uow, order.case_id, _kind(order), order.order_id)
    if promise is not None:
        withdraw(uow, promise, actor, now, order.reason)


def _kind(order: ServiceOrder) -> PromiseKind:
    return PromiseKind.TOW if order.kind is ServiceKind.TOW else PromiseKind.SERVICE


def _arrival(order: ServiceOrder, uow: UnitOfWork) -> Promise | None:
    """The promise that it comes: of whichever truck, but of this very taxi."""
    order_id = None if order.kind is ServiceKind.TOW else order.order_id
    return open_of(uow, order.case_id, _kind(order), order_id)


def _promise_arrival(order: ServiceOrder, eta_at: datetime, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    promise = _arrival(order, uow)
    if promise is None:
        fresh = new_promise(order.case_id, _kind(order), PromisedTo.DRIVER, eta_at, actor, now)
        fresh = replace(fresh, order_id=order.order_id)
        uow.promises.put(fresh)
        write_down(uow, order.case_id, actor, now, made(fresh))
    elif (promise.due_at, promise.order_id) != (eta_at, order.order_id):
        after = replace(promise, due_at=eta_at, order_id=order.order_id, changed_at=now)
        uow.promises.put(after)
        write_down(uow, order.case_id, actor, now, moved(promise, after, order.reason))
