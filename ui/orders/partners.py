"""Whom to ask: the partners for the order that nobody has yet, and the form of an order that is no tow truck.

The list is the service's; here it is only worded. Nobody is asked by a click alone: what leaves the house is shown and
needs Enter, and for some seconds it can still be stopped on the order's own card. A partner that speaks against itself
(closed, too far, said no) is further down with why, and may be asked all the same: that is the operator's choice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.api.cases import CaseDetail, OrderInfo
from app.api.providers import CandidateInfo, OfferOrder, OrderService, PartnersInfo, ReviseOrder
from app.domain.case import CaseState
from app.domain.clock import Clock
from app.domain.ids import OrderId, ProviderId
from app.domain.service_order import OrderState, ServiceKind
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.confirmation import Confirmation, Confirmations, FirmAdvices
from ui.offer import Offer
from ui.orders.partner_words import (
    advice_of,
    asking_lines,
    called_off_lines,
    facts_text,
    instead_title,
    may_ask_another,
    title_of,
    why_not_text,
)
from ui.orders.state import PartnerRow, PartnersState, ServiceForm
from ui.ports import PartnerService, Reply, Unavailable
from ui.rights import why_not_act, why_not_finish
from ui.session import Me
from ui.words.services import SERVICES
from ui.words.times import since_text
from ui.words.typed_times import typed_time

FIRST_SHOWN = 3
ORDERS_OF = {
    ActionId.ORDER_TAXI: ServiceKind.TAXI,
    ActionId.ORDER_HOTEL: ServiceKind.HOTEL,
    ActionId.ORDER_RENTAL: ServiceKind.RENTAL,
    ActionId.ORDER_REPATRIATION: ServiceKind.REPATRIATION,
}


class PartnersView(Protocol):
    """The lower part of the panel."""

    def show_partners(self, state: PartnersState | None) -> None:
        """Paint the list; None = nobody is to be asked."""

    def show_list(self) -> None:
        """Bring whom to ask to the front."""

    def show_form(self, form: ServiceForm | None) -> None:
        """Paint the form; None = nothing is being ordered."""

    def focus_form(self) -> None:
        """Let the person type where."""

    def show_order(self, order_id: OrderId) -> None:
        """Stand at this order, which has just been placed."""


@dataclass
class _Typed:
    """What was typed into the form."""

    pick_up: str = ""
    deliver_to: str = ""
    need: str = ""
    wanted: str = ""
    problem: str = ""


class PartnersPresenter:
    """Between the open case, the directory and the panel. A ``CaseListener``."""

    def __init__(
        self, view: PartnersView, me: Me, service: PartnerService, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        self._view = view
        self._me = me
        self._service = service
        self._clock = clock
        self._trouble = trouble
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._detail: CaseDetail | None = None
        self._asked_about: tuple[str, int] | None = None
        self._found: PartnersInfo | None = None
        self._shows_all = False
        self._kind: ServiceKind | None = None
        self._changed: OrderId | None = None
        """The order whose words are being changed; None = a new one."""
        self._wanted_shown = ""
        """The time of that order as the form shows it."""
        self._instead: OrderId | None = None
        """The order that another partner is asked for; None = one that nobody has."""
        self._asks_when_found = False
        self._was_shown: OrderId | None = None
        """The order whose recommended firm was shown by NEXT: the next press leads to the card."""
        self._advices: FirmAdvices | None = None
        self._typed = _Typed()
        self._actions = Actions()
        self._confirmations: Confirmations | None = None

    def connect(self, actions: Actions, confirmations: Confirmations, advices: FirmAdvices | None = None) -> None:
        """Take the actions that order something."""
        self._actions, self._confirmations, self._advices = actions, confirmations, advices
        for action, kind in ORDERS_OF.items():
            actions.connect(action, lambda kind=kind: self.begin(kind))  # type: ignore[misc]  # a default binds it
        actions.connect(ActionId.ASK_ANOTHER, self.ask_another)
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Ask whom to ask, where an order waits for that."""
        before, self._detail = self._detail, detail
        if detail is None or before is None or detail.row.case_id != before.row.case_id:
            self._kind, self._changed, self._typed, self._shows_all = None, None, _Typed(), False
            self._instead, self._asks_when_found, self._was_shown = None, False, None
        if self._instead is not None and not self._may_ask_another(self._order_of(self._instead)):
            self._instead, self._asks_when_found = None, False
        self._look()
        self.refresh()

    def begin(self, kind: ServiceKind) -> None:
        """Open the form of this service."""
        if self._why_not_act():
            return
        if kind is not self._kind or self._changed is not None:
            self._kind, self._changed, self._typed = kind, None, _Typed()
        self.refresh()
        self._view.focus_form()

    def begin_change(self, order_id: OrderId) -> None:
        """Open the words of an order; what is sent is all of them, as its next version."""
        order = self._order_of(order_id)
        if order is None or self._why_not():
            return
        wanted = "" if order.wanted_at is None else since_text(order.wanted_at, self._clock.now())
        self._wanted_shown = wanted
        self._kind, self._changed = order.kind, order_id
        self._typed = _Typed(order.pick_up, order.deliver_to, order.need, wanted)
        self.refresh()
        self._view.focus_form()

    def drop(self) -> None:
        """Order, or change, nothing after all."""
        self._kind, self._changed, self._typed = None, None, _Typed()
        self.refresh()

    def typed(self, pick_up: str, deliver_to: str, need: str, wanted: str) -> None:
        """Take what was typed."""
        self._typed = _Typed(pick_up, deliver_to, need, wanted)
        self.refresh()

    def order(self) -> None:
        """Place the order; whom to ask comes next."""
        detail, kind, typed = self._detail, self._kind, self._typed
        if detail is None or kind is None or self._why_not_send():
            return
        wanted_at = self._wanted_at()
        if typed.wanted.strip() and wanted_at is None:
            typed.problem = _("Type the time as 14:20, or +25 for in 25 minutes.")
            self.refresh()
            return
        words = ReviseOrder(
            pick_up=typed.pick_up.strip(),
            deliver_to=typed.deliver_to.strip(),
            need=typed.need.strip(),
            wanted_at=wanted_at,
        )
        reply = self._answers.reply(self._placed if self._changed is None else lambda _detail: self.drop())
        if self._changed is not None:
            self._service.revise_order(self._changed, words, reply)
        else:
            command = OrderService(kind=kind, **words.model_dump())
            self._service.order_service(detail.row.case_id, command, reply)

    def _placed(self, detail: CaseDetail) -> None:
        """Stand at what was ordered just now: another order may be in sight, and be taken for it."""
        kind = self._kind
        self.drop()
        newest = max((one for one in detail.orders if one.kind is kind), key=lambda one: one.ordered_at, default=None)
        if newest is not None:
            self._view.show_order(newest.order_id)

    def show_all(self) -> None:
        """Show the others too, or no more."""
        self._shows_all = not self._shows_all
        self.refresh()

    def ask(self, provider_id: ProviderId) -> None:
        """Show what this partner would be told and how, and wait for Enter."""
        detail, order, one = self._detail, self._order(), self._candidate(provider_id)
        if detail is None or order is None or one is None or self._confirmations is None or self._why_not():
            return
        order_id, command, is_instead = order.order_id, OfferOrder(provider_id=provider_id), self._instead is not None
        send = self._service.ask_another if is_instead else self._service.offer_order
        self._confirmations.ask(
            Confirmation(
                title=_("Ask {partner}: {service}").format(partner=one.name, service=SERVICES[order.kind]()),
                lines=(*(called_off_lines(order) if is_instead else ()), *asking_lines(one, order, detail)),
                button=_("Ask them") if one.way is None else _("Let it leave"),
                act=lambda: send(order_id, command, self._answers.reply(lambda _detail: self.keep_first())),
            )
        )

    def ask_another(self, order_id: OrderId | None = None) -> None:
        """Show whom to ask instead, and what happens when the recommended one is; None = of the order NEXT is about.

        The list stays: with Esc the next one, or any other, is chosen there.
        """
        order = self._order_to_pass_on() if order_id is None else self._order_of(order_id)
        if order is None or self._why_not() or not self._may_ask_another(order):
            return
        self._instead, self._asks_when_found, self._asked_about = order.order_id, True, None
        self._look()
        self.refresh()
        self._view.show_list()

    def ask_recommended(self, order_id: OrderId) -> bool:
        """Show what leaves for the recommended firm, once for an order; False = it is phoned, or was shown before."""
        order, first = self._order(), self._recommended()
        if order is None or first is None or first.way is None or order.order_id != order_id:
            return False
        if self._was_shown == order_id or order.provider:
            return False
        self._was_shown = order_id
        self.ask(first.provider_id)
        return True

    def keep_first(self) -> None:
        """Ask nobody else after all."""
        self._instead, self._asks_when_found = None, False
        self._look()
        self.refresh()

    def stop(self, order_id: OrderId) -> None:
        """Keep back what has not left."""
        if not self._why_not():
            self._service.stop_order(order_id, self._answers.reply())

    def refresh(self) -> None:
        """Paint what is known now, and keep the actions in step."""
        why_not = self._why_not_act()
        for action in ORDERS_OF:
            self._actions.set_enabled(action, enabled=not why_not)
        can_ask = self._order_to_pass_on() is not None and not self._why_not()
        self._actions.set_enabled(ActionId.ASK_ANOTHER, enabled=can_ask)
        self._view.show_partners(self._partners())
        self._advise()
        self._view.show_form(self._form())

    def _advise(self) -> None:
        order, first = self._order(), self._recommended()
        if self._advices is not None:
            is_asked = order is None or first is None or bool(order.provider) or order.kind is not ServiceKind.TOW
            self._advices.advise(None if is_asked or order is None or first is None else advice_of(order, first))

    def _recommended(self) -> CandidateInfo | None:
        """Who is recommended for the order that nobody has; None = nobody, or another one is asked instead."""
        found = self._found if self._instead is None else None
        return None if found is None or not found.ranked else found.ranked[0]

    def _look(self) -> None:
        """Ask once for each order and each version of its words."""
        detail, order = self._detail, self._order()
        about = None if order is None else (order.order_id, order.version)
        if detail is None or order is None or about is None:
            self._asked_about, self._found = None, None
            return
        if about == self._asked_about:
            return
        self._asked_about, self._found = about, None

        def found(partners: PartnersInfo) -> None:
            if self._asked_about == about:
                self._found = partners
                self._ask_first()
                self.refresh()

        def unavailable(why: Unavailable) -> None:
            if self._asked_about == about:
                self._asked_about = None  # asked again when the case is shown next
            self._trouble.unavailable(why)

        reply = Reply(found, self._trouble.refused, unavailable)
        self._service.partners(detail.row.case_id, order.kind, reply)

    def _ask_first(self) -> None:
        """Show what happens when the recommended one is asked instead; nobody else is recommended: the list says so."""
        order, found = self._order(), self._found
        if not self._asks_when_found or order is None or found is None:
            return
        self._asks_when_found = False
        first = next((one for one in found.ranked if one.provider_id != order.provider_id), None)
        if first is None:
            self._shows_all = True
        else:
            self.ask(first.provider_id)

    def _order_to_pass_on(self) -> OrderInfo | None:
        """The order NEXT is about, or else the newest that another may be asked for."""
        detail = self._detail
        orders = () if detail is None else detail.orders
        others = [one for one in reversed(orders) if self._may_ask_another(one)]
        target = "" if detail is None else detail.row.next_step.target_id
        return next((one for one in others if one.order_id == target), others[0] if others else None)

    def _may_ask_another(self, order: OrderInfo | None) -> bool:
        return order is not None and self._detail is not None and may_ask_another(order, self._detail)

    def _order(self) -> OrderInfo | None:
        """The order that another is asked for, or else the newest that nobody was asked for."""
        if self._instead is not None:
            return self._order_of(self._instead)
        orders = () if self._detail is None else self._detail.orders
        return next((one for one in reversed(orders) if one.state is OrderState.BY_HAND), None)

    def _partners(self) -> PartnersState | None:
        order, found = self._order(), self._found
        if order is None or found is None or not (found.ranked or found.others):
            return None
        was_asked = order.provider_id if self._instead is not None else None
        ranked = tuple(one for one in found.ranked if one.provider_id != was_asked)
        rest = tuple(one for one in found.others if one.provider_id != was_asked)
        shown = ranked if self._shows_all else ranked[:FIRST_SHOWN]
        hidden = len(ranked) - len(shown) + (0 if self._shows_all else len(rest))
        others = rest if self._shows_all else ()
        more = _("Fewer") if self._shows_all else _("{count} others, with why not").format(count=hidden)
        return PartnersState(
            order_id=order.order_id,
            title=title_of(found) if self._instead is None else instead_title(found, order),
            rows=tuple(self._row(one, is_first=one is ranked[:1][0]) for one in shown)
            + tuple(self._row(one, is_first=False) for one in others),
            more=Offer(more) if hidden or self._shows_all else None,
            keep=None if self._instead is None else Offer(_("Ask nobody else")),
        )

    def _row(self, one: CandidateInfo, *, is_first: bool) -> PartnerRow:
        return PartnerRow(
            provider_id=one.provider_id,
            name=one.name,
            facts=facts_text(one),
            why_not=why_not_text(one),
            is_first=is_first,
            ask=Offer(_("Offer it …"), self._why_not()),
        )

    def _form(self) -> ServiceForm | None:
        kind, typed, detail = self._kind, self._typed, self._detail
        is_over = detail is None or (detail.row.state is CaseState.CLOSED and self._changed is None)
        if kind is None or is_over:
            return None
        new, change = _("To be ordered: {service}"), _("Changed: {service}. Its partner gets the next version.")
        return ServiceForm(
            kind=kind,
            title=(new if self._changed is None else change).format(service=SERVICES[kind]()),
            pick_up=typed.pick_up,
            deliver_to=typed.deliver_to,
            need=typed.need,
            wanted=typed.wanted,
            problem=typed.problem,
            order=Offer(_("Order it") if self._changed is None else _("Send the change"), self._why_not_send()),
        )

    def _candidate(self, provider_id: ProviderId) -> CandidateInfo | None:
        found = self._found
        everybody = () if found is None else (*found.ranked, *found.others)
        return next((one for one in everybody if one.provider_id == provider_id), None)

    def _wanted_at(self) -> datetime | None:
        """When it is wanted; what was not touched stays that very instant, which a time of day cannot say."""
        typed = self._typed.wanted.strip()
        order = None if self._changed is None else self._order_of(self._changed)
        if order is not None and typed and typed == self._wanted_shown:
            return order.wanted_at
        return typed_time(typed, self._clock.now()) if typed else None

    def _order_of(self, order_id: OrderId) -> OrderInfo | None:
        orders = () if self._detail is None else self._detail.orders
        return next((one for one in orders if one.order_id == order_id), None)

    def _why_not_send(self) -> str:
        return self._why_not_act() if self._changed is None else self._why_not()

    def _why_not_act(self) -> str:
        return why_not_act(self._me, self._detail) or self._busy()

    def _why_not(self) -> str:
        return why_not_finish(self._me, self._detail) or self._busy()

    def _busy(self) -> str:
        return _("One moment: the service has not answered yet.") if self._answers.is_busy else ""
