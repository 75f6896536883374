"""Whom to ask: reasons and why not are shown, nothing leaves without Enter, and what has not left can be stopped."""

from datetime import timedelta

import pytest

from app.api.providers import CandidateInfo, OfferOrder, OrderService, ReviseOrder
from app.domain.ids import OrderId
from app.domain.provider import Skill, WhyNot
from app.domain.service_order import OrderState, ServiceKind
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import a_full_case, an_order, my_case
from tests.support.contract import me
from tests.support.partner_screen import a_candidate, a_partners
from ui.actions import ActionId, Actions
from ui.confirmation import Confirmation, FirmAdvice
from ui.orders.partners import PartnersPresenter
from ui.orders.state import PartnersState, ServiceForm


class View:
    def __init__(self) -> None:
        self.partners: PartnersState | None = None
        self.form: ServiceForm | None = None
        self.focused = 0
        self.forward = 0

    def show_partners(self, state: PartnersState | None) -> None:
        self.partners = state

    def show_list(self) -> None:
        self.forward += 1

    def show_form(self, form: ServiceForm | None) -> None:
        self.form = form

    def focus_form(self) -> None:
        self.focused += 1

    def show_order(self, order_id: OrderId) -> None:
        self.stands_at = order_id


class Asking:
    def __init__(self) -> None:
        self.asked: list[Confirmation] = []

    def ask(self, confirmation: Confirmation) -> None:
        self.asked.append(confirmation)

    def withdraw(self, confirmation: Confirmation) -> None:
        del confirmation


class Quiet:
    def show(self, detail: object) -> None:
        del detail

    def refused(self, refusal: object) -> None:
        del refusal

    def unavailable(self, unavailable: object) -> None:
        del unavailable


class Stage:
    def __init__(self) -> None:
        self.view, self.backend, self.asking, self.actions = View(), FakeBackend(), Asking(), Actions()
        self.clock = FakeClock()
        quiet = Quiet()
        self.presenter = PartnersPresenter(self.view, me(), self.backend, self.clock, quiet, quiet)
        self.presenter.connect(self.actions, self.asking)

    def open(self, **changes: object) -> None:
        self.presenter.on_case(my_case().model_copy(update=changes))


@pytest.fixture(name="stage")
def a_stage() -> Stage:
    return Stage()


NEAR = a_candidate("Near", distance_km=1.24)
FAR = a_candidate("Far", why_not=(WhyNot.LACKS_SKILL, WhyNot.CLOSED), lacks=(Skill.ELECTRIC,), is_open=False)
PHONE = a_candidate("Phone", way=None, is_open=None, in_area=None, distance_km=None, price_eur=None, free=None)


def test_an_order_that_nobody_has_asks_once_whom_to_ask(stage: Stage) -> None:
    order = an_order()
    stage.open(orders=(order,))
    stage.open(orders=(order,))
    assert [one.about for one in stage.backend.asked] == ["c1 tow"]
    stage.backend.last.done(a_partners(NEAR, PHONE, others=(FAR,)))
    state = stage.view.partners
    assert state is not None
    assert [(row.name, row.is_first, row.why_not) for row in state.rows] == [("Near", True, ""), ("Phone", False, "")]
    assert "1.2 km in a straight line" in state.rows[0].facts
    assert "hours not known" in state.rows[1].facts
    assert "distance not known" in state.rows[1].facts
    stage.presenter.show_all()
    state = stage.view.partners
    assert state is not None
    assert [row.why_not for row in state.rows] == ["", "", "not for electric cars · closed now"]


def test_without_a_place_it_says_so(stage: Stage) -> None:
    stage.open(orders=(an_order(),))
    stage.backend.last.done(a_partners(others=(FAR,), is_place_known=False))
    assert stage.view.partners is not None
    assert "place" in stage.view.partners.title
    assert stage.view.partners.rows == ()


@pytest.mark.parametrize("state", [one for one in OrderState if one is not OrderState.BY_HAND])
def test_an_order_that_somebody_has_asks_nobody(stage: Stage, state: OrderState) -> None:
    stage.open(orders=(an_order(state=state),))
    assert stage.backend.asked == []
    assert stage.view.partners is None


@pytest.mark.parametrize(
    ("one", "how"), [(NEAR, "by e-mail"), (PHONE, "phone +3216000001"), (FAR, "not for electric cars")]
)
def test_what_would_leave_is_shown_and_needs_enter(stage: Stage, one: object, how: str) -> None:
    order = an_order()
    stage.open(orders=(order,))
    stage.backend.last.done(a_partners(NEAR, PHONE, others=(FAR,)))
    stage.presenter.ask(one.provider_id)  # type: ignore[attr-defined]  # by table
    (confirmation,) = stage.asking.asked
    assert any(how in line for line in confirmation.lines)
    assert stage.backend.names() == ["partners"], "nothing has left"
    confirmation.act()
    assert stage.backend.last.command == OfferOrder(provider_id=one.provider_id)  # type: ignore[attr-defined]
    assert stage.backend.last.about == order.order_id


def test_what_has_not_left_is_stopped(stage: Stage) -> None:
    stage.open(orders=(an_order(state=OrderState.QUEUED),))
    stage.presenter.stop(OrderId("o1"))
    assert stage.backend.last.what == "stop_order"


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        (ActionId.ORDER_TAXI, ServiceKind.TAXI),
        (ActionId.ORDER_HOTEL, ServiceKind.HOTEL),
        (ActionId.ORDER_RENTAL, ServiceKind.RENTAL),
        (ActionId.ORDER_REPATRIATION, ServiceKind.REPATRIATION),
    ],
)
def test_every_other_service_is_ordered_by_its_form(stage: Stage, action: ActionId, kind: ServiceKind) -> None:
    stage.open()
    assert stage.actions.trigger(action)
    assert (stage.view.form is not None, stage.view.focused) == (True, 1)
    stage.presenter.typed("", " Leuven ", "3 people", "+30")
    stage.presenter.order()
    assert stage.backend.last.command == OrderService(
        kind=kind, deliver_to="Leuven", need="3 people", wanted_at=stage.clock.now() + timedelta(minutes=30)
    )
    stage.backend.last.done(a_full_case())
    assert stage.view.form is None


def test_a_time_that_is_none_is_not_sent(stage: Stage) -> None:
    stage.open(orders=())
    stage.actions.trigger(ActionId.ORDER_TAXI)
    stage.presenter.typed("", "", "", "soon")
    stage.presenter.order()
    assert stage.backend.asked == []
    assert stage.view.form is not None
    assert stage.view.form.problem
    stage.presenter.drop()
    assert stage.view.form is None


def test_another_case_forgets_the_form_and_the_list(stage: Stage) -> None:
    stage.open(orders=(an_order(),))
    late = stage.backend.last
    stage.actions.trigger(ActionId.ORDER_TAXI)
    stage.presenter.on_case(None)
    late.done(a_partners(NEAR))
    assert (stage.view.form, stage.view.partners) == (None, None)
    assert not stage.actions.is_enabled(ActionId.ORDER_TAXI)


def test_what_an_order_says_is_changed_whole_and_sent_as_the_next_version(stage: Stage) -> None:
    order = an_order(state=OrderState.OFFERED, provider="Near", pick_up="Bertem", need="3 people")
    stage.open(orders=(order,))
    stage.presenter.begin_change(order.order_id)
    form = stage.view.form
    assert form is not None
    assert (form.pick_up, form.need) == ("Bertem", "3 people")
    stage.presenter.typed("Station Leuven", "", "3 people", "")
    stage.presenter.order()
    assert stage.backend.last.what == "revise_order"
    assert stage.backend.last.about == order.order_id
    assert stage.backend.last.command == ReviseOrder(pick_up="Station Leuven", need="3 people")
    stage.backend.last.done(a_full_case())
    assert stage.view.form is None


def test_the_day_of_an_order_stays_when_only_its_place_changes(stage: Stage) -> None:
    wanted_at = stage.clock.now() + timedelta(days=3)
    order = an_order(state=OrderState.OFFERED, pick_up="Bertem", wanted_at=wanted_at)
    stage.open(orders=(order,))
    stage.presenter.begin_change(order.order_id)
    assert stage.view.form is not None
    shown = stage.view.form.wanted
    assert shown == wanted_at.astimezone().strftime("%Y-%m-%d %H:%M")
    stage.presenter.typed("Station Leuven", "", "", shown)
    stage.presenter.order()
    assert stage.backend.last.command == ReviseOrder(pick_up="Station Leuven", wanted_at=wanted_at)
    stage.backend.last.unavailable()
    stage.presenter.typed("Station Leuven", "", "", "+30")
    stage.presenter.order()
    soon = stage.clock.now() + timedelta(minutes=30)
    assert stage.backend.last.command == ReviseOrder(pick_up="Station Leuven", wanted_at=soon)
    stage.backend.last.unavailable()
    stage.presenter.typed("Station Leuven", "", "", "")
    stage.presenter.order()
    assert stage.backend.last.command == ReviseOrder(pick_up="Station Leuven"), "at once"


def test_what_could_not_be_read_is_asked_again(stage: Stage) -> None:
    order = an_order()
    stage.open(orders=(order,))
    stage.backend.last.unavailable()
    stage.open(orders=(order,))
    assert len(stage.backend.asked) == 2
    stage.backend.last.done(a_partners(NEAR))
    stage.open(orders=(order,))
    assert len(stage.backend.asked) == 2


def test_a_new_order_after_a_change_that_was_dropped_is_new(stage: Stage) -> None:
    order = an_order(state=OrderState.OFFERED, pick_up="Bertem")
    stage.open(orders=(order,))
    stage.presenter.begin_change(order.order_id)
    stage.actions.trigger(ActionId.ORDER_TAXI)
    assert stage.view.form is not None
    assert stage.view.form.pick_up == ""
    stage.presenter.order()
    assert stage.backend.last.what == "order_service"


ASKED = (OrderState.QUEUED, OrderState.OFFERED, OrderState.REFUSED)


@pytest.mark.parametrize("state", OrderState)
def test_another_is_asked_only_after_somebody_was_and_did_not_accept(stage: Stage, state: OrderState) -> None:
    stage.open(orders=(an_order(state=state, provider="Near", provider_id=NEAR.provider_id),))
    assert stage.actions.is_enabled(ActionId.ASK_ANOTHER) is (state in ASKED)


@pytest.mark.parametrize(
    ("state", "said"),
    [(OrderState.QUEUED, "they hear nothing"), (OrderState.OFFERED, "never two"), (OrderState.REFUSED, "")],
)
def test_asking_another_says_what_the_first_hears_and_waits_for_enter(
    stage: Stage, state: OrderState, said: str
) -> None:
    order = an_order(state=state, provider="Near", provider_id=NEAR.provider_id)
    stage.open(orders=(order,))
    assert stage.actions.trigger(ActionId.ASK_ANOTHER)
    stage.backend.last.done(a_partners(NEAR, PHONE, others=(FAR,)))
    (confirmation,) = stage.asking.asked
    assert "Phone" in confirmation.title, "the recommended one, and not the one that was asked"
    assert any(said in line for line in confirmation.lines)
    assert stage.backend.names() == ["partners"], "nothing has left"
    assert stage.view.partners is not None
    assert [row.name for row in stage.view.partners.rows] == ["Phone"]
    assert stage.view.forward == 1
    stage.presenter.ask(FAR.provider_id)
    stage.asking.asked[-1].act()
    assert stage.backend.last.what == "ask_another"
    assert (stage.backend.last.about, stage.backend.last.command) == (
        order.order_id,
        OfferOrder(provider_id=FAR.provider_id),
    )
    stage.backend.last.done(a_full_case())
    assert stage.view.partners is None


def test_with_nobody_else_recommended_all_are_shown_with_why_not(stage: Stage) -> None:
    stage.open(orders=(an_order(state=OrderState.OFFERED, provider="Near", provider_id=NEAR.provider_id),))
    stage.actions.trigger(ActionId.ASK_ANOTHER)
    stage.backend.last.done(a_partners(NEAR, others=(FAR,)))
    assert stage.asking.asked == []
    assert stage.view.partners is not None
    assert [(row.name, row.is_first) for row in stage.view.partners.rows] == [("Far", False)]
    assert "Nobody else" in stage.view.partners.title
    stage.presenter.keep_first()
    assert stage.view.partners is None


def test_an_answer_that_comes_meanwhile_ends_the_question(stage: Stage) -> None:
    order = an_order(state=OrderState.OFFERED, provider="Near", provider_id=NEAR.provider_id)
    stage.open(orders=(order,))
    stage.actions.trigger(ActionId.ASK_ANOTHER)
    late = stage.backend.last
    stage.open(orders=(order.model_copy(update={"state": OrderState.ACCEPTED}),))
    late.done(a_partners(PHONE))
    assert stage.asking.asked == []
    assert stage.view.partners is None


def test_a_refused_order_that_runs_anew_is_asked_after_no_more(stage: Stage) -> None:
    again = an_order(order_id="o2", state=OrderState.ACCEPTED)
    stage.open(orders=(an_order(state=OrderState.REFUSED, provider="Near"), again))
    assert not stage.actions.is_enabled(ActionId.ASK_ANOTHER)


def test_the_panel_stands_at_what_was_just_ordered(stage: Stage) -> None:
    tow = an_order(state=OrderState.OFFERED)
    stage.open(orders=(tow,))
    stage.actions.trigger(ActionId.ORDER_TAXI)
    stage.presenter.typed("Leuven", "Gent", "", "")
    stage.presenter.order()
    taxi = an_order(order_id=OrderId("o2"), kind=ServiceKind.TAXI, ordered_at=tow.ordered_at + timedelta(minutes=1))
    stage.backend.last.done(my_case(orders=(tow, taxi)))
    assert stage.view.stands_at == "o2"


@pytest.mark.parametrize(
    ("one", "advice"),
    [
        (
            NEAR,
            FirmAdvice(
                "o1",
                "Ask Near for a tow truck, by e-mail",
                "Space shows the order; it leaves with Enter.",
                "Show the order",
            ),
        ),
        (PHONE, FirmAdvice("o1", "Phone Phone (+3216000001) for a tow truck")),
    ],
)
def test_next_is_told_whom_to_ask_by_the_way_that_works(stage: Stage, one: CandidateInfo, advice: FirmAdvice) -> None:
    advices: list[FirmAdvice | None] = []
    stage.presenter.connect(stage.actions, stage.asking, Advices(advices))
    stage.open(orders=(an_order(),))
    stage.backend.last.done(a_partners(one))
    assert advices[-1] == advice
    asks = one.way is not None
    assert stage.presenter.ask_recommended(OrderId("o1")) is asks
    assert not stage.presenter.ask_recommended(OrderId("o1")), "the next press leads to the card"
    stage.open(orders=(an_order(state=OrderState.OFFERED),))
    assert advices[-1] is None


class Advices:
    def __init__(self, said: list[FirmAdvice | None]) -> None:
        self._said = said

    def advise(self, advice: FirmAdvice | None) -> None:
        self._said.append(advice)
