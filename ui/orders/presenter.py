"""The tow truck: the question, the order, what the provider said.

Nobody is asked by a machine yet, so an order begins as "to be placed by hand": the operator reads the text out on the
phone and writes down who it was offered to, who accepted, and for when. Every step is one the order may take from where
it is; what cancels a rescue needs a typed reason.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.api.cases import CaseDetail, OrderInfo
from app.api.commands import ChangeOrder
from app.domain.case import CaseState, TowQuestion
from app.domain.clock import Clock
from app.domain.ids import OrderId
from app.domain.service_order import OrderState, may_become
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.confirmation import Confirmation, Confirmations
from ui.offer import Offer
from ui.orders.state import OrderCard, OrdersState, TowQuestionState
from ui.orders.words import STEPS, eta_of, heading_text, order_text, read_out, steps_of
from ui.ports import CaseCommands
from ui.rights import why_not_act, why_not_finish
from ui.session import Me

SHORTEST_REASON = 3
_NAMES_A_FIRM = (OrderState.OFFERED, OrderState.ACCEPTED, OrderState.REFUSED)


class OrdersView(Protocol):
    """The panel."""

    def show_state(self, state: OrdersState | None) -> None:
        """Paint it; None = no case is open."""

    def focus_order(self, order_id: OrderId) -> None:
        """Let the person type which firm it is."""

    def focus_reason(self, order_id: OrderId) -> None:
        """Let the person type why it is cancelled."""

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""


@dataclass
class _Typed:
    """What was typed about one order and not yet written down; None = nothing, what is known stands."""

    provider: str | None = None
    eta: str = ""
    asks_reason: bool = False
    problem: str = ""


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
        self._detail: CaseDetail | None = None
        self._typed: dict[OrderId, _Typed] = {}
        self._actions = Actions()
        self._confirmations: Confirmations | None = None
        self._asked: Confirmation | None = None

    def connect(self, actions: Actions, confirmations: Confirmations) -> None:
        """Take the actions of the tow truck."""
        self._actions = actions
        self._confirmations = confirmations
        actions.connect(ActionId.TOW, self.tow)
        actions.connect(ActionId.NO_TOW, self.decline)
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the orders of this case; what was typed stays with its order."""
        self._detail = detail
        self.refresh()

    def tow(self) -> None:
        """F7: write down what the provider of the running order says, or show what an order would send."""
        running = self._running()
        if running is not None:
            self._view.focus_order(running.order_id)
        else:
            self.ask_order()

    def ask_order(self) -> None:
        """Show the order and wait for Enter."""
        detail = self._detail
        if detail is None or self._confirmations is None or self._why_not():
            return
        lines = [f"{label}: {value}" for label, value in read_out(detail)]
        lines.append(_("Road not known: ask first whether it is a motorway."))
        case_id = detail.row.case_id
        confirmation = Confirmation(
            title=_("Order a tow truck"),
            lines=tuple(lines),
            button=_("Order it"),
            act=lambda: self._commands.order_tow(case_id, self._answers.reply()),
        )
        self._confirmations.ask(confirmation)

    def decline(self) -> None:
        """Send no tow truck."""
        if self._detail is not None and not self._why_not():
            self._commands.decline_tow(self._detail.row.case_id, self._answers.reply())

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
        """Enter in a field: offered to that firm; with a promised time, or once offered, accepted."""
        order = self._order(order_id)
        if order is None:
            return
        promised = bool(self._typed_of(order_id).eta.strip())
        following = OrderState.ACCEPTED if promised or order.state is OrderState.OFFERED else OrderState.OFFERED
        if may_become(order.state, following):
            self.step(order_id, following)

    def step(self, order_id: OrderId, following: OrderState) -> None:
        """Write down what the provider said; before it is cancelled, ask why."""
        order = self._order(order_id)
        if order is None or self._why_not_step(order, following):
            return
        typed = self._typed_of(order_id)
        if following is OrderState.CANCELLED:
            typed.asks_reason = True
            self.refresh()
            self._view.focus_reason(order_id)
            return
        eta_at = self._eta(typed)
        if typed.eta.strip() and eta_at is None:
            typed.problem = _("Type the promised time as 14:20, or +25 for in 25 minutes.")
            self.refresh()
            return
        self._send(order_id, ChangeOrder(state=following, provider=_provider(order, typed), eta_at=eta_at))

    def cancel(self, order_id: OrderId, reason: str) -> None:
        """Cancel it, for this reason."""
        if len(reason.strip()) < SHORTEST_REASON:
            self._typed_of(order_id).problem = _("Type the reason; it is kept with the case.")
            self.refresh()
            return
        self._send(order_id, ChangeOrder(state=OrderState.CANCELLED, reason=reason.strip()))

    def dismiss(self, order_id: OrderId) -> None:
        """Do not cancel it after all."""
        typed = self._typed_of(order_id)
        typed.asks_reason, typed.problem = False, ""
        self.refresh()

    def copy(self) -> None:
        """Put what is read to the provider on the clipboard."""
        if self._detail is not None:
            self._view.copy(_copy_text(self._detail))

    def refresh(self) -> None:
        """Paint what is known now, and keep the actions in step."""
        why_not = self._why_not()
        runs = self._running() is not None
        self._actions.set_enabled(ActionId.TOW, enabled=not (self._why_not_finish() if runs else why_not))
        self._actions.set_enabled(ActionId.NO_TOW, enabled=not why_not and self._is_asked())
        self._view.show_state(None if self._detail is None else self._state(self._detail, why_not))

    def _state(self, detail: CaseDetail, why_not: str) -> OrdersState:
        runs = self._running() is not None
        question = None
        if self._is_asked():
            question = TowQuestionState(
                sentence=_("Send a tow truck? The rules alone may not send one here; you decide."),
                yes=Offer(_("Yes, send one"), why_not),
                no=Offer(_("No tow truck"), why_not),
            )
        can_order = question is None and not runs and detail.row.state is CaseState.OPEN
        orders = sorted(detail.orders, key=lambda order: (not order.state.is_running, -order.ordered_at.timestamp()))
        return OrdersState(
            question=question,
            order=Offer(_("Order a tow truck"), why_not) if can_order else None,
            cards=tuple(self._card(order) for order in orders),
            read_out=tuple(read_out(detail)) if runs or question is not None else (),
            copy=_copy_text(detail) if runs or question is not None else "",
        )

    def _card(self, order: OrderInfo) -> OrderCard:
        typed = self._typed.get(order.order_id, _Typed())
        now = self._clock.now()
        runs = order.state.is_running
        return OrderCard(
            order_id=order.order_id,
            heading=heading_text(order, now),
            state=order_text(order, now),
            needs_person=order.state is OrderState.BY_HAND,
            road=_("Road not known: ask first whether it is a motorway.") if runs and not order.road_known else "",
            provider=order.provider if typed.provider is None else typed.provider,
            eta=typed.eta,
            can_edit=runs and not why_not_finish(self._me, self._detail) and order.state is not OrderState.ON_SITE,
            steps=tuple(
                (following, Offer(STEPS[following](), self._why_not_step(order, following)))
                for following in steps_of(order.state)
            ),
            reason=Offer(_("Cancel the tow truck"), self._why_not_finish()) if runs and typed.asks_reason else None,
            problem=typed.problem,
        )

    def _why_not_step(self, order: OrderInfo, following: OrderState) -> str:
        why_not = self._why_not_finish()
        typed = self._typed.get(order.order_id, _Typed())
        if not why_not and following in _NAMES_A_FIRM and not _provider(order, typed):
            return _("Type first which firm it is.")
        return why_not

    def _send(self, order_id: OrderId, command: ChangeOrder) -> None:
        if self._why_not_finish():
            return
        self._withdraw()

        def forget(_detail: CaseDetail) -> None:
            self._typed.pop(order_id, None)
            self.refresh()

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

    def _eta(self, typed: _Typed) -> datetime | None:
        return eta_of(typed.eta, self._clock.now()) if typed.eta.strip() else None

    def _typed_of(self, order_id: OrderId) -> _Typed:
        return self._typed.setdefault(order_id, _Typed())

    def _order(self, order_id: OrderId) -> OrderInfo | None:
        orders = () if self._detail is None else self._detail.orders
        return next((order for order in orders if order.order_id == order_id), None)

    def _running(self) -> OrderInfo | None:
        orders = () if self._detail is None else self._detail.orders
        return next((order for order in reversed(orders) if order.state.is_running), None)

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


def _provider(order: OrderInfo, typed: _Typed) -> str:
    return order.provider if typed.provider is None else typed.provider.strip()


def _copy_text(detail: CaseDetail) -> str:
    return "\n".join(f"{label}: {value}" for label, value in read_out(detail))
