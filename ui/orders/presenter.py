"""The tow truck and every other order: the question, the order, what the provider said.

Where nobody is asked by a machine (whom to ask is ``partners``) an order begins as "to be placed by hand": the operator
reads the text out on the phone and writes down who it was offered to, who accepted, and for when. Every step is one the
order may take from where it is; what ends a rescue needs a typed reason. What the firm is told is a text in its
language; copied, it is written down as told. On a motorway the police tow, and our own truck fetches the car where
their tower put it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from app.api.cases import CaseDetail, OrderInfo
from app.api.commands import ChangeOrder, DeclineTow, DiscloseTow, OrderTow
from app.domain.answer import ON_MOTORWAY
from app.domain.case import CaseState, TowQuestion
from app.domain.clock import Clock
from app.domain.ids import OrderId
from app.domain.service_order import HAS_ETA, NEEDS_REASON, DisclosureWay, OrderState, ServiceKind, may_become
from app.domain.subscription import Language
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.confirmation import Confirmation, Confirmations
from ui.offer import Offer
from ui.orders.by_clock import ByClock
from ui.orders.partner_words import may_ask_another
from ui.orders.question import asks_next_firm, place_not_known, road_not_known, tow_question
from ui.orders.state import DropOff, FirmText, OrderCard, OrdersState
from ui.orders.typed import Typed, TypedDropOff, firm_of, lacks_time, put_right, time_wanted
from ui.orders.words import (
    CHANGEABLE,
    REGIMES,
    STEPS,
    heading_text,
    is_held,
    is_silent,
    order_text,
    places_text,
    reason_of,
    sent_text,
    step_text,
    steps_of,
)
from ui.ports import CaseCommands, Scheduler
from ui.rights import why_not_act, why_not_finish
from ui.session import Me
from ui.words.typed_times import typed_time

SHORTEST_REASON = 3
_NAMES_A_FIRM = (OrderState.OFFERED, OrderState.ACCEPTED, OrderState.REFUSED)


class OrdersView(Protocol):
    """The panel."""

    def show_state(self, state: OrdersState | None) -> None:
        """Paint it; None = no case is open."""

    def focus_order(self, order_id: OrderId) -> None:
        """Let the person type which firm it is."""

    def focus_time(self, order_id: OrderId) -> None:
        """Let the person type when the firm comes."""

    def focus_reason(self, order_id: OrderId) -> None:
        """Let the person type why it will not come."""

    def leave_order(self, order_id: OrderId) -> None:
        """What was typed in this order is written down: give the keys back to the desk."""

    def focus_drop_off(self) -> None:
        """Let the person type where the police tower put the car."""

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""


class OrdersPresenter:
    """Between the orders of the open case and the panel. A ``CaseListener``."""

    def __init__(
        self, view: OrdersView, me: Me, commands: CaseCommands, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._clock = clock
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._by_clock = ByClock(lambda: self._detail, clock, self.refresh)  # kept here: a timer keeps nobody alive
        self._detail: CaseDetail | None = None
        self._typed: dict[OrderId, Typed] = {}
        self._drop_off = TypedDropOff()
        self._language: Language | None = None
        self._no_tow_reason = ""
        self._actions = Actions()
        self._confirmations: Confirmations | None = None
        self._asked: Confirmation | None = None
        self._ask_recommended: Callable[[OrderId], bool] = lambda _order_id: False

    def connect(self, actions: Actions, confirmations: Confirmations, scheduler: Scheduler) -> None:
        """Take the actions of the tow truck, and say in time what the time alone changes."""
        scheduler.every(1.0, self._by_clock.look)
        self._actions = actions
        self._confirmations = confirmations
        actions.connect(ActionId.TOW, self.tow)
        actions.connect(ActionId.NO_TOW, self.decline)
        actions.connect(ActionId.COPY_TOW, self.copy)
        self.refresh()

    def ask_first_with(self, ask_recommended: Callable[[OrderId], bool]) -> None:
        """Ask so where an order reaches the recommended firm by itself."""
        self._ask_recommended = ask_recommended

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the orders of this case; what was typed stays with its order."""
        before, self._detail = self._detail, detail
        if detail is None or before is None or detail.row.case_id != before.row.case_id:
            self._drop_off, self._language, self._no_tow_reason = TypedDropOff(), None, ""
        self.refresh()

    def tow(self) -> None:
        """F7: write down what the provider of the running order says, or show what an order would send."""
        running = self._next_order() or self._running()
        typed = "" if running is None else self._typed.get(running.order_id, Typed()).provider
        if running is not None and not typed and self._ask_recommended(running.order_id):
            return
        if running is not None:
            self._view.focus_order(running.order_id)
        elif self._asks_drop_off():
            self._view.focus_drop_off()
        else:
            self.ask_order()

    def ask_order(self) -> None:
        """Show the order and wait for Enter; on a motorway ask first where the police tower put the car."""
        if self._asks_drop_off():
            self._view.focus_drop_off()
            return
        detail = self._detail
        if detail is None or self._confirmations is None or self._why_not():
            return
        if asks_next_firm(detail) and self._actions.is_enabled(ActionId.ASK_ANOTHER):
            self._actions.trigger(ActionId.ASK_ANOTHER)
            return
        is_road_known = any(one.fact == ON_MOTORWAY and one.value is not None for one in detail.answers)
        how = _("Nobody is asked yet: NEXT then says which firm.")
        lines = [how, *self._text(detail).splitlines(), *([] if is_road_known else [road_not_known()])]
        case_id = detail.row.case_id
        confirmation = Confirmation(
            title=_("Order a tow truck"),
            lines=tuple(lines),
            button=_("Order it"),
            act=lambda: self._commands.order_tow(case_id, self._answers.reply()),
            warning=place_not_known(detail),
        )
        self._confirmations.ask(confirmation)

    def decline(self) -> None:
        """Show that nobody is sent, and wait for Enter."""
        detail = self._detail
        if detail is None or self._confirmations is None or self._why_not():
            return
        case_id, command = detail.row.case_id, DeclineTow(reason=self._no_tow_reason.strip())
        lines = [_("Nobody is sent to fetch the car.")]
        if command.reason:
            lines.append(_("because: {reason}").format(reason=command.reason))

        def forget(_detail: CaseDetail) -> None:
            self.typed_no_tow_reason("")
            self.refresh()

        self._confirmations.ask(
            Confirmation(
                title=_("No tow truck"),
                lines=tuple(lines),
                button=_("Send none"),
                act=lambda: self._commands.decline_tow(case_id, command, self._answers.reply(forget)),
            )
        )

    def typed_no_tow_reason(self, reason: str) -> None:
        """Take why nobody is sent; it may stay empty."""
        self._no_tow_reason = reason

    def typed_drop_off(self, place: str, garage: str) -> None:
        """Take where the police tower put the car, and where it is to go."""
        self._drop_off = TypedDropOff(place, garage)
        self.refresh()

    def ask_follow_up(self) -> None:
        """Show the order from the drop-off place and wait for Enter."""
        detail, typed = self._detail, self._drop_off
        if detail is None or self._confirmations is None or self._why_not() or not self._asks_drop_off():
            return
        if not typed.place.strip():
            typed.problem = _("Type first where the car is.")
            self.refresh()
            return
        case_id, command = detail.row.case_id, OrderTow(pick_up=typed.place.strip(), deliver_to=typed.garage.strip())
        places = [_("fetch it at {place}").format(place=command.pick_up)]
        if command.deliver_to:
            places.append(_("bring it to {place}").format(place=command.deliver_to))

        def forget(_detail: CaseDetail) -> None:
            self._drop_off = TypedDropOff()
            self.refresh()

        self._confirmations.ask(
            Confirmation(
                title=_("Order a tow truck"),
                lines=tuple(places),
                button=_("Order it"),
                act=lambda: self._commands.order_tow_from(case_id, command, self._answers.reply(forget)),
            )
        )

    def speak(self, language: Language) -> None:
        """Take the language of the firm."""
        self._language = language
        self.refresh()

    def typed_provider(self, order_id: OrderId, text: str) -> None:
        """Take the typed firm; while nobody was asked, "confirm" writes down that it was offered to them."""
        typed = self._typed_of(order_id)
        typed.provider, typed.problem = text, ""
        self._lend_confirm(order_id)
        self.refresh()

    def typed_eta(self, order_id: OrderId, text: str) -> None:
        """Take the typed time."""
        typed = self._typed_of(order_id)
        typed.eta, typed.problem = text, ""
        self.refresh()

    def enter(self, order_id: OrderId) -> None:
        """Enter in a field: offered to that firm; with a promised time, or by another than was asked, accepted."""
        order, typed = self._order(order_id), self._typed_of(order_id)
        if order is None or not self._puts_right(order):
            return
        if lacks_time(order, typed):
            typed.problem = time_wanted()
            self.refresh()
            self._view.focus_time(order_id)
            return
        promised = bool(typed.eta.strip())
        if order.state in HAS_ETA and promised:
            self.step(order_id, order.state)
            return
        following = OrderState.ACCEPTED if promised or order.state is OrderState.OFFERED else OrderState.OFFERED
        if may_become(order.state, following):
            self.step(order_id, following)

    def step(self, order_id: OrderId, following: OrderState) -> None:
        """Write down what the provider said; before it will not come, ask why."""
        order = self._order(order_id)
        if order is None or not self._puts_right(order) or self._why_not_step(order, following):
            return
        typed = self._typed_of(order_id)
        if following in NEEDS_REASON:
            typed.asks_reason = following
            self.refresh()
            self._view.focus_reason(order_id)
            return
        eta_at = self._eta(typed)
        if eta_at is None and (typed.eta.strip() or following is order.state):
            typed.problem = time_wanted()
            self.refresh()
            return
        self._send(order_id, ChangeOrder(state=following, provider=firm_of(order, typed), eta_at=eta_at))

    def give_reason(self, order_id: OrderId, reason: str) -> None:
        """It will not come, for this reason."""
        order, typed = self._order(order_id), self._typed_of(order_id)
        if order is None or typed.asks_reason is None:
            return
        if len(reason.strip()) < SHORTEST_REASON:
            typed.problem = _("Type the reason; it is kept with the case.")
            self.refresh()
            return
        provider = firm_of(order, typed)
        self._send(order_id, ChangeOrder(state=typed.asks_reason, provider=provider, reason=reason.strip()))

    def dismiss(self, order_id: OrderId) -> None:
        """It comes after all."""
        typed = self._typed_of(order_id)
        typed.asks_reason, typed.problem = None, ""
        self.refresh()

    def copy(self) -> None:
        """Put what the firm is told on the clipboard, and have it written down as told."""
        detail, running = self._detail, self._told()
        if detail is None or running is None or self._why_not_finish():
            return
        self._view.copy(self._text_of(detail, running))
        to = firm_of(running, self._typed.get(running.order_id, Typed()))
        command = DiscloseTow(way=DisclosureWay.MAIL, language=self._spoken(detail), to=to)
        self._commands.disclose_tow(running.order_id, command, self._answers.reply())

    def refresh(self) -> None:
        """Paint what is known now, and keep the actions in step."""
        why_not = self._why_not()
        runs = (self._next_order() or self._running()) is not None
        can_tow = not (self._why_not_finish() if runs else why_not or self._why_not_here())
        self._actions.set_enabled(ActionId.TOW, enabled=can_tow)
        self._actions.set_enabled(ActionId.COPY_TOW, enabled=self._told() is not None and not self._why_not_finish())
        self._actions.set_enabled(ActionId.NO_TOW, enabled=not why_not and self._is_asked())
        self._view.show_state(None if self._detail is None else self._state(self._detail, why_not))

    def _state(self, detail: CaseDetail, why_not: str) -> OrdersState:
        runs = self._running() is not None
        question = None
        if self._is_asked():
            question = tow_question(detail, why_not, self._no_tow_reason)
        can_order = question is None and not runs and detail.row.state is CaseState.OPEN and not self._is_police()
        orders = sorted(detail.orders, key=lambda order: (not order.state.is_running, -order.ordered_at.timestamp()))
        return OrdersState(
            question=question,
            order=Offer(_("Order a tow truck"), why_not) if can_order else None,
            cards=tuple(self._card(order) for order in orders),
            firm_text=self._firm_text(detail),
            drop_off=self._drop_off_state(detail) if self._is_police() else None,
        )

    def _firm_text(self, detail: CaseDetail) -> FirmText | None:
        told = self._told()
        if told is None:
            return None
        copy = Offer(_("Copy for a mail"), self._why_not_finish())
        return FirmText(self._spoken(detail), self._text_of(detail, told), copy)

    def _text_of(self, detail: CaseDetail, order: OrderInfo) -> str:
        return order.texts.get(self._spoken(detail), "") or self._text(detail)

    def _drop_off_state(self, detail: CaseDetail) -> DropOff | None:
        ways, typed = detail.tow_ways, self._drop_off
        if ways is None or detail.row.state is CaseState.CLOSED:
            return None
        then = _("Ask 101 where the tower put the car: our own truck fetches it there.")
        first = _("Tell 101 first (F8): no truck of ours may come here.")
        sentence = f"{REGIMES[ways.regime]()} {then if ways.was_101_told else first}"
        offer = Offer(_("Order from there"), self._why_not())
        return DropOff(sentence, self._asks_drop_off(), typed.place, typed.garage, typed.problem, offer)

    def _text(self, detail: CaseDetail) -> str:
        return "" if detail.tow_ways is None else detail.tow_ways.texts.get(self._spoken(detail), "")

    def _spoken(self, detail: CaseDetail) -> Language:
        likely = Language.NL if detail.tow_ways is None else detail.tow_ways.language
        return self._language or likely

    def _is_police(self) -> bool:
        detail = self._detail
        return detail is not None and detail.tow_ways is not None and detail.tow_ways.is_police

    def _asks_drop_off(self) -> bool:
        detail = self._detail
        is_told = detail is not None and detail.tow_ways is not None and detail.tow_ways.was_101_told
        return self._is_police() and is_told and self._running() is None

    def _why_not_here(self) -> str:
        """On a motorway nothing is ordered before 101 was told."""
        is_first = self._is_police() and not self._asks_drop_off()
        return _("Tell 101 first (F8): no truck of ours may come here.") if is_first else ""

    def _card(self, order: OrderInfo) -> OrderCard:
        typed = self._typed.get(order.order_id, Typed())
        now = self._clock.now()
        runs = order.state.is_running
        return OrderCard(
            order_id=order.order_id,
            heading=heading_text(order, now),
            state=order_text(order, now),
            needs_person=order.state is OrderState.BY_HAND or is_silent(order, now) or is_held(order, now),
            road=self._road(order) if runs and order.kind is ServiceKind.TOW else "",
            provider=order.provider if typed.provider is None else typed.provider,
            eta=typed.eta,
            can_edit=runs and not why_not_finish(self._me, self._detail) and order.state is not OrderState.ON_SITE,
            steps=tuple(
                (following, Offer(step_text(order.state, following), self._why_not_step(order, following)))
                for following in steps_of(order.state)
            ),
            reason=self._reason(order, typed) if runs else None,
            problem=typed.problem,
            places=places_text(order, now),
            sent=sent_text(order, now),
            stop=Offer(_("Stop it"), self._why_not_finish()) if order.state is OrderState.QUEUED else None,
            change=Offer(_("Another place or time …"), self._why_not_finish()) if order.state in CHANGEABLE else None,
            another=self._another(order),
        )

    def _another(self, order: OrderInfo) -> Offer | None:
        detail = self._detail
        if detail is None or not may_ask_another(order, detail):
            return None
        return Offer(_("Ask another partner …"), self._why_not_finish())

    def _road(self, order: OrderInfo) -> str:
        if self._is_police() and not order.pick_up:
            return _("Motorway: phone the firm and call it off; the police send their own.")
        return "" if order.road_known else road_not_known()

    def _reason(self, order: OrderInfo, typed: Typed) -> tuple[str, Offer] | None:
        if typed.asks_reason is None:
            return None
        hint, button = reason_of(order, typed.asks_reason)
        return hint, Offer(button, self._why_not_finish())

    def _why_not_step(self, order: OrderInfo, following: OrderState) -> str:
        why_not = self._why_not_finish()
        typed = self._typed.get(order.order_id, Typed())
        if not why_not and following in _NAMES_A_FIRM and not firm_of(order, typed):
            return _("Type first which firm it is.")
        return why_not

    def _send(self, order_id: OrderId, command: ChangeOrder) -> None:
        if self._why_not_finish():
            return
        self._withdraw()

        def forget(_detail: CaseDetail) -> None:
            self._typed.pop(order_id, None)
            self.refresh()
            if command.state is not OrderState.OFFERED:  # what the firm answers is typed in the same field
                self._view.leave_order(order_id)

        self._commands.change_order(order_id, command, self._answers.reply(forget))

    def _lend_confirm(self, order_id: OrderId) -> None:
        """Let "confirm" of menu, key and tour write the offer down; the panel itself shows it."""
        order = self._order(order_id)
        if self._confirmations is None or order is None or order.state is not OrderState.BY_HAND:
            return
        if self._why_not_step(order, OrderState.OFFERED):
            self._withdraw()
            return
        self._asked = Confirmation(
            title=_("Write down"),
            lines=(),
            button=STEPS[OrderState.OFFERED](),
            act=lambda: self.enter(order_id),
            shown_by_asker=True,
        )
        self._confirmations.ask(self._asked)

    def _withdraw(self) -> None:
        if self._confirmations is not None and self._asked is not None:
            self._confirmations.withdraw(self._asked)
        self._asked = None

    def _puts_right(self, order: OrderInfo) -> bool:
        """Take a time that was typed over the firm for what it is; False = a person is told."""
        is_right = put_right(order, self._typed_of(order.order_id))
        self.refresh()
        return is_right

    def _eta(self, typed: Typed) -> datetime | None:
        return typed_time(typed.eta, self._clock.now()) if typed.eta.strip() else None

    def _typed_of(self, order_id: OrderId) -> Typed:
        return self._typed.setdefault(order_id, Typed())

    def _order(self, order_id: OrderId) -> OrderInfo | None:
        orders = () if self._detail is None else self._detail.orders
        return next((order for order in orders if order.order_id == order_id), None)

    def _running(self) -> OrderInfo | None:
        """The tow that runs."""
        orders = () if self._detail is None else self._detail.orders
        tows = (order for order in reversed(orders) if order.kind is ServiceKind.TOW)
        return next((order for order in tows if order.state.is_running), None)

    def _told(self) -> OrderInfo | None:
        """The order whose words are read out: the newest that nobody has yet, else the tow."""
        orders = () if self._detail is None else self._detail.orders
        waiting = (order for order in reversed(orders) if order.state is OrderState.BY_HAND and order.texts)
        return next(waiting, None) or self._running()

    def _next_order(self) -> OrderInfo | None:
        """The order that NEXT is about."""
        return None if self._detail is None else self._order(OrderId(self._detail.row.next_step.target_id))

    def _is_asked(self) -> bool:
        detail = self._detail
        return detail is not None and detail.tow_question is TowQuestion.OPEN and self._running() is None

    def _why_not(self) -> str:
        return why_not_act(self._me, self._detail) or self._busy()

    def _why_not_finish(self) -> str:
        """A truck that still runs is moved on even after the case was closed, by whoever hears of it."""
        return why_not_finish(self._me, self._detail) or self._busy()

    def _busy(self) -> str:
        return _("One moment: the service has not answered yet.") if self._answers.is_busy else ""
