"""Phone the firm of an order, because a person pressed its number.

The number comes from the directory. The call is no attempt to reach anybody of the car, so ladder and SMS know nothing
of it; it may be made while another call is open, and also after the case was closed while its truck still runs. Over
the exchange it is a call with a line of its own; where the desk dials, that it was dialled is written down.
"""

from dataclasses import dataclass

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.contact import CallAttempt, CallPurpose
from app.domain.errors import Conflict, Refusal
from app.domain.ids import OrderId
from app.domain.service_order import ServiceOrder
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_finisher
from app.usecases.start_call import Aside, Exchange, request_aside
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CallPartner:
    """Call the firm of an order.

    Attributes:
        place: Which of its numbers, in the order of the directory.
        exchange: None = the desk dials.
        seen_e164: The number that the person pressed; empty = not said.
    """

    actor: Actor
    order_id: OrderId
    place: int = 0
    exchange: Exchange | None = None
    seen_e164: str = ""


def call_partner(command: CallPartner, uow: UnitOfWork, clock: Clock) -> CallAttempt | None:
    """Write it down; with an exchange store the attempt, which the exchange is told of after the commit.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``; ``changed``: the order is with another firm by now, or that has
            another number.
        Refusal: ``no_number``: its firm is not in the directory, or has no such number.
    """
    order = uow.orders.get(command.order_id)
    case = uow.cases.get(order.case_id)
    require_finisher(case, command.actor)
    number, now = _number(order, command.place, uow), clock.now()
    if command.seen_e164 not in ("", number):
        raise Conflict("changed")
    facts = {"order_id": order.order_id, "to": order.provider}
    call = None
    if command.exchange is not None:
        aside = Aside(case.case_id, CallPurpose.PARTNER, number, order.provider)
        call = request_aside(aside, command.exchange, command.actor, uow, now)
        facts = {**facts, "call_id": call.call_id}
    save_case(uow, case, command.actor, now, Entry(AuditAction.CALL_REQUESTED, facts, {"number": number}))
    return call


def _number(order: ServiceOrder, place: int, uow: UnitOfWork) -> str:
    provider = None if order.provider_id is None else uow.providers.provider(order.provider_id)
    numbers = () if provider is None else provider.phones
    if place >= len(numbers):
        raise Refusal("no_number")
    return numbers[place]
