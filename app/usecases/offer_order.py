"""Offer an order to a partner of the directory, or stop that while it has not left.

The operator may choose anybody of the kind, whatever speaks against them; only the law of the road is not theirs to
break: on a Belgian motorway the police tow. Where the partner has a road that leaves by itself the order is queued and
can be stopped for some seconds; else the partner stands on the order, to be phoned.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState
from app.domain.clock import Clock
from app.domain.errors import Conflict, NotFound, Refusal
from app.domain.ids import OrderId, ProviderId
from app.domain.provider import Provider
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_finisher
from app.usecases.holds import BELGIAN_TIME
from app.usecases.order_channels import OrderChannels
from app.usecases.order_sendings import Acting, Leaving, is_leaving, next_version, queue
from app.usecases.tow_promises import leave_firm
from app.usecases.tow_regime import is_police_tow
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OfferOrder:
    """Offer it to this partner."""

    actor: Actor
    order_id: OrderId
    provider_id: ProviderId


@dataclass(frozen=True, slots=True)
class StopOrder:
    """Do not let it leave."""

    actor: Actor
    order_id: OrderId


def offer_order(command: OfferOrder, uow: UnitOfWork, clock: Clock, channels: OrderChannels) -> ServiceOrder:
    """Queue the order for the partner, or put the partner on it to be phoned.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``, ``wrong_state`` (somebody has it already), ``motorway``.
        NotFound: There is no such partner.
        Refusal: ``wrong_kind``, ``provider_stopped``.
    """
    order = uow.orders.get(command.order_id)
    case = uow.cases.get(order.case_id)
    require_finisher(case, command.actor)
    if order.state is not OrderState.BY_HAND:
        raise Conflict("wrong_state")
    now = clock.now()
    provider = partner_for(order.kind, command.provider_id, uow, now)
    require_own_road(order, case, uow)
    offered, entry = assign(order, case, provider, Acting(command.actor, uow, now, channels))
    save_case(uow, case, command.actor, now, entry)
    return offered


def stop_order(command: StopOrder, uow: UnitOfWork, clock: Clock) -> ServiceOrder:
    """Keep back what has not left: nobody was asked, or who may have been hears that it is off.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``, ``wrong_state``: it has left.
    """
    order = uow.orders.get(command.order_id)
    case = uow.cases.get(order.case_id)
    require_finisher(case, command.actor)
    now = clock.now()
    if order.state is not OrderState.QUEUED or is_leaving(order, uow):
        raise Conflict("wrong_state")
    leave_firm(order, command.actor, uow, now)
    stopped = replace(order, state=OrderState.BY_HAND, provider="", provider_id=None, changed_at=now)
    uow.orders.put(stopped)
    facts = {"order_id": order.order_id, "state": stopped.state, "state_before": order.state, "provider": ""}
    save_case(uow, case, command.actor, now, Entry(AuditAction.ORDER_CHANGED, facts | {"kind": order.kind}))
    return stopped


def partner_for(kind: ServiceKind, provider_id: ProviderId, uow: UnitOfWork, now: datetime) -> Provider:
    """Return the partner.

    Raises:
        NotFound: There is no such partner.
        Refusal: ``wrong_kind``, ``provider_stopped``.
    """
    provider = uow.providers.provider(provider_id)
    if provider is None:
        raise NotFound("not_found", what="provider")
    if kind not in provider.kinds:
        raise Refusal("wrong_kind")
    if not provider.works_on(now.astimezone(BELGIAN_TIME).date()):
        raise Refusal("provider_stopped")
    return provider


def require_own_road(order: ServiceOrder, case: Case, uow: UnitOfWork) -> None:
    """Pass where a truck of ours may come.

    Raises:
        Conflict: ``motorway``.
    """
    is_police = is_police_tow(case, uow.answers.of_case(case.case_id)) and not order.pick_up
    if order.kind is ServiceKind.TOW and is_police and case.state is CaseState.OPEN:
        raise Conflict("motorway")


def assign(order: ServiceOrder, case: Case, provider: Provider, acting: Acting) -> tuple[ServiceOrder, Entry]:
    """Give the order to the partner; return it with the entry of that. The caller saves the case."""
    uow, now, road = acting.uow, acting.now, acting.channels.road_to(provider)
    if order.provider_id not in (None, provider.provider_id):
        leave_firm(order, acting.actor, uow, now)
    version = next_version(order, uow) if uow.sendings.of_order(order.order_id) else order.version
    state = OrderState.BY_HAND if road is None else OrderState.QUEUED
    given = replace(
        order,
        state=state,
        provider=provider.name,
        provider_id=provider.provider_id,
        version=version,
        changed_at=order.changed_at if state is order.state else now,
    )
    uow.orders.put(given)
    if road is not None:
        queue(Leaving(given, case, provider, road), acting)
    facts = {"order_id": given.order_id, "kind": given.kind, "provider": provider.name, "way": road or "phone"}
    return given, Entry(AuditAction.PARTNER_CHOSEN, facts)
