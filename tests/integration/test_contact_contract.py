"""Boxes, contracts, calls, messages, orders and notes: what every adapter of their ports promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.box import Car
from app.domain.case import Case
from app.domain.contact import CallOutcome, Disposition
from app.domain.errors import Conflict, NotFound
from app.domain.ids import CallId, CaseId, ContractId, Imei, MessageId, OrderId, new_id
from app.domain.message import MessageState
from app.domain.service_order import OrderState
from app.domain.subscription import ContactPerson, Language, Person, Relation
from tests.support.builders import (
    A_CONTRACT_ID,
    AN_IMEI,
    NOON,
    a_box,
    a_call,
    a_case,
    a_contract,
    a_message,
    a_note,
    an_order,
)
from tests.support.units import AnyUnit

OTHER_IMEI = Imei("356093070000022")
MINUTE = timedelta(minutes=1)


@pytest.fixture(name="case")
def a_stored_case(unit: AnyUnit) -> Case:
    case = a_case()
    unit.cases.add(case)
    return case


def test_a_box_comes_back_as_it_was_put_last(unit: AnyUnit) -> None:
    assert unit.boxes.find(AN_IMEI) is None
    bare = a_box(model=replace(a_box().model, trace_rate_hz=None, full_scale_g=None), car=None, contract_id=None)
    for box in (a_box(), bare):
        unit.boxes.put(box)
        assert unit.boxes.find(AN_IMEI) == box
    assert unit.boxes.find(OTHER_IMEI) is None


@pytest.mark.parametrize(
    ("plates", "contracts", "is_same"),
    [
        (("1-ABC-234", "1-ABC-234"), ("k1", "k2"), True),
        (("AB-123-CD", "ab 123 cd"), ("k1", "k2"), True),
        (("", ""), ("k1", "k2"), False),
        (("", "1-ABC-234"), ("k1", "k1"), True),
        (("1-ABC-234", "2-XYZ-999"), ("k1", "k1"), False),
        (("1-ABC-234", None), ("k1", "k1"), True),
        ((None, None), ("k1", "k1"), True),
        ((None, None), (None, None), False),
        (("1-ABC-234", None), ("k1", None), False),
    ],
)
def test_boxes_of_one_car_are_known_by_its_plate_else_by_its_contract(
    unit: AnyUnit, plates: tuple[str | None, str | None], contracts: tuple[str | None, str | None], is_same: bool
) -> None:
    imeis = AN_IMEI, OTHER_IMEI
    for imei, plate, contract in zip(imeis, plates, contracts, strict=True):
        car = None if plate is None else Car(plate, "", "", "")
        unit.boxes.put(a_box(imei=imei, car=car, contract_id=contract))
    assert unit.boxes.of_same_car(AN_IMEI) == ((OTHER_IMEI,) if is_same else ())
    assert unit.boxes.of_same_car(OTHER_IMEI) == ((AN_IMEI,) if is_same else ())
    assert unit.boxes.of_same_car(Imei("356093070000033")) == ()


def test_a_contract_comes_back_as_it_was_put_last(unit: AnyUnit) -> None:
    assert unit.contracts.find(A_CONTRACT_ID) is None
    nobody = Person("", language=None, mobile_e164=None)
    bare = a_contract(subscriber=nobody, driver=None, starts_on=None, ends_on=NOON.date())
    at_home = Person("Mia Janssens", Language.NL, "+32470654321", "+3216654321")
    at_work = Person("Transport Claes", None, "+3216123456")
    others = (ContactPerson(at_home, Relation.FAMILY), ContactPerson(at_work, Relation.EMPLOYER))
    full = a_contract(driver=replace(at_home, name="Jan"), subscriber=at_home, contact_persons=others)
    for contract in (a_contract(), full, bare):
        unit.contracts.put(contract)
        assert unit.contracts.find(A_CONTRACT_ID) == contract
    assert unit.contracts.find(ContractId(new_id())) is None


def test_calls_of_a_case_are_oldest_first(unit: AnyUnit, case: Case) -> None:
    second = a_call(case.case_id, requested_at=NOON + MINUTE)
    first = a_call(case.case_id, requested_at=NOON)
    unit.calls.put(second)
    unit.calls.put(first)
    assert unit.calls.of_case(case.case_id) == (first, second)
    assert unit.calls.of_case(CaseId(new_id())) == ()


def test_a_call_is_open_until_somebody_says_how_it_ended(unit: AnyUnit, case: Case) -> None:
    call = a_call(case.case_id)
    unit.calls.put(call)
    answered = replace(call, answered_at=NOON)
    unit.calls.put(answered)
    assert unit.calls.open_calls() == (answered,)
    ended = replace(
        answered, ended_at=NOON + MINUTE, outcome=CallOutcome.ANSWERED, disposition=Disposition.DRIVER_SPOKEN_TO
    )
    unit.calls.put(ended)
    assert unit.calls.open_calls() == ()
    assert unit.calls.get(call.call_id) == ended


def test_what_is_not_there_is_not_found(unit: AnyUnit) -> None:
    with pytest.raises(NotFound):
        unit.calls.get(CallId(new_id()))
    with pytest.raises(NotFound):
        unit.messages.get(MessageId(new_id()))
    with pytest.raises(NotFound):
        unit.orders.get(OrderId(new_id()))
    with pytest.raises(NotFound):
        unit.orders.put(an_order(CaseId(new_id())))


def test_a_message_is_unique_by_case_template_recipient_and_attempt(unit: AnyUnit, case: Case) -> None:
    first = a_message(case.case_id)
    unit.messages.put(first)
    with pytest.raises(Conflict, match="already_sent"):
        unit.messages.put(a_message(case.case_id))
    done = replace(first, state=MessageState.DONE_BY_HAND, language=Language.FR)
    unit.messages.put(done)
    second = a_message(case.case_id, attempt=2, created_at=NOON + 2 * MINUTE)
    unit.messages.put(second)
    assert unit.messages.of_case(case.case_id) == (done, second)
    assert unit.messages.get(first.message_id) == done


def test_queued_messages_are_due_when_their_time_to_be_stopped_is_over(unit: AnyUnit, case: Case) -> None:
    queued = {"state": MessageState.QUEUED, "leaves_at": NOON + MINUTE}
    later = a_message(case.case_id, attempt=2, **{**queued, "leaves_at": NOON + 2 * MINUTE})
    due = a_message(case.case_id, **queued)
    for message in (
        due,
        later,
        a_message(case.case_id, attempt=3, **{**queued, "state": MessageState.SENDING}),
        a_message(case.case_id, attempt=4, **{**queued, "leaves_at": None}),
        a_message(case.case_id, attempt=5),
    ):
        unit.messages.put(message)
    assert unit.messages.due(NOON + MINUTE - timedelta(milliseconds=1)) == ()
    assert unit.messages.due(NOON + MINUTE) == (due,)
    unit.messages.put(replace(due, state=MessageState.CANCELLED))
    assert unit.messages.due(NOON + 3 * MINUTE) == (later,)


def test_one_car_has_one_running_tow(unit: AnyUnit, case: Case) -> None:
    again = a_case()
    unit.cases.add(again)
    first, second = an_order(case.case_id), an_order(again.case_id)
    unit.orders.put(first)
    with pytest.raises(Conflict, match="tow_running"):
        unit.orders.put(second)
    unit.orders.put(replace(first, state=OrderState.ACCEPTED, eta_at=NOON + 30 * MINUTE, provider="Depannage Peeters"))
    with pytest.raises(Conflict, match="tow_running"):
        unit.orders.put(second)
    unit.orders.put(replace(first, state=OrderState.CANCELLED))
    unit.orders.put(second)
    assert unit.orders.running_for_box(AN_IMEI) == (second,)


def test_a_finished_tow_may_be_kept_beside_a_running_one(unit: AnyUnit, case: Case) -> None:
    running = an_order(case.case_id, ordered_at=NOON + MINUTE)
    done = an_order(case.case_id, state=OrderState.DONE)
    unit.orders.put(running)
    unit.orders.put(done)
    assert unit.orders.of_case(case.case_id) == (done, running)
    assert unit.orders.get(done.order_id) == done


@pytest.mark.parametrize("plate", ["1-ABC-234", None], ids=["plate", "contract alone"])
def test_two_boxes_of_one_car_have_one_running_tow(unit: AnyUnit, case: Case, plate: str | None) -> None:
    for imei in (AN_IMEI, OTHER_IMEI):
        unit.boxes.put(a_box(imei=imei, car=None if plate is None else Car(plate, "", "", "")))
    other = a_case(imei=OTHER_IMEI)
    unit.cases.add(other)
    order = an_order(case.case_id)
    unit.orders.put(order)
    assert unit.orders.running_for_box(OTHER_IMEI) == (order,)
    with pytest.raises(Conflict, match="tow_running"):
        unit.orders.put(an_order(other.case_id))
    done = replace(order, state=OrderState.DONE, pick_up="depot", deliver_to="Garage Peeters", reason="said so")
    unit.orders.put(done)
    assert unit.orders.get(order.order_id) == done
    unit.orders.put(an_order(other.case_id))


def test_two_trucks_under_way_stay_so_when_their_boxes_turn_out_to_be_in_one_car(unit: AnyUnit, case: Case) -> None:
    unit.boxes.put(a_box())
    unit.boxes.put(a_box(imei=OTHER_IMEI, car=Car("2-XYZ-999", "", "", ""), contract_id=None))
    other, later = a_case(imei=OTHER_IMEI), a_case(imei=OTHER_IMEI)
    for one in (other, later):
        unit.cases.add(one)
    first, second = an_order(case.case_id), an_order(other.case_id, ordered_at=NOON + MINUTE)
    unit.orders.put(first)
    unit.orders.put(second)
    unit.boxes.put(a_box(imei=OTHER_IMEI))
    accepted = replace(second, state=OrderState.ACCEPTED)
    unit.orders.put(accepted)
    assert unit.orders.running_for_box(AN_IMEI) == (first, accepted)
    with pytest.raises(Conflict, match="tow_running"):
        unit.orders.put(an_order(later.case_id))
    unit.orders.put(replace(first, state=OrderState.CANCELLED))
    with pytest.raises(Conflict, match="tow_running"):
        unit.orders.put(an_order(case.case_id))


def test_running_orders_of_another_car_are_not_this_cars(unit: AnyUnit) -> None:
    other = a_case(imei=OTHER_IMEI)
    unit.cases.add(other)
    order = an_order(other.case_id)
    unit.orders.put(order)
    assert unit.orders.running_for_box(AN_IMEI) == ()
    assert unit.orders.running_for_box(OTHER_IMEI) == (order,)


def test_notes_of_a_case_are_oldest_first(unit: AnyUnit, case: Case) -> None:
    late, early = a_note(case.case_id, written_at=NOON + MINUTE), a_note(case.case_id, written_at=NOON)
    unit.notes.add(late)
    unit.notes.add(early)
    assert unit.notes.of_case(case.case_id) == (early, late)
