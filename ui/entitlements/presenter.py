"""What the contract pays, service by service, with the question that still decides opened in place.

The service decides by the clauses and sends the result whole with every answer; nothing is computed here, and all
cards change together. Without a link the cards stay, hatched and with the time of their last confirmation: an old
answer said to be old is worth more than none. While the service sends no services yet, the rules of the E-call stand
in their place.
"""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

from app.api.cases import CaseDetail
from app.api.commands import AnswerFact
from app.api.entitlements import QuestionInfo, ServiceCard, ServiceFamily
from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.answer import EmergencyNumber
from app.domain.clock import Clock
from app.domain.ids import UseId
from app.domain.ledger import Payer
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.entitlements.beside import beside_case, question_text
from ui.entitlements.ledger import Ledger
from ui.entitlements.state import Card, EntitlementsState, Given, Standing
from ui.entitlements.words import ask_of, card_of, missing_of, service_key, service_of
from ui.offer import Offer
from ui.ports import CaseCommands, LinkState
from ui.rights import why_not_act, why_not_finish
from ui.session import Me
from ui.words.texts import text_of
from ui.words.times import since_text
from ui.words.typed_times import typed_day

_ORDER = (Standing.GRANTED, Standing.POSSIBLE, Standing.ASK, Standing.REFUSED, Standing.NOT_NOW)
_FAMILIES = tuple(ServiceFamily)
_ORDERS = {
    ServiceFamily.ONWARD: ActionId.ORDER_TAXI,
    ServiceFamily.LODGING: ActionId.ORDER_HOTEL,
    ServiceFamily.CAR: ActionId.ORDER_RENTAL,
    ServiceFamily.REPATRIATION: ActionId.ORDER_REPATRIATION,
}
_TICKED = frozenset(number.fact for number in EmergencyNumber)


class EntitlementsView(Protocol):
    """The panel."""

    def show_state(self, state: EntitlementsState | None) -> None:
        """Paint it; None = no case is open."""

    def walk(self) -> None:
        """Let the keys have the next card."""


class EntitlementsPresenter:
    """Between the open case and its services. A ``CaseListener`` and ``FeedListener``."""

    def __init__(
        self, view: EntitlementsView, me: Me, commands: CaseCommands, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._clock = clock
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._ledger = Ledger(commands, self._answers, self.refresh)
        self._detail: CaseDetail | None = None
        self._actions = Actions()
        self._opened: set[str] = set()
        self._asking = ""
        self._shows_more = False
        self._link = LinkState(alive=True, heard_at=None)
        self._confirmed_at: datetime | None = None

    def connect(self, actions: Actions) -> None:
        """Take the key that walks from card to card."""
        self._actions = actions
        actions.connect(ActionId.SERVICES, self._view.walk)
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the services of this case; what is opened stays open within one case."""
        before, self._detail = self._detail, detail
        if detail is None or before is None or detail.row.case_id != before.row.case_id:
            self._opened, self._asking, self._shows_more = set(), "", False
            self._ledger.close()
        self.refresh()

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Count it as a sign of life."""
        self._confirmed_at = snapshot.now

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do: the navigator reads the case again."""

    def on_tick(self, tick: Tick) -> None:
        """Count it as a sign of life."""
        self._confirmed_at = tick.now

    def on_link(self, link: LinkState) -> None:
        """Hatch the cards while nobody confirms them."""
        self._link = link
        self.refresh()

    def toggle_clauses(self, key: str) -> None:
        """Show the clauses of a card and its sentence for the driver, or hide them."""
        self._opened = self._opened ^ {key}
        self.refresh()

    def toggle_question(self, key: str) -> None:
        """Open the question of a card, or close it; one is open at a time."""
        self._asking = "" if self._asking == key else key
        self.refresh()

    def toggle_entering(self, key: str) -> None:
        """Open the form in which something is entered as given, or close it."""
        self._ledger.toggle(key)

    def order(self, key: str) -> None:
        """Open the order of this service; the orders panel takes it from there."""
        detail = self._detail
        families = () if detail is None else tuple(one.family for one in detail.services if service_key(one) == key)
        for family in families:
            if family in _ORDERS:
                self._actions.trigger(_ORDERS[family])

    def enter(self, code: str, amount: str, since: str) -> None:
        """Enter what was given; ``code`` is a choice of the form, ``since`` a typed day or empty."""
        detail = self._detail
        if detail is not None and not self._why_not_enter(detail):
            self._ledger.enter(detail.row.case_id, code, amount, typed_day(since))

    def pay_rest(self, payer: str) -> None:
        """Say who pays what lies beyond the limit."""
        detail = self._detail
        if detail is not None and not self._why_not_enter(detail):
            self._ledger.pay(detail.row.case_id, Payer(payer))

    def undo(self, use_id: UseId) -> None:
        """Take a wrong entry back."""
        detail = self._detail
        if detail is not None and not self._why_not_enter(detail):
            self._ledger.undo(detail.row.case_id, use_id)

    def toggle_more(self) -> None:
        """Show all other services and the answers, or hide them."""
        self._shows_more = not self._shows_more
        self.refresh()

    def answer(self, fact: str, value: JsonValue) -> None:
        """Write down what the driver said; None takes it back."""
        detail = self._detail
        if detail is None or self._why_not():
            return
        command = AnswerFact(fact=fact, value=value)
        self._commands.answer_fact(detail.row.case_id, command, self._answers.reply(self._close_question))

    def refresh(self) -> None:
        """Paint what is known now."""
        detail = self._detail
        state = None if detail is None else self._state(detail)
        self._actions.set_enabled(ActionId.SERVICES, enabled=state is not None and bool(state.cards))
        self._view.show_state(state)

    def _state(self, detail: CaseDetail) -> EntitlementsState:
        if not detail.services:
            rules = sorted((card_of(card) for card in detail.cards), key=lambda card: _ORDER.index(card.standing))
            cards = tuple(self._opened_as_chosen(card) for card in rules)
            return EntitlementsState(cards, (), None, (), self._not_confirmed())
        services = sorted(detail.services, key=lambda service: _FAMILIES.index(service.family))
        fixed = [service for service in services if service.family is not ServiceFamily.OTHER]
        others = [service for service in services if service.family is ServiceFamily.OTHER]
        given = self._given(detail)
        words = _("Fewer") if self._shows_more else _("More: {count} services").format(count=len(others))
        return EntitlementsState(
            cards=tuple(self._card(service, detail) for service in fixed),
            others=tuple(self._card(service, detail) for service in others) if self._shows_more else (),
            more=Offer(words) if others or given else None,
            given=given if self._shows_more else (),
            not_confirmed=self._not_confirmed(),
        )

    def _card(self, service: ServiceCard, detail: CaseDetail) -> Card:
        card = beside_case(self._opened_as_chosen(service_of(service)), service, detail)
        card = self._ledger.shown(card, service, self._why_not_enter(detail))
        if service.family in _ORDERS and card.standing is not Standing.NOT_NOW:
            card = replace(card, order=Offer(_("Order this …"), self._why_not()))
        question = _question_of(service, detail)
        if question is None:
            return card
        asked = ask_of(question)
        asked = replace(asked, text=question_text(asked.fact, asked.text, detail))
        return replace(
            card,
            missing=missing_of(service, without=question.fact),
            ask=Offer(_("Ask: {question}").format(question=asked.text), self._why_not()),
            question=asked if self._asking == card.key else None,
        )

    def _opened_as_chosen(self, card: Card) -> Card:
        return replace(card, is_open=card.key in self._opened)

    def _given(self, detail: CaseDetail) -> tuple[Given, ...]:
        take_back = Offer(_("Take back"), self._why_not())
        return tuple(
            Given(answer.fact, f"{text_of(answer.text)} {text_of(answer.shown)}", take_back)
            for answer in detail.answers
            if answer.fact not in _TICKED
        )

    def _close_question(self, _detail: CaseDetail) -> None:
        self._asking = ""
        self.refresh()

    def _why_not(self) -> str:
        return why_not_act(self._me, self._detail) or self._busy()

    def _busy(self) -> str:
        return _("One moment: the service has not answered yet.") if self._answers.is_busy else ""

    def _why_not_enter(self, detail: CaseDetail) -> str:
        """Bills come late: once the case is closed, anybody who handles cases enters them."""
        return why_not_finish(self._me, detail) or self._busy()

    def _not_confirmed(self) -> str:
        if self._link.alive:
            return ""
        confirmed_at = self._confirmed_at or self._link.heard_at
        if confirmed_at is None:
            return _("Not confirmed: the service was not heard yet")
        return _("Not confirmed since {time}").format(time=since_text(confirmed_at, self._clock.now()))


def _question_of(service: ServiceCard, detail: CaseDetail) -> QuestionInfo | None:
    """The best question that can still change this card."""
    answered = {answer.fact for answer in detail.answers}
    wanted = set(service.missing) - answered
    return next((question for question in detail.questions if question.fact in wanted), None)
