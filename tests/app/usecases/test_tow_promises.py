"""What follows from a tow order is promised, moved and kept without anybody thinking of it."""

from datetime import timedelta

import pytest

from app.domain.answer import ON_MOTORWAY, Answer, EmergencyNumber
from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState, TowQuestion
from app.domain.promise import Promise, PromisedTo, PromiseKind, PromiseState
from app.domain.service_order import HAS_ETA, KNOWN_TO_FIRM, OrderState, ServiceOrder
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.first_minute import NO_MOTORWAY, POLICE_TOW, follow_answer
from app.usecases.hand_over import HandOver, hand_over
from app.usecases.keep_promise import KeepPromise, keep_promise
from app.usecases.order_tow import OrderTow, order_tow
from app.usecases.tow_promises import CONFIRM_WITHIN, POLICE_TOWER_NEEDS
from tests.app.usecases.people import AN, Desk
from tests.support.builders import NOON, a_box, a_measurement, a_place, an_answer, an_ecall, an_order

MINUTE = timedelta(minutes=1)
AT_20 = NOON + 20 * MINUTE
TOLD_101 = EmergencyNumber.POLICE_101


def has_order(desk: Desk, case: Case, state: OrderState = OrderState.BY_HAND, **changes: object) -> ServiceOrder:
    provider = "" if state is OrderState.BY_HAND else "Noels"
    order = an_order(case.case_id, state=state, **{"provider": provider, **changes})
    desk.unit.orders.orders[order.order_id] = order
    return order


def becomes(desk: Desk, order: ServiceOrder, state: OrderState, **said: object) -> ServiceOrder:
    command = ChangeOrder(AN, order.order_id, state, **{"reason": "said so", **said})  # type: ignore[arg-type]
    changed = change_order(command, desk.unit, desk.clock)
    desk.unit.check_audited()
    return changed


def promises(desk: Desk, case: Case) -> list[Promise]:
    return list(desk.unit.promises.of_case(case.case_id))


def answers(desk: Desk, case: Case, fact: str, value: bool | None) -> None:
    answer = an_answer(case.case_id, fact, value, said_at=desk.clock.now())
    before = next((one.value for one in desk.unit.answers.of_case(case.case_id) if one.fact == fact), None)
    desk.unit.answers.answers[case.case_id, fact] = answer
    changed = follow_answer(desk.case(case.case_id), before, answer, AN, desk.unit)
    desk.unit.cases.cases[case.case_id] = changed


@pytest.mark.parametrize("state", HAS_ETA)
def test_a_time_that_a_firm_accepted_is_promised_to_the_driver(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    before = OrderState.OFFERED if state is OrderState.ACCEPTED else OrderState.ACCEPTED
    order = has_order(desk, case, before)
    becomes(desk, order, state, eta_at=AT_20)
    (promise,) = promises(desk, case)
    assert (promise.kind, promise.to, promise.due_at) == (PromiseKind.TOW, PromisedTo.DRIVER, AT_20)
    assert (promise.order_id, promise.owner_id) == (order.order_id, AN.account_id)
    assert desk.record(case.case_id, AuditAction.PROMISE_MADE).facts["order_id"] == order.order_id


@pytest.mark.parametrize(("state", "eta"), [(OrderState.OFFERED, AT_20), (OrderState.ACCEPTED, None)])
def test_nothing_is_promised_before_a_firm_accepted_with_a_time(desk: Desk, state: OrderState, eta: object) -> None:
    case = desk.has_claimed()
    becomes(desk, has_order(desk, case), state, provider="Noels", eta_at=eta)
    assert promises(desk, case) == []


def test_another_time_moves_the_promise_and_the_same_one_nothing(desk: Desk) -> None:
    case = desk.has_claimed()
    order = becomes(desk, has_order(desk, case), OrderState.ACCEPTED, provider="Noels", eta_at=AT_20)
    later = AT_20 + 25 * MINUTE
    becomes(desk, order, OrderState.ACCEPTED, eta_at=later, reason="traffic jam")
    (promise,) = promises(desk, case)
    assert promise.due_at == later
    assert desk.record(case.case_id, AuditAction.PROMISE_MOVED).facts["due_before"] == AT_20.isoformat()
    with desk.refuses("wrong_state"):
        becomes(desk, order, OrderState.ACCEPTED, eta_at=later)
    becomes(desk, order, OrderState.EN_ROUTE)
    assert promises(desk, case) == [promise]


@pytest.mark.parametrize("state", [OrderState.BY_HAND, OrderState.OFFERED, OrderState.ON_SITE])
def test_only_a_truck_that_is_coming_has_another_time(desk: Desk, state: OrderState) -> None:
    order = has_order(desk, desk.has_claimed(), state)
    with desk.refuses("wrong_state"):
        change_order(ChangeOrder(AN, order.order_id, state, eta_at=AT_20), desk.unit, desk.clock)


@pytest.mark.parametrize("state", [OrderState.ON_SITE, OrderState.DONE])
def test_the_truck_at_the_car_keeps_it(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    order = becomes(desk, has_order(desk, case), OrderState.ACCEPTED, provider="Noels", eta_at=AT_20)
    desk.clock.advance(22 * MINUTE)
    becomes(desk, order, state)
    assert [one.state for one in promises(desk, case)] == [PromiseState.KEPT]
    assert desk.record(case.case_id, AuditAction.PROMISE_KEPT).facts["late_s"] == "120"


@pytest.mark.parametrize("state", [OrderState.REFUSED, OrderState.UNSUCCESSFUL])
def test_the_driver_still_waits_when_the_truck_fails_and_the_next_one_takes_the_promise(
    desk: Desk, state: OrderState
) -> None:
    case = desk.has_claimed()
    order = becomes(desk, has_order(desk, case), OrderState.ACCEPTED, provider="Noels", eta_at=AT_20)
    becomes(desk, order, state)
    assert [one.is_open for one in promises(desk, case)] == [True]
    assert desk.case(case.case_id).tow_question is TowQuestion.OPEN
    second = order_tow(OrderTow(AN, case.case_id), desk.unit, desk.clock)
    later = AT_20 + 40 * MINUTE
    becomes(desk, second, OrderState.ACCEPTED, provider="Claes", eta_at=later)
    assert [(one.order_id, one.due_at) for one in promises(desk, case)] == [(second.order_id, later)]


@pytest.mark.parametrize("state", [one for one in OrderState if one.is_running and one is not OrderState.ON_SITE])
def test_a_cancelled_truck_that_a_firm_knows_of_leaves_the_call_to_that_firm(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    order = has_order(desk, case, state)
    becomes(desk, order, OrderState.CANCELLED, reason="he drives on")
    left = promises(desk, case)
    if state not in KNOWN_TO_FIRM:
        assert left == []
        return
    (promise,) = left
    assert (promise.kind, promise.to) == (PromiseKind.CONFIRM_CANCELLATION, PromisedTo.FIRM)
    assert (promise.text, promise.due_at) == ("Noels", desk.clock.now() + CONFIRM_WITHIN)


def test_a_cancelled_truck_is_promised_to_nobody(desk: Desk) -> None:
    case = desk.has_claimed()
    order = becomes(desk, has_order(desk, case), OrderState.ACCEPTED, provider="Noels", eta_at=AT_20)
    becomes(desk, order, OrderState.CANCELLED, reason="he drives on")
    states = {one.kind: one.state for one in promises(desk, case)}
    assert states == {PromiseKind.TOW: PromiseState.WITHDRAWN, PromiseKind.CONFIRM_CANCELLATION: PromiseState.OPEN}
    assert desk.record(case.case_id, AuditAction.PROMISE_WITHDRAWN).personal == {"reason": "he drives on"}


@pytest.mark.parametrize("state", [OrderState.REFUSED, OrderState.UNSUCCESSFUL, OrderState.CANCELLED])
def test_why_no_truck_comes_is_kept_with_the_order(desk: Desk, state: OrderState) -> None:
    order = has_order(desk, desk.has_claimed(), OrderState.ACCEPTED)
    with desk.refuses("reason_missing"):
        change_order(ChangeOrder(AN, order.order_id, state), desk.unit, desk.clock)
    assert becomes(desk, order, state, reason=" no winch ").reason == "no winch"


def test_a_motorway_puts_an_offered_truck_aside_and_has_the_firm_told(desk: Desk) -> None:
    case = desk.has_claimed()
    order = has_order(desk, case, OrderState.OFFERED)
    answers(desk, case, ON_MOTORWAY, True)
    stored = desk.unit.orders.get(order.order_id)
    assert (stored.state, stored.reason) == (OrderState.CANCELLED, POLICE_TOW)
    assert [one.kind for one in promises(desk, case)] == [PromiseKind.CONFIRM_CANCELLATION]


@pytest.mark.parametrize("state", HAS_ETA)
def test_an_accepted_truck_to_a_motorway_is_called_off_by_a_person(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    order = has_order(desk, case, state)
    answers(desk, case, ON_MOTORWAY, True)
    assert desk.unit.orders.get(order.order_id).state is state
    assert [one.kind for one in promises(desk, case)] == [PromiseKind.CONFIRM_CANCELLATION]
    becomes(desk, desk.unit.orders.get(order.order_id), OrderState.CANCELLED, reason="motorway")
    assert [one.kind for one in promises(desk, case)] == [PromiseKind.CONFIRM_CANCELLATION]


def test_no_motorway_after_all_lets_the_accepted_truck_come(desk: Desk) -> None:
    case = desk.has_claimed()
    has_order(desk, case, OrderState.ACCEPTED)
    answers(desk, case, ON_MOTORWAY, True)
    hand_over(HandOver(AN, case.case_id, TOLD_101), desk.unit, desk.clock)
    answers(desk, case, ON_MOTORWAY, False)
    assert {(one.kind, one.state) for one in promises(desk, case)} == {
        (PromiseKind.CONFIRM_CANCELLATION, PromiseState.WITHDRAWN),
        (PromiseKind.ASK_DROP_OFF, PromiseState.WITHDRAWN),
    }
    reasons = [
        one.record.personal["reason"]
        for one in desk.unit.audit.of_chain(case.case_id)
        if one.record.action is AuditAction.PROMISE_WITHDRAWN
    ]
    assert reasons == [NO_MOTORWAY, NO_MOTORWAY]


def test_told_to_101_the_question_where_the_car_is_waits_half_an_hour(desk: Desk) -> None:
    case = desk.has_claimed(place=a_place())
    answers(desk, case, ON_MOTORWAY, True)
    for _again in range(2):
        hand_over(HandOver(AN, case.case_id, TOLD_101), desk.unit, desk.clock)
    (promise,) = promises(desk, case)
    assert (promise.kind, promise.to) == (PromiseKind.ASK_DROP_OFF, PromisedTo.POLICE)
    assert promise.due_at == desk.clock.now() + POLICE_TOWER_NEEDS


@pytest.mark.parametrize(
    ("road", "to", "place"),
    [
        (False, TOLD_101, a_place()),
        (True, EmergencyNumber.EMERGENCY_112, a_place()),
        (True, TOLD_101, a_place(in_belgium=False, country_codes=("NL",))),
    ],
    ids=["no motorway", "112", "abroad"],
)
def test_no_police_tower_no_question(desk: Desk, road: bool, to: EmergencyNumber, place: object) -> None:
    case = desk.has_claimed(place=place)
    answers(desk, case, ON_MOTORWAY, road)
    hand_over(HandOver(AN, case.case_id, to), desk.unit, desk.clock)
    assert promises(desk, case) == []


def test_our_truck_fetches_the_car_where_the_police_put_it(desk: Desk) -> None:
    case = desk.has_claimed()
    has_order(desk, case)
    answers(desk, case, ON_MOTORWAY, True)
    with desk.refuses("motorway"):
        order_tow(OrderTow(AN, case.case_id), desk.unit, desk.clock)
    with desk.refuses("police_first"):
        order_tow(OrderTow(AN, case.case_id, "depot Heverlee"), desk.unit, desk.clock)
    hand_over(HandOver(AN, case.case_id, TOLD_101), desk.unit, desk.clock)
    order = order_tow(OrderTow(AN, case.case_id, " depot Heverlee ", "Garage Peeters"), desk.unit, desk.clock)
    desk.unit.check_audited()
    assert (order.state, order.pick_up, order.deliver_to) == (OrderState.BY_HAND, "depot Heverlee", "Garage Peeters")
    record = desk.record(case.case_id, AuditAction.TOW_ORDERED)
    assert record.personal == {"pick_up": "depot Heverlee", "deliver_to": "Garage Peeters"}
    assert [one.state for one in promises(desk, case)] == [PromiseState.KEPT]
    answers(desk, case, ON_MOTORWAY, None)
    answers(desk, case, ON_MOTORWAY, True)
    assert desk.unit.orders.get(order.order_id).state is OrderState.BY_HAND


def test_a_follow_up_truck_that_fails_is_asked_for_again(desk: Desk) -> None:
    case = desk.has_claimed(tow_question=TowQuestion.NO)
    told = Answer(case.case_id, TOLD_101.fact, True, AN.account_id, AN.name, NOON)
    desk.unit.answers.answers[case.case_id, TOLD_101.fact] = told
    desk.unit.answers.answers[case.case_id, ON_MOTORWAY] = an_answer(case.case_id, ON_MOTORWAY, True)
    own = has_order(desk, case, OrderState.ACCEPTED)
    becomes(desk, own, OrderState.UNSUCCESSFUL)
    assert desk.case(case.case_id).tow_question is TowQuestion.NO
    order = order_tow(OrderTow(AN, case.case_id, "depot Heverlee"), desk.unit, desk.clock)
    becomes(desk, order, OrderState.REFUSED)
    assert desk.case(case.case_id).tow_question is TowQuestion.OPEN


def test_a_firm_that_is_named_was_told_and_what_is_written_down(desk: Desk) -> None:
    case = desk.has_claimed(place=a_place())
    desk.unit.boxes.boxes[case.imei] = a_box()
    order = becomes(desk, has_order(desk, case), OrderState.OFFERED, provider="Noels")
    record = desk.record(case.case_id, AuditAction.TOW_DISCLOSED)
    assert record.facts == {
        "order_id": order.order_id,
        "fields": "place, coordinates, car, hazards, name, number",
        "disclosed_to": "Noels",
        "recipient": "partner",
        "basis": "contract",
        "way": "phone",
    }
    becomes(desk, order, OrderState.ACCEPTED)
    assert desk.unit.audit.actions(case.case_id).count(AuditAction.TOW_DISCLOSED) == 1


def test_that_it_may_have_rolled_over_was_told_too(desk: Desk) -> None:
    case = desk.has_claimed(place=None, contract_id=None)
    desk.unit.ecalls.put(an_ecall(ecall_id=case.ecall_ids[0], measurement=a_measurement(rollover=True)))
    becomes(desk, has_order(desk, case), OrderState.OFFERED, provider="Noels")
    assert desk.record(case.case_id, AuditAction.TOW_DISCLOSED).facts["fields"] == "hazards"


def test_a_truck_of_a_closed_case_keeps_its_promises_too(desk: Desk) -> None:
    case = desk.has(state=CaseState.CLOSED)
    order = becomes(desk, has_order(desk, case), OrderState.ACCEPTED, provider="Noels", eta_at=AT_20)
    assert [one.is_open for one in promises(desk, case)] == [True]
    becomes(desk, order, OrderState.ON_SITE)
    assert [one.state for one in promises(desk, case)] == [PromiseState.KEPT]


@pytest.mark.parametrize("state", HAS_ETA)
def test_the_word_of_the_firm_ends_a_truck_that_was_not_cancelled_yet(desk: Desk, state: OrderState) -> None:
    """One gesture for one fact: F7 has nothing more to cancel."""
    case = desk.has_claimed()
    order = has_order(desk, case, state)
    answers(desk, case, ON_MOTORWAY, True)
    (waits,) = promises(desk, case)
    kept = keep_promise(KeepPromise(AN, waits.promise_id), desk.unit, desk.clock)
    assert (kept.promise_id, kept.state) == (waits.promise_id, PromiseState.KEPT)
    ended = desk.unit.orders.get(order.order_id)
    assert (ended.state, ended.reason) == (OrderState.CANCELLED, POLICE_TOW)
    assert [(one.kind, one.state) for one in promises(desk, case)] == [(kept.kind, PromiseState.KEPT)]
    desk.unit.check_audited()


def test_the_word_of_the_firm_changes_no_cancelled_order(desk: Desk) -> None:
    case = desk.has_claimed()
    order = becomes(desk, has_order(desk, case, OrderState.ACCEPTED), OrderState.CANCELLED, reason="he drives on")
    (waits,) = promises(desk, case)
    keep_promise(KeepPromise(AN, waits.promise_id), desk.unit, desk.clock)
    assert desk.unit.orders.get(order.order_id) == order


@pytest.mark.parametrize(
    ("following", "state"),
    [
        (OrderState.ON_SITE, PromiseState.WITHDRAWN),
        (OrderState.DONE, PromiseState.WITHDRAWN),
        (OrderState.REFUSED, PromiseState.KEPT),
        (OrderState.UNSUCCESSFUL, PromiseState.KEPT),
    ],
)
def test_a_firm_that_says_so_itself_is_not_phoned(desk: Desk, following: OrderState, state: PromiseState) -> None:
    case = desk.has_claimed()
    order = has_order(desk, case, OrderState.ACCEPTED)
    answers(desk, case, ON_MOTORWAY, True)
    becomes(desk, desk.unit.orders.get(order.order_id), following, reason="motorway")
    assert [(one.kind, one.state) for one in promises(desk, case)] == [(PromiseKind.CONFIRM_CANCELLATION, state)]
