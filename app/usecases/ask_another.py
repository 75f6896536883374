"""Ask another partner, because a person decided so: the first one is off before the second one is asked.

In one transaction, so that one car never has two trucks. What nobody can have got yet is only given to the other. A
partner that may know of the order is told that it is off where it left by itself, and that it confirms is a promise;
the other one gets an order of its own. One that refused is left alone: it has nothing to be called off.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, TowQuestion
from app.domain.clock import Clock
from app.domain.errors import Conflict, Refusal
from app.domain.ids import OrderId, ProviderId, new_id
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder, placed_anew
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down, yes_or_no
from app.usecases.holding import require_finisher, require_holder
from app.usecases.offer_order import assign, partner_for, require_own_road
from app.usecases.order_channels import OrderChannels
from app.usecases.order_moves import Word, move
from app.usecases.order_sendings import Acting, may_know, stop_waiting
from app.usecases.unit_of_work import UnitOfWork

ANOTHER_IS_ASKED: Final = "another partner is asked"

_ASKED: Final = frozenset({OrderState.QUEUED, OrderState.OFFERED, OrderState.REFUSED})


@dataclass(frozen=True, slots=True)
class AskAnother:
    """Not that partner but this one."""

    actor: Actor
    order_id: OrderId
    provider_id: ProviderId


def ask_another(command: AskAnother, uow: UnitOfWork, clock: Clock, channels: OrderChannels) -> ServiceOrder:
    """Call the order off where its partner may know of it, and offer it to this one; return what runs now.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``wrong_state`` (nobody was asked, somebody accepted, or
            it is over), ``tow_running``, ``motorway``.
        NotFound: There is no such partner.
        Refusal: ``same_partner``, ``wrong_kind``, ``provider_stopped``.
    """
    order = uow.orders.get(command.order_id)
    case = uow.cases.get(order.case_id)
    _require_askable(order, case, command, uow)
    now = clock.now()
    provider = partner_for(order.kind, command.provider_id, uow, now)
    require_own_road(order, case, uow)
    acting = Acting(command.actor, uow, now, channels)
    if order.state is OrderState.QUEUED and not may_know(order, uow):
        stop_waiting(order, command.actor, uow, now)
        fresh = replace(order, state=OrderState.BY_HAND, provider="", provider_id=None)
    else:
        fresh = _fresh(order, case, acting)
    case = uow.cases.get(order.case_id)
    given, entry = assign(fresh, case, provider, acting)
    save_case(uow, _answered(case, order), command.actor, now, entry)
    return given


def _require_askable(order: ServiceOrder, case: Case, command: AskAnother, uow: UnitOfWork) -> None:
    is_over = order.state is OrderState.REFUSED
    (require_holder if is_over else require_finisher)(case, command.actor)
    if order.state not in _ASKED:
        raise Conflict("wrong_state")
    if command.provider_id == order.provider_id:
        raise Refusal("same_partner")
    if order.kind is ServiceKind.TOW:
        if any(one.order_id != order.order_id for one in uow.orders.running_for_box(case.imei)):
            raise Conflict("tow_running")
    elif is_over and any(one.kind is order.kind and one.state.is_running for one in uow.orders.of_case(case.case_id)):
        raise Conflict("wrong_state")


def _fresh(order: ServiceOrder, case: Case, acting: Acting) -> ServiceOrder:
    """Call the first one off, and return the same words as an order of its own."""
    actor, uow, now = acting.actor, acting.uow, acting.now
    if order.state.is_running:
        move(order, case, Word(OrderState.CANCELLED, reason=ANOTHER_IS_ASKED), actor, uow, now)
    fresh = placed_anew(order, OrderId(new_id()), now, automatic=False)
    uow.orders.put(fresh)
    is_tow = order.kind is ServiceKind.TOW
    about = {"automatic": yes_or_no(fresh.automatic)} if is_tow else {"kind": fresh.kind}
    words = {"pick_up": fresh.pick_up, "deliver_to": fresh.deliver_to, "need": fresh.need}
    entry = Entry(
        AuditAction.TOW_ORDERED if is_tow else AuditAction.SERVICE_ORDERED,
        {"order_id": fresh.order_id, **about, "after": order.order_id},
        {name: text for name, text in words.items() if text},
    )
    write_down(uow, order.case_id, actor, now, entry)
    return fresh


def _answered(case: Case, order: ServiceOrder) -> Case:
    """A truck that is asked anew answers "Send tow?" with yes."""
    is_open = order.kind is ServiceKind.TOW and case.tow_question is TowQuestion.OPEN
    return replace(case, tow_question=TowQuestion.YES) if is_open else case
