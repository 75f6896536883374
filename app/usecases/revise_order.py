"""Change what an order says: another place, another time. That is the next version, and its partner hears of it.

What has not left yet leaves with the new words only. A partner that may have the old ones gets the new version by the
same road; one that was told by phone has to be phoned, which the entry says and the screen shows.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import OrderId
from app.domain.sending import SendingPurpose
from app.domain.service_order import OrderState, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, yes_or_no
from app.usecases.holding import require_finisher
from app.usecases.offer_order import require_own_road
from app.usecases.order_channels import OrderChannels
from app.usecases.order_sendings import Acting, Leaving, may_know, next_version, queue, stop_waiting
from app.usecases.order_service import Wish
from app.usecases.unit_of_work import UnitOfWork

_CHANGEABLE: Final = frozenset(
    {OrderState.BY_HAND, OrderState.QUEUED, OrderState.OFFERED, OrderState.ACCEPTED, OrderState.EN_ROUTE}
)


@dataclass(frozen=True, slots=True)
class ReviseOrder:
    """These are its words from now on, all of them."""

    actor: Actor
    order_id: OrderId
    wish: Wish


def revise_order(command: ReviseOrder, uow: UnitOfWork, clock: Clock, channels: OrderChannels) -> ServiceOrder:
    """Store the next version and let it leave where the order did; the same words again change nothing.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``, ``wrong_state`` (they are there, or it is over), ``motorway``.
    """
    order, wish = uow.orders.get(command.order_id), command.wish
    case = uow.cases.get(order.case_id)
    require_finisher(case, command.actor)
    if order.state not in _CHANGEABLE:
        raise Conflict("wrong_state")
    words = replace(
        order,
        pick_up=wish.pick_up.strip(),
        deliver_to=wish.deliver_to.strip(),
        need=wish.need.strip(),
        wanted_at=wish.wanted_at,
    )
    if words == order:
        return order
    require_own_road(words, case, uow)
    now, revised = clock.now(), replace(words, version=next_version(order, uow))
    uow.orders.put(revised)
    is_told = _tell(revised, case, Acting(command.actor, uow, now, channels))
    facts = {
        "order_id": order.order_id,
        "kind": order.kind,
        "version": str(revised.version),
        "provider": order.provider,
        "told": yes_or_no(is_told),
    }
    words_of = {"pick_up": revised.pick_up, "deliver_to": revised.deliver_to, "need": revised.need}
    entry = Entry(AuditAction.ORDER_REVISED, facts, {name: text for name, text in words_of.items() if text})
    save_case(uow, case, command.actor, now, entry)
    return revised


def _tell(order: ServiceOrder, case: Case, acting: Acting) -> bool:
    """Let the new version leave; say whether it does."""
    uow = acting.uow
    provider = None if order.provider_id is None else uow.providers.provider(order.provider_id)
    road = None if provider is None else acting.channels.road_to(provider)
    was_known, was_waiting = may_know(order, uow), stop_waiting(order, acting.actor, uow, acting.now)
    is_phoned = order.state is OrderState.BY_HAND
    if provider is None or road is None or is_phoned or not (was_known or was_waiting):
        return False
    is_offer = order.state is OrderState.QUEUED  # nobody has taken it: it is phoned as soon as any other offer
    purpose = SendingPurpose.OFFER if is_offer else SendingPurpose.CHANGE
    queue(Leaving(order, case, provider, road, purpose), acting)
    return True
