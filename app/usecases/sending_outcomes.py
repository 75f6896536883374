"""What became of a sending, told by the adapter that carries it: taken, accepted, or not.

``take`` is committed before the wire is touched and ``accepted`` after the far side took it; a service that is killed
in between finds the sending taken and lets it leave again under the same id. An offer that was accepted makes its order
*offered*, and what was told is written down with it; an offer that cannot leave makes its order one to be phoned. A
cancellation or a change that cannot leave changes no order: its entry says that the partner has to be phoned.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import SendingId
from app.domain.sending import WAITS, Sending, SendingPurpose, SendingState, may_go
from app.domain.service_order import OrderState, ServiceOrder
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.order_sendings import disclosed_by, sending_facts
from app.usecases.unit_of_work import UnitOfWork

GIVES_UP_AFTER: Final = timedelta(minutes=3)
"""An offer that does not leave within this is phoned; somebody stands beside a road."""

CANCELS_FOR: Final = timedelta(hours=1)
"""A cancellation is worth trying for longer: until the partner confirms, one still drives."""

_PAUSES_S: Final = (2.0, 5.0, 10.0, 20.0, 30.0)


@dataclass(frozen=True, slots=True)
class NotSent:
    """It did not leave, or nobody knows whether it did.

    Attributes:
        fault: Technical words, nothing personal in them.
        is_final: The far side refused it: trying again is in vain.
        may_have_arrived: Its words may have been read before it failed.
    """

    sending_id: SendingId
    fault: str
    is_final: bool
    may_have_arrived: bool = False


def take_sending(sending_id: SendingId, uow: UnitOfWork, clock: Clock) -> Sending | None:
    """Note that it is about to leave; None = nobody wants it any more."""
    sending, now = uow.sendings.get(sending_id), clock.now()
    if sending.state not in WAITS or sending.leaves_at > now:
        return None
    was_leaving = sending.state is SendingState.SENDING  # the service that let it leave was killed
    taken = replace(
        sending,
        state=SendingState.SENDING,
        tries=sending.tries + 1,
        changed_at=now,
        may_have_arrived=sending.may_have_arrived or was_leaving,
    )
    uow.sendings.put(taken)
    facts = {**sending_facts(taken, _order(taken, uow).provider), "state": taken.state, "try": str(taken.tries)}
    write_down(uow, taken.case_id, SERVICE, now, Entry(AuditAction.ORDER_SENT, facts))
    return taken


def sending_accepted(sending_id: SendingId, reference: str, uow: UnitOfWork, clock: Clock) -> Sending:
    """Keep that the far side took it; told twice, the second changes nothing.

    Raises:
        Conflict: ``wrong_state``: it was never taken.
    """
    sending, now = uow.sendings.get(sending_id), clock.now()
    if sending.state in (SendingState.ACCEPTED, SendingState.DELIVERED):
        return sending
    if not may_go(sending.state, SendingState.ACCEPTED):
        raise Conflict("wrong_state")
    accepted = replace(sending, state=SendingState.ACCEPTED, changed_at=now, reference=reference[:200], fault="")
    uow.sendings.put(accepted)
    order = _order(sending, uow)
    write_down(uow, sending.case_id, SERVICE, now, disclosed_by(sending, order.provider))
    if _moves(sending, order):
        uow.orders.put(replace(order, state=OrderState.OFFERED, changed_at=now, offered_at=now))
    facts = {**sending_facts(accepted, order.provider), "state": accepted.state}
    save_case(uow, uow.cases.get(sending.case_id), SERVICE, now, Entry(AuditAction.ORDER_SENT, facts))
    return accepted


def sending_failed(command: NotSent, uow: UnitOfWork, clock: Clock) -> Sending:
    """Let it wait for another try, or give it up; an offer that was given up is to be phoned.

    Raises:
        Conflict: ``wrong_state``: it was never taken.
    """
    sending, now = uow.sendings.get(command.sending_id), clock.now()
    if sending.state is not SendingState.SENDING:
        raise Conflict("wrong_state")
    is_patient = not command.is_final and now - sending.created_at < patience_of(sending)
    if is_patient and _is_wanted(sending, _order(sending, uow)):
        return _later(sending, command, uow, now)
    return give_up(sending, command, uow, now)


def give_up(sending: Sending, command: NotSent, uow: UnitOfWork, now: datetime) -> Sending:
    """Let it never leave again; an offer is then to be phoned, and the desks are told."""
    order = _order(sending, uow)
    failed = replace(
        sending,
        state=SendingState.FAILED,
        changed_at=now,
        fault=command.fault[:400],
        may_have_arrived=_may_have_it(sending, command),
    )
    uow.sendings.put(failed)
    if command.may_have_arrived or sending.tries > 1:
        write_down(uow, sending.case_id, SERVICE, now, disclosed_by(sending, order.provider))
    if _moves(sending, order):
        uow.orders.put(replace(order, state=OrderState.BY_HAND, changed_at=now))
    facts = {**sending_facts(failed, order.provider), "fault": failed.fault}
    save_case(uow, uow.cases.get(sending.case_id), SERVICE, now, Entry(AuditAction.ORDER_NOT_SENT, facts))
    return failed


def _moves(sending: Sending, order: ServiceOrder) -> bool:
    """Whether its fate is that of the order; a cancellation to the firm before says nothing of the offer now."""
    is_offer = sending.purpose is not SendingPurpose.CANCEL
    return is_offer and order.state is OrderState.QUEUED and _is_wanted(sending, order)


def _later(sending: Sending, command: NotSent, uow: UnitOfWork, now: datetime) -> Sending:
    pause = _PAUSES_S[min(sending.tries, len(_PAUSES_S)) - 1]
    again = replace(
        sending,
        state=SendingState.QUEUED,
        changed_at=now,
        leaves_at=now + timedelta(seconds=pause),
        fault=command.fault[:400],
        may_have_arrived=_may_have_it(sending, command),
    )
    uow.sendings.put(again)
    facts = {**sending_facts(again, _order(sending, uow).provider), "fault": again.fault, "again": "yes"}
    save_case(uow, uow.cases.get(sending.case_id), SERVICE, now, Entry(AuditAction.ORDER_NOT_SENT, facts))
    return again


def _may_have_it(sending: Sending, command: NotSent) -> bool:
    """Whether the partner may have it and not know that we gave it up; one that refused it has nothing."""
    return sending.may_have_arrived or (command.may_have_arrived and not command.is_final)


def _is_wanted(sending: Sending, order: ServiceOrder) -> bool:
    """Whether it still says what is to be said: an order that was called off is not offered again by a second try."""
    if sending.purpose is SendingPurpose.CANCEL:
        return True
    is_newest = sending.version == order.version and sending.provider_id == order.provider_id
    return order.state.is_running and is_newest


def patience_of(sending: Sending) -> timedelta:
    """Return for how long it is worth trying."""
    return GIVES_UP_AFTER if sending.purpose is SendingPurpose.OFFER else CANCELS_FOR


def _order(sending: Sending, uow: UnitOfWork) -> ServiceOrder:
    return uow.orders.get(sending.order_id)
