"""An order goes to the partner a person chose, can be stopped, has numbered versions, and is called off explicitly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.answer import ON_MOTORWAY
from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.ids import OrderId, ProviderId
from app.domain.promise import PromiseKind, PromiseState
from app.domain.provider import Provider
from app.domain.sending import Sending, SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.offer_order import OfferOrder, StopOrder, offer_order, stop_order
from app.usecases.order_document import as_document, lines_of
from app.usecases.order_service import OrderService, Wish, order_service
from app.usecases.revise_order import ReviseOrder, revise_order
from app.usecases.sending_outcomes import (
    GIVES_UP_AFTER,
    NotSent,
    patience_of,
    sending_accepted,
    sending_failed,
    take_sending,
)
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import NOON, a_box, an_answer, an_order
from tests.support.partners import ALL_ROADS, BY_PHONE, a_provider

TAXI = frozenset({ServiceKind.TAXI})


class House(Desk):
    """A desk with one partner and one tow order to be placed."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.case_: Case = self.has_claimed()
        self.partner: Provider = self.knows(a_provider())
        self.unit.boxes.boxes[a_box().imei] = a_box()
        self.order = an_order(self.case_.case_id)
        self.unit.orders.orders[self.order.order_id] = self.order

    def knows(self, provider: Provider) -> Provider:
        self.unit.providers.stored[provider.provider_id] = provider
        return provider

    def offer(self) -> ServiceOrder:
        command = OfferOrder(AN, self.order.order_id, self.partner.provider_id)
        return offer_order(command, self.unit, self.clock, ALL_ROADS)

    def now(self, order_id: OrderId | None = None) -> ServiceOrder:
        return self.unit.orders.get(order_id or self.order.order_id)

    def sendings(self, order_id: OrderId | None = None) -> tuple[Sending, ...]:
        return self.unit.sendings.of_order(order_id or self.order.order_id)

    def leave(self, order_id: OrderId | None = None, *, accepted: bool = True) -> Sending:
        """Let what waits leave, as the outbox does."""
        waiting = next(one for one in self.sendings(order_id) if one.state is SendingState.QUEUED)
        self.clock.advance(timedelta(seconds=10))
        taken = take_sending(waiting.sending_id, self.unit, self.clock)
        assert taken is not None
        if accepted:
            sending_accepted(taken.sending_id, "250 ok", self.unit, self.clock)
        self.unit.check_audited()
        return taken


@pytest.fixture(name="house")
def a_house() -> House:
    return House()


def test_an_offer_waits_to_be_stopped_and_is_offered_only_when_it_was_taken(house: House) -> None:
    offered = house.offer()
    (sending,) = house.sendings()
    assert (offered.state, offered.provider, offered.provider_id) == (
        OrderState.QUEUED,
        house.partner.name,
        house.partner.provider_id,
    )
    assert (sending.state, sending.channel, sending.to) == (
        SendingState.QUEUED,
        SendingChannel.MAIL,
        house.partner.email,
    )
    assert sending.leaves_at == NOON + timedelta(seconds=10)
    assert take_sending(sending.sending_id, house.unit, house.clock) is None, "it may still be stopped"
    house.leave()
    assert house.now().state is OrderState.OFFERED
    assert house.now().offered_at == house.clock.now()


def test_the_words_are_those_of_the_case_and_no_more(house: House) -> None:
    house.offer()
    document = as_document(house.sendings()[0].document)
    assert document["person"] == {"name": "Jan Peeters", "phone": "+32470123456"}
    assert document["reference"] == house.case_.number
    assert document["id"] == house.sendings()[0].sending_id
    assert set(document) == {
        *("schema", "id", "order", "version", "purpose", "reference", "kind", "centre", "call_back", "language"),
        *("wanted_at", "need", "place", "deliver_to", "person", "car", "text", "discloses"),
    }
    assert lines_of(document)


def test_the_number_of_the_centre_is_read_by_machines_however_it_was_typed(house: House) -> None:
    typed = replace(ALL_ROADS, call_back_e164="04 555 00 00")
    offer_order(OfferOrder(AN, house.order.order_id, house.partner.provider_id), house.unit, house.clock, typed)
    assert as_document(house.sendings()[0].document)["call_back"] == "+3245550000"


def test_what_was_told_is_written_down_when_it_was_taken(house: House) -> None:
    house.offer()
    assert AuditAction.DISCLOSED not in house.unit.audit.actions()
    house.leave()
    record = house.record(house.case_.case_id, AuditAction.DISCLOSED)
    assert record.facts["recipient"] == "partner"
    assert record.facts["basis"] == "contract"
    assert record.facts["way"] == "mail"
    assert "name" in record.facts["fields"].split(", ")


def test_accepted_twice_is_accepted_once(house: House) -> None:
    house.offer()
    taken = house.leave()
    with house.changes_nothing():
        sending_accepted(taken.sending_id, "again", house.unit, house.clock)


def test_without_a_road_the_partner_stands_on_the_order_to_be_phoned(house: House) -> None:
    command = OfferOrder(AN, house.order.order_id, house.partner.provider_id)
    offered = offer_order(command, house.unit, house.clock, BY_PHONE)
    assert (offered.state, offered.provider) == (OrderState.BY_HAND, house.partner.name)
    assert house.sendings() == ()
    assert house.acted(house.case_, AuditAction.PARTNER_CHOSEN).facts["way"] == "phone"


def test_an_interface_comes_before_a_mailbox(house: House) -> None:
    house.partner = house.knows(a_provider("Both", rest_url="https://partner.example"))
    house.offer()
    assert house.sendings()[0].channel is SendingChannel.REST


@pytest.mark.parametrize("state", [one for one in OrderState if one is not OrderState.BY_HAND])
def test_an_order_that_somebody_has_is_not_offered_again(house: House, state: OrderState) -> None:
    house.order = an_order(house.case_.case_id, state=state)
    house.unit.orders.orders[house.order.order_id] = house.order
    with house.refuses("wrong_state"):
        house.offer()


def test_a_partner_that_cannot_is_refused(house: House) -> None:
    house.partner = house.knows(a_provider("Taxi", kinds=TAXI))
    with house.refuses("wrong_kind"):
        house.offer()
    house.partner = house.knows(a_provider("Gone", stopped_on=NOON.date()))
    with house.refuses("provider_stopped"):
        house.offer()
    unknown = OfferOrder(AN, house.order.order_id, ProviderId("x"))
    with house.refuses("not_found"):
        offer_order(unknown, house.unit, house.clock, ALL_ROADS)


def test_only_the_holder_offers(house: House) -> None:
    command = OfferOrder(PIET, house.order.order_id, house.partner.provider_id)
    with house.refuses("not_yours"):
        offer_order(command, house.unit, house.clock, ALL_ROADS)


def test_on_a_motorway_the_police_tow_and_no_partner_is_asked(house: House) -> None:
    house.unit.answers.answers[house.case_.case_id, ON_MOTORWAY] = an_answer(house.case_.case_id, ON_MOTORWAY, True)
    with house.refuses("motorway"):
        house.offer()
    house.order = an_order(house.case_.case_id, pick_up="Parking Heverlee")
    house.unit.orders.orders.clear()
    house.unit.orders.orders[house.order.order_id] = house.order
    assert house.offer().state is OrderState.QUEUED


def test_what_has_not_left_can_be_stopped_and_nobody_was_asked(house: House) -> None:
    house.offer()
    stopped = stop_order(StopOrder(AN, house.order.order_id), house.unit, house.clock)
    house.unit.check_audited()
    assert (stopped.state, stopped.provider, stopped.provider_id) == (OrderState.BY_HAND, "", None)
    assert [one.state for one in house.sendings()] == [SendingState.STOPPED]
    again = house.offer()
    assert again.version == 2, "no two sendings of an order have one number"


def test_what_is_on_the_wire_cannot_be_stopped(house: House) -> None:
    house.offer()
    house.leave(accepted=False)
    with house.refuses("wrong_state"):
        stop_order(StopOrder(AN, house.order.order_id), house.unit, house.clock)


def tells_only_not_to_come(cancel: Sending) -> None:
    """Order number, why and whom to phone; nobody's name, number, place or car."""
    document = as_document(cancel.document)
    said = ("schema", "id", "order", "version", "purpose", "reference", "kind", "centre", "call_back", "language")
    told = {name for name, value in document.items() if value and name not in said}
    assert told == {"person", "text"}
    assert document["person"] == {"name": None, "phone": None}
    first, why, back = lines_of(document)
    assert str(document["reference"]) in first
    assert why
    assert "+32" in back or "onbekend" in back or "unknown" in back
    assert "drove off" not in cancel.document, "what a person typed stays in the house"


def test_a_cancelled_offer_that_was_taken_is_called_off_and_its_confirmation_is_a_promise(house: House) -> None:
    house.offer()
    house.leave()
    change_order(
        ChangeOrder(AN, house.order.order_id, OrderState.CANCELLED, reason="drove off"), house.unit, house.clock
    )
    house.unit.check_audited()
    offer, cancel = house.sendings()
    assert (cancel.purpose, cancel.version, cancel.state) == (SendingPurpose.CANCEL, 2, SendingState.QUEUED)
    assert cancel.leaves_at == house.clock.now(), "there is nothing to stop about stopping"
    assert cancel.to == offer.to
    assert as_document(cancel.document)["purpose"] == "cancel"
    tells_only_not_to_come(cancel)
    (promise,) = house.unit.promises.of_case(house.case_.case_id)
    assert (promise.kind, promise.state) == (PromiseKind.CONFIRM_CANCELLATION, PromiseState.OPEN)


def test_a_cancelled_offer_that_never_left_needs_no_word(house: House) -> None:
    house.offer()
    change_order(
        ChangeOrder(AN, house.order.order_id, OrderState.CANCELLED, reason="drove off"), house.unit, house.clock
    )
    assert [one.state for one in house.sendings()] == [SendingState.STOPPED]
    assert house.unit.promises.of_case(house.case_.case_id) == ()


def test_an_offer_that_failed_on_the_wire_may_have_arrived_and_is_called_off_too(house: House) -> None:
    house.offer()
    taken = house.leave(accepted=False)
    sending_failed(NotSent(taken.sending_id, "timeout", is_final=False), house.unit, house.clock)
    change_order(
        ChangeOrder(AN, house.order.order_id, OrderState.CANCELLED, reason="drove off"), house.unit, house.clock
    )
    assert [(one.purpose, one.state) for one in house.sendings()] == [
        (SendingPurpose.OFFER, SendingState.STOPPED),
        (SendingPurpose.CANCEL, SendingState.QUEUED),
    ]


def test_an_offer_in_the_air_is_not_tried_again_after_it_was_called_off(house: House) -> None:
    house.offer()
    taken = house.leave(accepted=False)
    change_order(
        ChangeOrder(AN, house.order.order_id, OrderState.CANCELLED, reason="drove off"), house.unit, house.clock
    )
    sending_failed(NotSent(taken.sending_id, "timeout", is_final=False), house.unit, house.clock)
    assert house.unit.sendings.get(taken.sending_id).state is SendingState.FAILED
    assert house.now().state is OrderState.CANCELLED


def test_an_offer_that_cannot_leave_is_phoned(house: House) -> None:
    house.offer()
    taken = house.leave(accepted=False)
    sending_failed(NotSent(taken.sending_id, "550", is_final=True), house.unit, house.clock)
    house.unit.check_audited()
    assert (house.now().state, house.now().provider) == (OrderState.BY_HAND, house.partner.name)
    assert AuditAction.DISCLOSED not in house.unit.audit.actions(), "refused before its words were read"


def test_an_offer_is_tried_again_for_three_minutes_and_then_phoned(house: House) -> None:
    house.offer()
    for _ in range(40):
        waiting = [one for one in house.sendings() if one.state is SendingState.QUEUED]
        if not waiting:
            break
        house.clock.advance(timedelta(seconds=30))
        taken = take_sending(waiting[0].sending_id, house.unit, house.clock)
        assert taken is not None
        sending_failed(NotSent(taken.sending_id, "no answer", is_final=False), house.unit, house.clock)
    assert house.now().state is OrderState.BY_HAND
    assert house.sendings()[0].tries <= 8


def test_a_changed_order_is_version_two_and_sent_again(house: House) -> None:
    house.offer()
    house.leave()
    wish = Wish(pick_up="Station Leuven", wanted_at=NOON + timedelta(hours=2))
    revised = revise_order(ReviseOrder(AN, house.order.order_id, wish), house.unit, house.clock, ALL_ROADS)
    house.unit.check_audited()
    assert (revised.version, revised.state) == (2, OrderState.OFFERED)
    offer, change = house.sendings()
    assert (change.purpose, change.version) == (SendingPurpose.CHANGE, 2)
    assert change.sending_id != offer.sending_id
    assert "Station Leuven" in change.document
    with house.changes_nothing():
        revise_order(ReviseOrder(AN, house.order.order_id, wish), house.unit, house.clock, ALL_ROADS)


def test_a_change_before_it_left_leaves_as_the_only_version(house: House) -> None:
    house.offer()
    revise_order(ReviseOrder(AN, house.order.order_id, Wish("Elsewhere")), house.unit, house.clock, ALL_ROADS)
    assert [(one.version, one.purpose, one.state) for one in house.sendings()] == [
        (1, SendingPurpose.OFFER, SendingState.STOPPED),
        (2, SendingPurpose.OFFER, SendingState.QUEUED),
    ]
    house.leave()
    assert house.now().state is OrderState.OFFERED


def test_the_new_words_of_an_offer_that_nobody_took_wait_no_longer_than_an_offer(house: House) -> None:
    house.offer()
    taken = house.leave(accepted=False)
    sending_failed(NotSent(taken.sending_id, "timeout", is_final=False, may_have_arrived=True), house.unit, house.clock)
    revise_order(ReviseOrder(AN, house.order.order_id, Wish("Elsewhere")), house.unit, house.clock, ALL_ROADS)
    newest = house.sendings()[-1]
    assert (newest.version, newest.purpose) == (2, SendingPurpose.OFFER)
    assert patience_of(newest) == GIVES_UP_AFTER


def test_a_firm_told_by_phone_is_told_the_change_by_phone(house: House) -> None:
    change_order(ChangeOrder(AN, house.order.order_id, OrderState.ACCEPTED, provider="Noels"), house.unit, house.clock)
    revise_order(ReviseOrder(AN, house.order.order_id, Wish("Elsewhere")), house.unit, house.clock, ALL_ROADS)
    assert house.record(house.case_.case_id, AuditAction.ORDER_REVISED).facts["told"] == "no"


@pytest.mark.parametrize("state", [OrderState.ON_SITE, OrderState.DONE, OrderState.CANCELLED])
def test_who_is_there_needs_no_new_place(house: House, state: OrderState) -> None:
    house.unit.orders.orders[house.order.order_id] = an_order(
        house.case_.case_id, order_id=house.order.order_id, state=state
    )
    with house.refuses("wrong_state"):
        revise_order(ReviseOrder(AN, house.order.order_id, Wish("x")), house.unit, house.clock, ALL_ROADS)


@pytest.mark.parametrize("kind", [one for one in ServiceKind if one is not ServiceKind.TOW])
def test_every_other_service_is_ordered_beside_the_truck(house: House, kind: ServiceKind) -> None:
    partner = house.knows(a_provider("Other", kinds=frozenset({kind})))
    wish = Wish(deliver_to="Leuven", need="3 people")
    command = OrderService(AN, house.case_.case_id, kind, wish, partner.provider_id)
    order = order_service(command, house.unit, house.clock, ALL_ROADS)
    house.unit.check_audited()
    assert (order.kind, order.state, order.need) == (kind, OrderState.QUEUED, "3 people")
    assert house.record(house.case_.case_id, AuditAction.SERVICE_ORDERED).personal["need"] == "3 people"
    document = as_document(house.sendings(order.order_id)[0].document)
    assert (document["car"] is None) is (kind in (ServiceKind.TAXI, ServiceKind.HOTEL))
    assert any("3 people" in line for line in lines_of(document))
    second = order_service(OrderService(AN, house.case_.case_id, kind), house.unit, house.clock, ALL_ROADS)
    assert second.state is OrderState.BY_HAND, "two taxis are two taxis"


def test_a_truck_has_its_own_way(house: House) -> None:
    with house.refuses("order_a_tow"):
        order_service(OrderService(AN, house.case_.case_id, ServiceKind.TOW), house.unit, house.clock, ALL_ROADS)


def test_a_taxi_that_names_a_time_is_a_promise_of_its_own(house: House) -> None:
    taxi = order_service(OrderService(AN, house.case_.case_id, ServiceKind.TAXI), house.unit, house.clock, BY_PHONE)
    at = NOON + timedelta(minutes=25)
    change_order(ChangeOrder(AN, taxi.order_id, OrderState.ACCEPTED, "Taxi 1", at), house.unit, house.clock)
    (promise,) = house.unit.promises.of_case(house.case_.case_id)
    assert (promise.kind, promise.due_at, promise.order_id) == (PromiseKind.SERVICE, at, taxi.order_id)
    change_order(ChangeOrder(AN, taxi.order_id, OrderState.REFUSED, reason="too far"), house.unit, house.clock)
    assert house.unit.promises.of_case(house.case_.case_id)[0].state is PromiseState.WITHDRAWN
    assert house.case(house.case_.case_id).tow_question is house.case_.tow_question, "no truck was refused"


def test_a_partner_that_is_phoned_was_told_when_it_answers_and_once(house: House) -> None:
    command = OfferOrder(AN, house.order.order_id, house.partner.provider_id)
    offer_order(command, house.unit, house.clock, BY_PHONE)
    change_order(ChangeOrder(AN, house.order.order_id, OrderState.OFFERED), house.unit, house.clock)
    change_order(ChangeOrder(AN, house.order.order_id, OrderState.ACCEPTED), house.unit, house.clock)
    record = house.record(house.case_.case_id, AuditAction.TOW_DISCLOSED)
    assert (record.facts["disclosed_to"], record.facts["way"]) == (house.partner.name, "phone")


@pytest.mark.parametrize("kind", [one for one in ServiceKind if one is not ServiceKind.TOW])
def test_what_a_partner_of_another_service_was_told_on_the_phone_is_written_down(
    house: House, kind: ServiceKind
) -> None:
    order = order_service(OrderService(AN, house.case_.case_id, kind), house.unit, house.clock, BY_PHONE)
    change_order(ChangeOrder(AN, order.order_id, OrderState.ACCEPTED, "Somebody"), house.unit, house.clock)
    record = house.record(house.case_.case_id, AuditAction.DISCLOSED)
    fields = set(record.facts["fields"].split(", "))
    assert {"name", "number", "place"} <= fields
    assert ("car" in fields) is (kind in (ServiceKind.RENTAL, ServiceKind.REPATRIATION))
