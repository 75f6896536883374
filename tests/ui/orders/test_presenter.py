"""The tow truck follows facts: nothing is on its way before a provider said so, and nothing leaves unasked."""

from datetime import timedelta
from typing import Any

import pytest

from app.api.cases import CaseDetail, OrderInfo
from app.api.commands import ChangeOrder, DiscloseTow, OrderTow
from app.api.entitlements import AnswerInfo, TextInfo
from app.api.providers import SendingInfo
from app.domain.account import Role
from app.domain.answer import ON_MOTORWAY
from app.domain.case import CaseState, TowQuestion
from app.domain.ids import OrderId
from app.domain.next_step import NextKind
from app.domain.sending import SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import DisclosureWay, OrderState
from app.domain.subscription import Language
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import a_full_case, a_queue_row, ago, an_order, my_case, their_case, tow_ways
from tests.support.contract import NOW, me
from tests.support.desk_parts import Asker, Shower
from ui.actions import ActionId, Actions
from ui.offer import Offer
from ui.orders.presenter import OrdersPresenter
from ui.orders.state import OrderCard, OrdersState
from ui.orders.words import STEPS, is_held, order_text, sent_text, steps_of
from ui.words.times import since_text, time_of_day

ORDER = OrderId("o1")


class View:
    def __init__(self) -> None:
        self.states: list[OrdersState | None] = []
        self.did: list[str] = []

    @property
    def state(self) -> OrdersState:
        state = self.states[-1]
        assert state is not None
        return state

    def show_state(self, state: OrdersState | None) -> None:
        self.states.append(state)

    def focus_order(self, order_id: OrderId) -> None:
        self.did.append(f"focus {order_id}")

    def focus_time(self, order_id: OrderId) -> None:
        self.did.append(f"time {order_id}")

    def focus_reason(self, order_id: OrderId) -> None:
        self.did.append(f"reason {order_id}")

    def focus_drop_off(self) -> None:
        self.did.append("drop-off")

    def leave_order(self, order_id: OrderId) -> None:
        self.did.append(f"leave {order_id}")

    def copy(self, text: str) -> None:
        self.did.append(text)


class Orders:
    """A presenter with everything around it."""

    def __init__(self, detail: CaseDetail, **account: object) -> None:
        self.view, self.backend, self.shower, self.asker = View(), FakeBackend(), Shower(), Asker()
        self.actions, self.scheduler = Actions(), FakeScheduler()
        self.presenter = OrdersPresenter(
            self.view, me(**account), self.backend, self.scheduler.clock, self.shower, self.shower
        )
        self.shower.listeners.append(self.presenter)
        self.presenter.connect(self.actions, self.asker, self.scheduler)
        self.presenter.on_case(detail)

    @property
    def card(self) -> OrderCard:
        return self.view.state.cards[0]

    def sent(self) -> ChangeOrder:
        command = self.backend.last.command
        assert isinstance(command, ChangeOrder)
        return command

    def why_not(self, following: OrderState) -> str:
        return dict(self.card.steps)[following].why_not


def by_hand() -> CaseDetail:
    return my_case(NextKind.PLACE_TOW_BY_HAND, ORDER, orders=(an_order(),))


def in_state(state: OrderState, **changes: object) -> CaseDetail:
    return my_case(orders=(an_order(state=state, provider="Depannage Noels", **changes),))


def a_sending(**changes: object) -> SendingInfo:
    told: dict[str, Any] = {
        "sending_id": "s1",
        "version": 1,
        "purpose": SendingPurpose.OFFER,
        "channel": SendingChannel.MAIL,
        "state": SendingState.QUEUED,
        "tries": 0,
        "changed_at": NOW,
        "leaves_at": NOW + timedelta(seconds=10),
        "fault": "",
        **changes,
    }
    return SendingInfo(**told)


def asked() -> CaseDetail:
    return my_case(NextKind.ASK_TOW, orders=(), tow_question=TowQuestion.OPEN)


@pytest.mark.parametrize("state", OrderState)
def test_on_its_way_is_said_only_when_a_provider_said_so(state: OrderState) -> None:
    for provider in ("", "Depannage Noels"):
        said = order_text(an_order(state=state, provider=provider), NOW)
        assert ("on its way" in said) is (state is OrderState.EN_ROUTE)


def test_an_order_that_only_waits_its_turn_is_not_said_to_be_held() -> None:
    for road in SendingChannel:
        sending = a_sending(channel=road)
        order = an_order(state=OrderState.QUEUED, sending=sending)
        soon, late = sending.leaves_at + timedelta(seconds=14), sending.leaves_at + timedelta(seconds=15)
        assert (is_held(order, soon), is_held(order, late)) == (False, True)
        assert "held" not in sent_text(order, soon)
        assert "held since" in sent_text(order, late)


def test_an_order_held_by_a_gateway_that_is_down_offers_the_phone_as_soon_as_it_should_have_left() -> None:
    fault = a_sending(tries=1, fault="no_answer")
    orders = Orders(in_state(OrderState.QUEUED, phones=("016 12 34 56",), sending=fault))
    before = orders.card
    assert "not left yet · tried again at" in before.sent
    orders.scheduler.advance(15)
    assert (before.needs_person, orders.card.needs_person) == (False, True)
    assert "016 12 34 56" in orders.card.state
    assert orders.card.sent.endswith("e-mail is down, phone the firm · the gateway did not answer")


def test_looking_at_the_clock_paints_nothing_while_nothing_changes() -> None:
    orders = Orders(in_state(OrderState.QUEUED, sending=a_sending()))
    orders.scheduler.advance(3)
    painted = len(orders.view.states)
    orders.scheduler.advance(5)
    assert len(orders.view.states) == painted


@pytest.mark.parametrize(
    ("sending", "said"),
    [
        (a_sending(state=SendingState.ACCEPTED), "by e-mail: given to the mail server, not read yet"),
        (a_sending(state=SendingState.ACCEPTED, channel=SendingChannel.REST), "system: taken by their side"),
        (a_sending(tries=1, fault="no_answer"), "not left yet · tried again at {time} · the gateway did not answer"),
        (a_sending(state=SendingState.FAILED, fault="gateway_down"), "did not reach them: phone · the gateway is down"),
    ],
)
def test_how_it_left_is_said_without_codes_and_a_mail_server_is_no_firm(sending: SendingInfo, said: str) -> None:
    order = an_order(state=OrderState.OFFERED, provider="Noels", sending=sending)
    assert sent_text(order, NOW).endswith(said.format(time=time_of_day(sending.leaves_at)))


def test_the_words_follow_the_state() -> None:
    at = since_text(ago(7), NOW)
    assert order_text(an_order(), NOW) == "to be placed by hand: nobody has been asked yet"
    offered = an_order(state=OrderState.OFFERED, provider="Noels")
    assert order_text(offered, NOW) == f"offered to Noels at {at}, no answer yet"
    accepted = an_order(state=OrderState.ACCEPTED, provider="Noels", eta_at=ago(-600))
    assert order_text(accepted, NOW) == f"accepted by Noels at {at}, promised for {since_text(ago(-600), NOW)}"


def test_the_number_of_the_firm_stands_beside_it_while_the_order_runs() -> None:
    known = an_order(provider="Noels", phones=("+32 16 00 00 21",))
    for state in (OrderState.BY_HAND, OrderState.ACCEPTED):
        assert order_text(known.model_copy(update={"state": state}), NOW).endswith(" · +32 16 00 00 21")
    assert "+32" not in order_text(known.model_copy(update={"state": OrderState.DONE}), NOW)


def test_an_order_by_hand_needs_a_person_and_says_the_road_is_not_known() -> None:
    orders = Orders(by_hand())
    assert orders.card.needs_person
    assert "motorway" in orders.card.road
    known = Orders(my_case(orders=(an_order(road_known=True),)))
    assert known.card.road == ""


@pytest.mark.parametrize("state", OrderState)
def test_only_steps_an_order_may_take_are_offered(state: OrderState) -> None:
    orders = Orders(in_state(state))
    assert tuple(following for following, _offer in orders.card.steps) == steps_of(state)
    assert set(STEPS) >= set(steps_of(state))
    assert orders.card.can_edit is (state.is_running and state is not OrderState.ON_SITE)


def test_f7_on_an_order_by_hand_asks_which_firm_and_confirm_writes_the_offer_down() -> None:
    orders = Orders(by_hand())
    orders.actions.trigger(ActionId.TOW)
    assert orders.view.did == [f"focus {ORDER}"]
    assert orders.why_not(OrderState.OFFERED) == "Type first which firm it is."
    orders.presenter.typed_provider(ORDER, " Depannage Noels ")
    orders.asker.confirm()
    assert orders.sent() == ChangeOrder(state=OrderState.OFFERED, provider="Depannage Noels")
    orders.backend.last.done(in_state(OrderState.OFFERED))
    assert orders.card.state.startswith("offered to Depannage Noels")


def test_a_firm_taken_back_takes_enter_back() -> None:
    orders = Orders(by_hand())
    orders.presenter.typed_provider(ORDER, "N")
    orders.presenter.typed_provider(ORDER, "")
    assert orders.asker.asked is None


def test_enter_with_a_promised_time_is_an_acceptance() -> None:
    orders = Orders(by_hand())
    orders.presenter.typed_provider(ORDER, "Noels")
    orders.presenter.typed_eta(ORDER, "+25")
    orders.presenter.enter(ORDER)
    assert orders.sent() == ChangeOrder(state=OrderState.ACCEPTED, provider="Noels", eta_at=NOW + timedelta(minutes=25))


@pytest.mark.parametrize("time", ["+25", " +25 ", "14:20", "14h20"])
def test_a_time_typed_over_the_firm_is_the_time_and_no_firm(time: str) -> None:
    orders = Orders(in_state(OrderState.OFFERED))
    orders.presenter.typed_provider(ORDER, time)
    orders.presenter.enter(ORDER)
    sent = orders.sent()
    assert (sent.state, sent.provider) == (OrderState.ACCEPTED, "Depannage Noels")
    assert sent.eta_at is not None
    assert (orders.card.provider, orders.card.eta) == ("Depannage Noels", time.strip())


def test_a_time_where_no_firm_is_known_is_no_firm_either() -> None:
    orders = Orders(by_hand())
    orders.presenter.typed_provider(ORDER, "+25")
    orders.presenter.step(ORDER, OrderState.OFFERED)
    orders.presenter.enter(ORDER)
    assert orders.backend.asked == []
    assert orders.card.problem.startswith("That is a time")
    orders.presenter.typed_provider(ORDER, "24 Depannage")
    orders.presenter.enter(ORDER)
    assert orders.sent().provider == "24 Depannage"


def test_enter_once_offered_is_an_acceptance_and_later_nothing() -> None:
    orders = Orders(in_state(OrderState.OFFERED))
    orders.presenter.typed_eta(ORDER, "+40")
    orders.presenter.enter(ORDER)
    assert orders.sent().state is OrderState.ACCEPTED
    later = Orders(in_state(OrderState.EN_ROUTE))
    later.presenter.enter(ORDER)
    assert later.backend.asked == []


@pytest.mark.parametrize("typed", [None, "Depannage Noels"])
def test_enter_alone_accepts_nothing_for_a_firm_that_is_silent(typed: str | None) -> None:
    orders = Orders(in_state(OrderState.OFFERED))
    if typed is not None:
        orders.presenter.typed_provider(ORDER, typed)
    orders.presenter.enter(ORDER)
    orders.presenter.enter(ORDER)
    assert orders.backend.asked == []
    assert orders.view.did == [f"time {ORDER}"] * 2
    assert orders.card.problem.startswith("Type the promised time")
    orders.presenter.step(ORDER, OrderState.ACCEPTED)
    assert orders.sent() == ChangeOrder(state=OrderState.ACCEPTED, provider="Depannage Noels")


def test_a_time_that_is_none_is_not_sent() -> None:
    orders = Orders(by_hand())
    orders.presenter.typed_provider(ORDER, "Noels")
    orders.presenter.typed_eta(ORDER, "soon")
    orders.presenter.step(ORDER, OrderState.ACCEPTED)
    assert orders.backend.asked == []
    assert "14:20" in orders.card.problem
    orders.presenter.typed_eta(ORDER, "23:10")
    assert orders.card.problem == ""


def test_what_was_typed_survives_a_refusal_and_is_forgotten_once_written_down() -> None:
    orders = Orders(by_hand())
    orders.presenter.typed_provider(ORDER, "Noels")
    orders.presenter.step(ORDER, OrderState.OFFERED)
    assert orders.why_not(OrderState.ACCEPTED).startswith("One moment")
    assert orders.card.can_edit, "the field keeps its focus"
    orders.backend.last.refused("wrong_state")
    assert orders.card.provider == "Noels"
    assert orders.shower.trouble == ["wrong_state"]
    orders.presenter.step(ORDER, OrderState.OFFERED)
    orders.backend.last.done(in_state(OrderState.OFFERED))
    assert orders.card.provider == "Depannage Noels"


def test_cancelling_a_rescue_needs_a_typed_reason() -> None:
    orders = Orders(in_state(OrderState.ACCEPTED))
    orders.presenter.step(ORDER, OrderState.CANCELLED)
    assert orders.view.did == [f"reason {ORDER}"]
    assert orders.card.reason is not None
    orders.presenter.give_reason(ORDER, " x ")
    assert orders.backend.asked == []
    assert "reason" in orders.card.problem
    orders.presenter.give_reason(ORDER, "police sent their own")
    assert orders.sent() == ChangeOrder(
        state=OrderState.CANCELLED, provider="Depannage Noels", reason="police sent their own"
    )


def test_cancelling_can_be_dropped() -> None:
    orders = Orders(in_state(OrderState.ACCEPTED))
    orders.presenter.step(ORDER, OrderState.CANCELLED)
    orders.presenter.dismiss(ORDER)
    assert orders.card.reason is None
    assert orders.backend.asked == []


def test_a_question_is_asked_and_yes_is_shown_before_it_leaves() -> None:
    orders = Orders(asked())
    question = orders.view.state.question
    assert question is not None
    assert question.yes.is_possible
    orders.actions.trigger(ActionId.TOW)
    assert orders.backend.asked == [], "shown first"
    shown = orders.asker.asked
    assert shown is not None
    assert any("1-ABC-234" in line for line in shown.lines)
    assert any("motorway" in line for line in shown.lines)
    assert shown.lines[0] == "Nobody is asked yet: NEXT then says which firm."
    orders.asker.confirm()
    assert orders.backend.names() == ["order_tow"]


def test_no_is_shown_before_it_is_said_and_only_while_asked() -> None:
    orders = Orders(asked())
    assert orders.actions.trigger(ActionId.NO_TOW)
    assert orders.backend.asked == [], "shown first"
    assert orders.asker.asked is not None
    assert orders.asker.asked.title == "No tow truck"
    orders.asker.confirm()
    assert orders.backend.names() == ["decline_tow"]
    assert not Orders(by_hand()).actions.is_enabled(ActionId.NO_TOW)


def test_a_truck_can_be_ordered_though_nobody_asks_but_never_a_second_one() -> None:
    orders = Orders(my_case(orders=()))
    assert orders.view.state.order is not None
    orders.actions.trigger(ActionId.TOW)
    assert orders.asker.asked is not None
    assert Orders(by_hand()).view.state.order is None


def test_a_refused_order_lets_another_be_placed() -> None:
    orders = Orders(in_state(OrderState.REFUSED))
    assert orders.view.state.order is not None
    assert orders.card.steps == ()


def test_only_the_holder_may_and_after_closing_anybody_may_finish() -> None:
    theirs = Orders(their_case())
    assert not theirs.actions.is_enabled(ActionId.TOW)
    assert not theirs.card.can_edit
    closed = Orders(a_full_case(a_queue_row("c1", state=CaseState.CLOSED), orders=(an_order(provider="Noels"),)))
    assert closed.actions.is_enabled(ActionId.TOW)
    assert closed.why_not(OrderState.ACCEPTED) == ""
    assert closed.view.state.order is None
    reader = Orders(a_full_case(a_queue_row("c1", state=CaseState.CLOSED)), roles=(Role.AUDITOR,))
    assert not reader.card.can_edit


def test_what_a_firm_is_told_is_in_its_language_and_copying_it_is_written_down() -> None:
    orders = Orders(in_state(OrderState.OFFERED))
    text = orders.view.state.firm_text
    assert text is not None
    assert (text.language, text.text) == (Language.NL, "nl: 1-ABC-234, ELECTRIC\nBertem")
    orders.presenter.speak(Language.FR)
    assert orders.actions.trigger(ActionId.COPY_TOW)
    assert orders.view.did == ["fr: 1-ABC-234, ELECTRIC\nBertem"]
    assert orders.backend.names() == ["disclose_tow"]
    command = DiscloseTow(way=DisclosureWay.MAIL, language=Language.FR, to="Depannage Noels")
    assert orders.backend.last.command == command


def test_the_language_of_a_firm_is_of_its_case() -> None:
    orders = Orders(by_hand())
    orders.presenter.speak(Language.FR)
    orders.presenter.on_case(a_full_case(a_queue_row("c2")))
    text = orders.view.state.firm_text
    assert text is not None
    assert text.language is Language.NL


def test_nobody_is_told_while_no_truck_runs() -> None:
    orders = Orders(in_state(OrderState.REFUSED))
    assert orders.view.state.firm_text is None
    assert not orders.actions.trigger(ActionId.COPY_TOW)
    assert not Orders(their_case()).actions.is_enabled(ActionId.COPY_TOW)


def test_after_a_refusal_the_next_firm_is_asked_and_not_whether_a_truck_is_sent() -> None:
    refused = an_order(state=OrderState.REFUSED, provider="Depannage Noels")
    orders = Orders(my_case(NextKind.ASK_NEXT_FIRM, ORDER, orders=(refused,), tow_question=TowQuestion.OPEN))
    question = orders.view.state.question
    assert question is not None
    assert question.sentence == "Depannage Noels refused: ask the next firm, or send no truck."
    assert question.yes == Offer("Ask the next firm")
    asked: list[str] = []
    orders.actions.connect(ActionId.ASK_ANOTHER, lambda: asked.append("another"))
    orders.presenter.ask_order()
    assert asked == ["another"]
    assert orders.asker.asked is None


@pytest.mark.parametrize("state", [OrderState.REFUSED, OrderState.UNSUCCESSFUL, OrderState.CANCELLED])
def test_a_truck_that_will_not_come_is_asked_why(state: OrderState) -> None:
    orders = Orders(in_state(OrderState.ACCEPTED))
    orders.presenter.step(ORDER, state)
    assert orders.backend.asked == []
    assert orders.card.reason is not None
    orders.presenter.give_reason(ORDER, "no winch")
    assert (orders.sent().state, orders.sent().reason) == (state, "no winch")


@pytest.mark.parametrize("state", [OrderState.ACCEPTED, OrderState.EN_ROUTE])
def test_a_truck_that_is_coming_has_another_time(state: OrderState) -> None:
    orders = Orders(in_state(state))
    orders.presenter.step(ORDER, state)
    assert "14:20" in orders.card.problem
    orders.presenter.typed_eta(ORDER, "+40")
    orders.presenter.enter(ORDER)
    assert (orders.sent().state, orders.sent().eta_at) == (state, NOW + timedelta(minutes=40))


def motorway(*, told: bool, orders: tuple[OrderInfo, ...] = ()) -> CaseDetail:
    return my_case(orders=orders, tow_ways=tow_ways(is_police=True, was_101_told=told))


def test_on_a_motorway_nothing_is_ordered_before_101_was_told() -> None:
    orders = Orders(motorway(told=False))
    drop_off = orders.view.state.drop_off
    assert drop_off is not None
    assert "F.A.S.T." in drop_off.sentence
    assert not drop_off.asks
    assert orders.view.state.order is None
    assert not orders.actions.is_enabled(ActionId.TOW)


def test_our_truck_is_ordered_from_where_the_police_put_the_car() -> None:
    orders = Orders(motorway(told=True))
    assert orders.actions.trigger(ActionId.TOW)
    assert orders.view.did == ["drop-off"]
    orders.presenter.ask_follow_up()
    assert orders.asker.asked is None
    drop_off = orders.view.state.drop_off
    assert drop_off is not None
    assert drop_off.problem
    orders.presenter.typed_drop_off(" depot Heverlee ", "Garage Peeters")
    orders.presenter.ask_follow_up()
    assert orders.backend.asked == [], "shown first"
    orders.asker.confirm()
    assert orders.backend.last.command == OrderTow(pick_up="depot Heverlee", deliver_to="Garage Peeters")
    orders.backend.last.done(motorway(told=True, orders=(an_order(pick_up="depot Heverlee", deliver_to="Garage P."),)))
    assert orders.card.places == "fetch it at depot Heverlee · bring it to Garage P."
    after = orders.view.state.drop_off
    assert after is not None
    assert (after.asks, after.place) == (False, "")


def test_a_second_truck_from_the_drop_off_is_ordered_there_too() -> None:
    refused = an_order(state=OrderState.REFUSED, pick_up="depot Heverlee")
    detail = motorway(told=True, orders=(refused,))
    orders = Orders(detail.model_copy(update={"tow_question": TowQuestion.OPEN}))
    orders.presenter.ask_order()
    assert orders.view.did == ["drop-off"]
    assert orders.asker.asked is None


def test_a_truck_of_ours_to_a_motorway_is_to_be_called_off() -> None:
    orders = Orders(motorway(told=True, orders=(an_order(state=OrderState.ACCEPTED, provider="Noels"),)))
    assert "call it off" in orders.card.road
    drop_off = orders.view.state.drop_off
    assert drop_off is not None
    assert not drop_off.asks


@pytest.mark.parametrize(("road", "warns"), [(None, True), (False, False), (True, False)])
def test_an_order_warns_of_the_road_while_nobody_said_what_it_is(road: bool | None, warns: bool) -> None:
    text = TextInfo(nl="", fr="", de="", en="")
    said = AnswerInfo(fact=ON_MOTORWAY, value=road, shown=text, text=text, said_by="An", said_at=ago(0))
    detail = my_case(answers=() if road is None else (said,))
    orders = Orders(detail)
    orders.presenter.ask_order()
    assert orders.asker.asked is not None
    assert any("Road not known" in line for line in orders.asker.asked.lines) is warns


def test_why_it_did_not_come_stays_on_its_card() -> None:
    assert "no winch" in Orders(in_state(OrderState.UNSUCCESSFUL, reason="no winch")).card.places


def test_the_running_order_stands_first() -> None:
    refused = an_order(order_id=OrderId("o0"), state=OrderState.REFUSED, ordered_at=ago(1))
    orders = Orders(my_case(orders=(refused, an_order())))
    assert [card.order_id for card in orders.view.state.cards] == ["o1", "o0"]


def test_no_case_shows_nothing_and_f7_does_nothing() -> None:
    orders = Orders(by_hand())
    orders.presenter.on_case(None)
    assert orders.view.states[-1] is None
    assert not orders.actions.trigger(ActionId.TOW)
