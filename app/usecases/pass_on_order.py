"""What the service does with an order while nobody touches it: offer it, and ask the next one.

A tow order of the rules goes to the partner that is recommended first, if an order reaches that partner by itself: else
it stays to be phoned, because a worse partner is not better for having a mailbox. Refused, or not accepted in time, it
goes on to the next one, and only then: the first order is over, called off in the same transaction where its partner
may have it, and a promise until somebody confirmed. So one car never has two trucks. An order that a person placed is
never passed on by itself; its partner's silence is shown (``is_unanswered``), and NEXT says to phone.

One rule for all of it: an order that was handed to a person never leaves by itself again, because that person may have
phoned somebody. It is handed over when its partner's road is down (the partner then stands on it, to be phoned), when a
sending of it was given up or stopped, and when whoever had the case was told to phone: the service acts at once or not
at all. From then on only a person lets it leave.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState, TowQuestion
from app.domain.clock import Clock
from app.domain.ids import OrderId, new_id
from app.domain.promise import PromiseKind
from app.domain.sending import SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder, placed_anew
from app.usecases.actor import SERVICE
from app.usecases.automatic_tow import TOW_CLAUSE
from app.usecases.case_changes import Entry, save_case, write_down, yes_or_no
from app.usecases.offer_order import assign
from app.usecases.order_channels import DOWN_FOR, OrderChannels
from app.usecases.order_moves import Word, move
from app.usecases.order_sendings import Acting
from app.usecases.reasons import ANSWERED_TOO_LATE
from app.usecases.recommend import Candidate, need_of, recommend
from app.usecases.tow_regime import is_police_tow
from app.usecases.unit_of_work import UnitOfWork

BY_ITSELF_WITHIN: Final = timedelta(minutes=10)
"""A truck is sent by itself while the crash is fresh; after a service that was down for an hour a person decides."""

AT_ONCE: Final = timedelta(seconds=10)
"""How late the service may still be where somebody has had the case; nobody has been told to phone and has done it."""

NO_ANSWER: Final = ANSWERED_TOO_LATE


@dataclass(frozen=True, slots=True)
class Moment:
    """In which transaction, when, and by which roads."""

    uow: UnitOfWork
    clock: Clock
    channels: OrderChannels


def is_unanswered(order: ServiceOrder, now: datetime, channels: OrderChannels) -> bool:
    """Whether its partner had the time to accept and did not; at the very second it is over, it is."""
    is_offered = order.state is OrderState.OFFERED and order.offered_at is not None
    return is_offered and order.offered_at is not None and order.offered_at + channels.answer_within <= now


def offer_by_itself(order_id: OrderId, moment: Moment) -> ServiceOrder | None:
    """Give a fresh tow order of the rules to the partner that is recommended first; None = a person does."""
    uow, now = moment.uow, moment.clock.now()
    order = uow.orders.get(order_id)
    case = uow.cases.get(order.case_id)
    is_untouched = order.state is OrderState.BY_HAND and order.automatic and not order.provider
    is_ours = order.kind is ServiceKind.TOW and not _is_left_to_people(case, order.ordered_at, now)
    if not is_untouched or not is_ours or uow.sendings.of_order(order_id) or not _may_send(case, order, uow):
        return None
    best = _best(case, order, moment)
    if best is None:
        return None
    if moment.channels.leaves_now(best.provider):
        return _give(order, case, best, moment)
    may_blink = case.first_claimed_at is None and now - order.ordered_at < DOWN_FOR
    return None if may_blink else _give(order, case, best, replace(moment, channels=OrderChannels()))


def pass_on(order_id: OrderId, moment: Moment) -> ServiceOrder | None:
    """Ask the next partner after one that refused or did not answer; None = there is none, or a person decides."""
    uow, now = moment.uow, moment.clock.now()
    order = uow.orders.get(order_id)
    case = uow.cases.get(order.case_id)
    is_over = order.state is OrderState.REFUSED or is_unanswered(order, now, moment.channels)
    was_by_itself = order.automatic and order.kind is ServiceKind.TOW and _has_it_by_itself(order, uow)
    is_decided = order.state is OrderState.REFUSED and case.tow_question is not TowQuestion.OPEN
    if not is_over or not was_by_itself or is_decided or not _may_send(case, order, uow):
        return None
    if _is_left_to_people(case, _over_since(order, moment.channels), now):
        return None
    others = [one for one in uow.orders.running_for_box(case.imei) if one.order_id != order_id]
    if others:
        return None
    best = _best(case, order, moment)
    if best is None or not moment.channels.leaves_now(best.provider):
        return None
    if order.state.is_running:
        move(order, case, Word(OrderState.CANCELLED, reason=NO_ANSWER), SERVICE, uow, now)
        _to_holder(case, uow)
    fresh = placed_anew(order, OrderId(new_id()), now, automatic=True)
    uow.orders.put(fresh)
    facts = {"order_id": fresh.order_id, "clause": TOW_CLAUSE, "automatic": yes_or_no(fresh.automatic)}
    write_down(uow, case.case_id, SERVICE, now, Entry(AuditAction.TOW_ORDERED, facts | {"after": order.order_id}))
    said = "refused" if order.state is OrderState.REFUSED else "nothing"
    asked = replace(uow.cases.get(case.case_id), tow_question=TowQuestion.NOT_ASKED)
    return _give(fresh, asked, best, moment, {"instead_of": order.provider, "first_said": said})


def _is_left_to_people(case: Case, since: datetime, now: datetime) -> bool:
    """Whether people have it by now; ``since``: when the service could have acted first."""
    within = BY_ITSELF_WITHIN if case.first_claimed_at is None else AT_ONCE
    return now - since > within


def _over_since(order: ServiceOrder, channels: OrderChannels) -> datetime:
    if order.state is OrderState.OFFERED and order.offered_at is not None:
        return order.offered_at + channels.answer_within
    return order.changed_at


def _has_it_by_itself(order: ServiceOrder, uow: UnitOfWork) -> bool:
    """Whether its partner got it by itself; a firm that a person phoned is that person's to ask."""
    return any(
        one.provider_id == order.provider_id
        and one.purpose is not SendingPurpose.CANCEL
        and one.state in (SendingState.ACCEPTED, SendingState.DELIVERED)
        for one in uow.sendings.of_order(order.order_id)
    )


def _may_send(case: Case, order: ServiceOrder, uow: UnitOfWork) -> bool:
    """Whether the rules may still send a truck: the case is open, nothing holds it, and no police tow there."""
    is_police = is_police_tow(case, uow.answers.of_case(case.case_id)) and not order.pick_up
    return case.state is CaseState.OPEN and not case.holds and not is_police


def _best(case: Case, order: ServiceOrder, moment: Moment) -> Candidate | None:
    """The partner that is recommended first, if a road of its own leads there; not who said no, or got nothing."""
    uow = moment.uow
    box = uow.boxes.find(case.imei)
    orders = uow.orders.of_case(case.case_id)
    need = need_of(order.kind, case, None if box is None else box.car, orders, moment.clock.now())
    sendings = (sending for one in orders for sending in uow.sendings.of_order(one.order_id))
    in_vain = {one.provider_id for one in sendings if one.state is SendingState.FAILED}
    here = set() if order.provider_id is None else {order.provider_id}
    need = replace(need, tried=need.tried | in_vain | here)
    first = recommend(need, uow.providers.providers(), uow.providers.orders_running_at()).first
    return first if first is not None and moment.channels.road_to(first.provider) else None


def _give(
    order: ServiceOrder,
    case: Case,
    best: Candidate,
    moment: Moment,
    after: Mapping[str, str] = MappingProxyType({}),
) -> ServiceOrder:
    """Give it to the partner; ``after``: whom it was asked before, and what that one said."""
    uow, now = moment.uow, moment.clock.now()
    given, entry = assign(order, case, best.provider, Acting(SERVICE, uow, now, moment.channels))
    distance_km = None if best.distance_km is None else round(best.distance_km, 1)
    known = {"distance_km": distance_km, "price_eur": best.provider.price_eur}
    why = {name: str(value) for name, value in known.items() if value is not None}
    save_case(uow, case, SERVICE, now, replace(entry, facts={**entry.facts, **why, **after, "by_itself": "yes"}))
    return given


def _to_holder(case: Case, uow: UnitOfWork) -> None:
    """Let whoever holds the case answer for the call to the first partner; the service phones nobody."""
    claim = case.claim
    if claim is None:
        return
    for promise in uow.promises.of_case(case.case_id):
        if (
            promise.is_open
            and promise.kind is PromiseKind.CONFIRM_CANCELLATION
            and promise.owner_id == SERVICE.account_id
        ):
            uow.promises.put(replace(promise, owner_id=claim.account_id, owner=claim.name))
