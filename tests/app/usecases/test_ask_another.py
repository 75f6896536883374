"""Another partner is asked: the first is off before, its confirmation is promised, and one car never has two trucks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.answer import ON_MOTORWAY
from app.domain.audit import AuditAction
from app.domain.case import CaseState, TowQuestion
from app.domain.errors import Conflict, Refusal
from app.domain.ids import OrderId
from app.domain.promise import PromiseKind
from app.domain.sending import SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.ask_another import ANOTHER_IS_ASKED, AskAnother, ask_another
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.offer_order import OfferOrder, offer_order
from app.usecases.order_channels import OrderChannels
from app.usecases.sending_outcomes import sending_accepted, take_sending
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import a_box, an_answer, an_order
from tests.support.partners import ALL_ROADS, BY_PHONE, a_provider

FIRST, SECOND = a_provider("First"), a_provider("Second")


class House(Desk):
    """Two partners, and an order that a person offered to the first."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.case_ = self.has_claimed()
        self.unit.providers.stored = {one.provider_id: one for one in (FIRST, SECOND)}
        self.unit.boxes.boxes[a_box().imei] = a_box()
        self.order = self.placed()

    def placed(self, **changes: object) -> ServiceOrder:
        order = an_order(self.case_.case_id, **{"automatic": False, **changes})
        self.unit.orders.orders[order.order_id] = order
        offer_order(OfferOrder(AN, order.order_id, FIRST.provider_id), self.unit, self.clock, ALL_ROADS)
        return self.now(order.order_id)

    def now(self, order_id: OrderId | None = None) -> ServiceOrder:
        return self.unit.orders.get(order_id or self.order.order_id)

    def takes(self) -> None:
        """Let the order be on the wire."""
        self.clock.advance(timedelta(seconds=10))
        (sending,) = self.unit.sendings.sendings_due(self.clock.now())
        assert take_sending(sending.sending_id, self.unit, self.clock) is not None

    def arrives(self) -> None:
        self.takes()
        (sending,) = self.unit.sendings.of_order(self.order.order_id)
        sending_accepted(sending.sending_id, "250 ok", self.unit, self.clock)

    def first_refuses(self) -> None:
        said = ChangeOrder(AN, self.order.order_id, OrderState.REFUSED, reason="no truck")
        change_order(said, self.unit, self.clock)

    def another(self, channels: OrderChannels = ALL_ROADS) -> ServiceOrder:
        given = ask_another(AskAnother(AN, self.order.order_id, SECOND.provider_id), self.unit, self.clock, channels)
        self.unit.check_audited()
        return given

    def purposes(self, order_id: OrderId) -> list[tuple[SendingPurpose, SendingState]]:
        return [(one.purpose, one.state) for one in self.unit.sendings.of_order(order_id)]

    def calls_to_make(self) -> list[tuple[OrderId | None, str]]:
        promises = self.unit.promises.of_case(self.case_.case_id)
        off = [one for one in promises if one.is_open and one.kind is PromiseKind.CONFIRM_CANCELLATION]
        return [(one.order_id, one.owner_id) for one in off]

    def running(self) -> list[OrderId]:
        return [one.order_id for one in self.unit.orders.running_for_box(self.case_.imei)]


@pytest.fixture(name="house")
def a_house() -> House:
    return House()


def test_what_nobody_can_have_got_is_given_to_the_other_without_a_word_to_the_first(house: House) -> None:
    given = house.another()
    assert given.order_id == house.order.order_id
    assert (given.state, given.provider) == (OrderState.QUEUED, "Second")
    assert [state for _, state in house.purposes(given.order_id)] == [SendingState.STOPPED, SendingState.QUEUED]
    assert house.calls_to_make() == []
    assert house.running() == [given.order_id]


@pytest.mark.parametrize("step", [House.takes, House.arrives])
def test_a_partner_that_may_know_is_called_off_first_and_confirming_it_is_promised(house: House, step: object) -> None:
    step(house)  # type: ignore[operator]  # by table
    given = house.another()
    before = house.now()
    assert (before.state, before.reason) == (OrderState.CANCELLED, ANOTHER_IS_ASKED)
    assert house.purposes(before.order_id)[-1] == (SendingPurpose.CANCEL, SendingState.QUEUED)
    assert house.calls_to_make() == [(before.order_id, AN.account_id)]
    assert given.order_id != before.order_id
    assert (given.state, given.provider, given.automatic) == (OrderState.QUEUED, "Second", False)
    assert house.purposes(given.order_id) == [(SendingPurpose.OFFER, SendingState.QUEUED)]
    assert house.running() == [given.order_id], "never two trucks"
    record = house.record(house.case_.case_id, AuditAction.TOW_ORDERED)
    assert record.facts["after"] == before.order_id


def test_who_was_told_by_phone_is_called_off_by_phone(house: House) -> None:
    told = an_order(house.case_.case_id, order_id=house.order.order_id, state=OrderState.OFFERED, provider="Typed")
    house.unit.orders.orders[told.order_id] = told
    given = house.another(BY_PHONE)
    assert (given.state, given.provider) == (OrderState.BY_HAND, "Second")
    assert house.calls_to_make() == [(told.order_id, AN.account_id)]


def test_after_a_refusal_the_question_is_answered_and_nobody_is_called_off(house: House) -> None:
    house.arrives()
    house.first_refuses()
    assert house.unit.cases.get(house.case_.case_id).tow_question is TowQuestion.OPEN
    given = house.another()
    assert house.unit.cases.get(house.case_.case_id).tow_question is TowQuestion.YES
    assert house.calls_to_make() == []
    assert house.running() == [given.order_id]
    with pytest.raises(Conflict, match="tow_running"), house.changes_nothing():
        house.another()


def test_every_word_of_a_taxi_goes_to_the_other(house: House) -> None:
    taxi = frozenset({ServiceKind.TAXI})
    house.unit.providers.stored = {one.provider_id: replace(one, kinds=taxi) for one in (FIRST, SECOND)}
    house.unit.orders.orders.clear()
    house.unit.sendings.sendings.clear()
    words = {"pick_up": "Bertem", "deliver_to": "Leuven", "need": "3 people"}
    house.order = house.placed(order_id=OrderId("taxi"), kind=ServiceKind.TAXI, **words)
    house.arrives()
    given = house.another()
    assert (given.pick_up, given.deliver_to, given.need) == ("Bertem", "Leuven", "3 people")
    record = house.record(house.case_.case_id, AuditAction.SERVICE_ORDERED)
    assert record.facts["kind"] == "taxi"
    assert len(house.calls_to_make()) == 1


@pytest.mark.parametrize(
    "state", [one for one in OrderState if one not in (OrderState.QUEUED, OrderState.OFFERED, OrderState.REFUSED)]
)
def test_nobody_else_is_asked_for_what_somebody_accepted_or_is_over(house: House, state: OrderState) -> None:
    house.unit.orders.orders[house.order.order_id] = replace(house.order, state=state)
    with pytest.raises(Conflict, match="wrong_state"), house.changes_nothing():
        house.another()


def test_the_same_partner_a_colleague_and_a_motorway_change_nothing(house: House) -> None:
    same = AskAnother(AN, house.order.order_id, FIRST.provider_id)
    with pytest.raises(Refusal, match="same_partner"), house.changes_nothing():
        ask_another(same, house.unit, house.clock, ALL_ROADS)
    colleague = AskAnother(PIET, house.order.order_id, SECOND.provider_id)
    with pytest.raises(Conflict, match="not_yours"), house.changes_nothing():
        ask_another(colleague, house.unit, house.clock, ALL_ROADS)
    house.unit.answers.answers[house.case_.case_id, ON_MOTORWAY] = an_answer(house.case_.case_id, ON_MOTORWAY, True)
    with pytest.raises(Conflict, match="motorway"), house.changes_nothing():
        house.another()


def test_a_closed_case_asks_nobody_anew(house: House) -> None:
    house.arrives()
    house.first_refuses()
    case = house.unit.cases.get(house.case_.case_id)
    house.unit.cases.cases[case.case_id] = replace(case, state=CaseState.CLOSED, claim=None)
    with pytest.raises(Conflict, match="closed"), house.changes_nothing():
        house.another()
