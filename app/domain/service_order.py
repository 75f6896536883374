"""Orders to partners: a tow truck, a taxi, a hotel, a rental car, the way home from abroad.

"On its way" is a state that only a provider's word can reach. An order placed by the rules before anybody was asked is
*to be placed by hand* and is said to be just that; one that waits in the outbox is *queued*, and offered only when the
partner's side took it. One car never has two running tow orders. What the partner has to know is numbered: another
place or time is the next version, and is sent again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from app.domain.ids import CaseId, OrderId, ProviderId


class ServiceKind(StrEnum):
    """What is ordered."""

    TOW = "tow"
    TAXI = "taxi"
    HOTEL = "hotel"
    RENTAL = "rental"
    REPATRIATION = "repatriation"


class OrderState(StrEnum):
    """How far a provider got, in the provider's own words."""

    BY_HAND = "by_hand"
    QUEUED = "queued"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    DONE = "done"
    UNSUCCESSFUL = "unsuccessful"
    CANCELLED = "cancelled"

    @property
    def is_running(self) -> bool:
        """Whether somebody may still be coming, or still has to be asked."""
        return self not in (OrderState.REFUSED, OrderState.DONE, OrderState.UNSUCCESSFUL, OrderState.CANCELLED)

    @property
    def is_unasked(self) -> bool:
        """Whether nobody was asked yet: whoever waits for it waits in vain."""
        return self in (OrderState.BY_HAND, OrderState.QUEUED)


class TowRegime(StrEnum):
    """Which service the police call to a motorway; ``POLICE`` where no more is known than that they do."""

    FAST = "fast"
    SIABIS = "siabis"
    POLICE = "police"


class DisclosureWay(StrEnum):
    """How what somebody was told left the house."""

    PHONE = "phone"
    MAIL = "mail"
    REST = "rest"
    SMS = "sms"


class Recipient(StrEnum):
    """Who was told something of a person."""

    PARTNER = "partner"
    FAMILY = "family"
    EMPLOYER = "employer"
    POLICE = "police"
    EMERGENCY = "emergency"
    OTHER = "other"


class DisclosureBasis(StrEnum):
    """Why they may know it (GDPR, article 6)."""

    CONTRACT = "contract"
    VITAL_INTERESTS = "vital_interests"
    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal_obligation"


_NEXT: dict[OrderState, frozenset[OrderState]] = {
    OrderState.BY_HAND: frozenset({OrderState.OFFERED, OrderState.ACCEPTED, OrderState.REFUSED, OrderState.CANCELLED}),
    OrderState.QUEUED: frozenset(
        {OrderState.BY_HAND, OrderState.OFFERED, OrderState.ACCEPTED, OrderState.REFUSED, OrderState.CANCELLED}
    ),
    OrderState.OFFERED: frozenset({OrderState.ACCEPTED, OrderState.REFUSED, OrderState.CANCELLED}),
    OrderState.ACCEPTED: frozenset(
        {
            OrderState.EN_ROUTE,
            OrderState.ON_SITE,
            OrderState.DONE,
            OrderState.UNSUCCESSFUL,
            OrderState.REFUSED,
            OrderState.CANCELLED,
        }
    ),
    OrderState.EN_ROUTE: frozenset(
        {OrderState.ON_SITE, OrderState.DONE, OrderState.UNSUCCESSFUL, OrderState.CANCELLED}
    ),
    OrderState.ON_SITE: frozenset({OrderState.DONE, OrderState.UNSUCCESSFUL}),
}


NEEDS_REASON: Final = frozenset({OrderState.REFUSED, OrderState.UNSUCCESSFUL, OrderState.CANCELLED})
"""Somebody waits for a truck that will not come: why is kept. A firm that accepted may still give it back."""

KNOWN_TO_FIRM: Final = frozenset({OrderState.OFFERED, OrderState.ACCEPTED, OrderState.EN_ROUTE})
"""A firm was asked and has not come yet: it has to hear of a cancellation."""

HAS_ETA: Final = (OrderState.ACCEPTED, OrderState.EN_ROUTE)
"""A time that a firm names here is promised."""


def may_become(state: OrderState, following: OrderState) -> bool:
    """Whether an order may go from one state to the other; a finished order never moves again."""
    return following in _NEXT.get(state, frozenset())


@dataclass(frozen=True, slots=True)
class ServiceOrder:
    """One order.

    Attributes:
        automatic: Placed by the rules (S2.ECALL.tow) in the case's own transaction, not by a person.
        road_known: Whether it is known what kind of road the car stands on; motorways have their own tow regime.
        provider: Name of the firm; empty until somebody was asked.
        eta_at: What the provider promised; None = nothing promised.
        changed_at: When it came to its state; another promised time or an answer about the road changes no state.
        pick_up: Where it is fetched, where that is not the place of the case: the drop-off of the police tower.
        deliver_to: The garage, or where the people are brought; empty = not said.
        reason: Why it was refused, came in vain or was cancelled.
        provider_id: The partner of the directory; None = a firm that was typed, or nobody yet.
        version: Which numbered version of its words the partner has, or will have.
        need: What exactly, in the operator's words ("3 people, 1 child seat"); empty = as usual.
        wanted_at: When it should be there; None = at once.
        offered_at: When its partner's side took it; None = not yet, or by phone.
    """

    order_id: OrderId
    case_id: CaseId
    kind: ServiceKind
    state: OrderState
    automatic: bool
    road_known: bool
    provider: str
    eta_at: datetime | None
    ordered_at: datetime
    changed_at: datetime
    pick_up: str = ""
    deliver_to: str = ""
    reason: str = ""
    provider_id: ProviderId | None = None
    version: int = 1
    need: str = ""
    wanted_at: datetime | None = None
    offered_at: datetime | None = None


class AnyOrder(Protocol):
    """An order as it is stored, or as a desk is told of it."""

    @property
    def kind(self) -> ServiceKind:
        """What is ordered."""
        ...

    @property
    def state(self) -> OrderState:
        """How far it got."""
        ...

    @property
    def ordered_at(self) -> datetime:
        """When it was placed."""
        ...


A = TypeVar("A", bound=AnyOrder)


def refused_tow(orders: Iterable[A]) -> A | None:
    """Return the newest tow order, if its firm said no: that a truck is wanted was decided, and the next is asked."""
    tows = [order for order in orders if order.kind is ServiceKind.TOW]
    last = max(tows, key=lambda order: order.ordered_at, default=None)
    return last if last is not None and last.state is OrderState.REFUSED else None


def placed_anew(order: ServiceOrder, order_id: OrderId, at: datetime, *, automatic: bool) -> ServiceOrder:
    """Return an order of its own with the words of another: nobody was asked yet, and nothing is promised."""
    return ServiceOrder(
        order_id=order_id,
        case_id=order.case_id,
        kind=order.kind,
        state=OrderState.BY_HAND,
        automatic=automatic,
        road_known=order.road_known,
        provider="",
        eta_at=None,
        ordered_at=at,
        changed_at=at,
        pick_up=order.pick_up,
        deliver_to=order.deliver_to,
        need=order.need,
        wanted_at=order.wanted_at,
    )
