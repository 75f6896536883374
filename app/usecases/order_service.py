"""Order a taxi, a hotel, a rental car or a way home, because a person decided so; a tow truck has its own way.

The order is placed and, where a partner was chosen with it, given to that partner in the same transaction. What the
contract pays of it is the ledger's business (``record_use``): nothing is refused here for money.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.answer import ON_MOTORWAY, said
from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.ids import CaseId, OrderId, ProviderId, new_id
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.holding import require_holder
from app.usecases.offer_order import assign, partner_for
from app.usecases.order_channels import OrderChannels
from app.usecases.order_sendings import Acting
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Wish:
    """What is ordered.

    Attributes:
        pick_up: Where they are fetched or want to be; empty = at the place of the case.
        deliver_to: Where they are brought; empty = not said.
        need: What exactly; empty = as usual.
        wanted_at: When; None = at once.
    """

    pick_up: str = ""
    deliver_to: str = ""
    need: str = ""
    wanted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderService:
    """Order it. ``provider_id``: of whom; None = nobody was chosen yet."""

    actor: Actor
    case_id: CaseId
    kind: ServiceKind
    wish: Wish = Wish()
    provider_id: ProviderId | None = None


def order_service(command: OrderService, uow: UnitOfWork, clock: Clock, channels: OrderChannels) -> ServiceOrder:
    """Place the order, and give it to the partner that was chosen.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
        NotFound: There is no such partner.
        Refusal: ``order_a_tow``: a truck is ordered by ``order_tow``; ``wrong_kind``, ``provider_stopped``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    if command.kind is ServiceKind.TOW:
        raise Refusal("order_a_tow")
    chosen, now, wish = command.provider_id, clock.now(), command.wish
    provider = None if chosen is None else partner_for(command.kind, chosen, uow, now)
    order = ServiceOrder(
        order_id=OrderId(new_id()),
        case_id=case.case_id,
        kind=command.kind,
        state=OrderState.BY_HAND,
        automatic=False,
        road_known=said(uow.answers.of_case(case.case_id), ON_MOTORWAY) is not None,
        provider="",
        eta_at=None,
        ordered_at=now,
        changed_at=now,
        pick_up=wish.pick_up.strip(),
        deliver_to=wish.deliver_to.strip(),
        need=wish.need.strip(),
        wanted_at=wish.wanted_at,
    )
    uow.orders.put(order)
    entry = _entry(order)
    if provider is not None:
        write_down(uow, case.case_id, command.actor, now, entry)
        order, entry = assign(order, case, provider, Acting(command.actor, uow, now, channels))
    save_case(uow, case, command.actor, now, entry)
    return order


def _entry(order: ServiceOrder) -> Entry:
    facts = {"order_id": order.order_id, "kind": order.kind}
    if order.wanted_at is not None:
        facts["wanted_at"] = order.wanted_at.isoformat()
    words = {"pick_up": order.pick_up, "deliver_to": order.deliver_to, "need": order.need}
    return Entry(AuditAction.SERVICE_ORDERED, facts, {name: text for name, text in words.items() if text})
