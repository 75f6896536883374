"""What a person answers is kept as it may be, and what follows from it follows at once."""

from datetime import timedelta

import pytest

from app.domain.answer import FIRE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, said
from app.domain.audit import AuditAction
from app.domain.case import Case, TowQuestion
from app.domain.ids import CaseId
from app.domain.service_order import OrderState
from app.domain.verdict import Priority
from app.usecases.answer_fact import AnswerFact, answer_fact
from app.usecases.first_minute import POLICE_TOW
from app.usecases.order_tow import OrderTow, order_tow
from tests.app.usecases.people import AN, PIET, Desk
from tests.situations.library import editions
from tests.support.builders import NOON, a_place, an_answer, an_order

EDITIONS = tuple(editions().values())


def answer(desk: Desk, case: Case, fact: str, value: object) -> Case:
    return answer_fact(AnswerFact(AN, case.case_id, fact, value), desk.unit, desk.clock, EDITIONS)


def stored(desk: Desk, case_id: CaseId, fact: str) -> object:
    return next(one.value for one in desk.unit.answers.of_case(case_id) if one.fact == fact)


@pytest.mark.parametrize(
    ("fact", "value", "kept"),
    [
        ("repaired_by_recognised_garage", False, False),
        ("persons_travelling", 4, 4),
        ("vehicle_max_mass_t", 2.1, "2.1"),
        ("transport_cost_eur", "1250.10", "1250.10"),
        ("trip_duration", "P10D", "P10D"),
        ("vehicle_kind", "camper", "camper"),
        ("covers", ["theft", "accident", "theft"], ("accident", "theft")),
    ],
)
def test_an_answer_is_kept_and_told(desk: Desk, fact: str, value: object, kept: object) -> None:
    case = desk.has_claimed()
    answer(desk, case, fact, value)
    assert stored(desk, case.case_id, fact) == kept
    record = desk.acted(case, AuditAction.FACT_ANSWERED)
    assert record.facts["fact"] == fact
    assert record.facts["value"]


def test_what_is_said_of_a_body_or_in_words_can_be_erased(desk: Desk) -> None:
    case = desk.has_claimed()
    answer(desk, case, HURT_OR_TRAPPED, False)
    record = desk.acted(case, AuditAction.FACT_ANSWERED)
    assert (record.facts, record.personal) == ({"fact": HURT_OR_TRAPPED}, {"value": "no"})


def test_an_answer_taken_back_is_unknown_again(desk: Desk) -> None:
    case = desk.has_claimed()
    answer(desk, case, "vehicle_unfit", True)
    answer(desk, case, "vehicle_unfit", None)
    assert said(desk.unit.answers.of_case(case.case_id), "vehicle_unfit") is None
    assert desk.record(case.case_id, AuditAction.ANSWER_TAKEN_BACK).facts == {"fact": "vehicle_unfit"}


def test_the_same_answer_again_changes_nothing(desk: Desk) -> None:
    case = desk.has_claimed()
    answered = answer(desk, case, "vehicle_unfit", True)
    with desk.changes_nothing():
        assert answer(desk, case, "vehicle_unfit", True) == answered


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("shoe_size", 42, "unknown_fact"),
        ("handed_over_112", True, "unknown_fact"),
        ("edition", "S2-FAQ", "unknown_fact"),
        ("vehicle_unfit", "yes", "wrong_value"),
        ("persons_travelling", "many", "wrong_value"),
        ("vehicle_kind", "boat", "wrong_value"),
        ("covers", ["everything"], "wrong_value"),
        ("trip_duration", {"days": 3}, "wrong_value"),
    ],
)
def test_what_nobody_declared_or_cannot_be_is_refused(desk: Desk, fact: str, value: object, code: str) -> None:
    case = desk.has_claimed()
    with desk.refuses(code, fact=fact):
        answer(desk, case, fact, value)


def test_answers_that_exclude_each_other_are_refused(desk: Desk) -> None:
    case = desk.has_claimed()
    answer(desk, case, "vehicle_found", False)
    with desk.refuses("wrong_value"):
        answer(desk, case, "found_days_after_declaration", 3)


def test_only_the_holder_answers(desk: Desk) -> None:
    case = desk.has_claimed()
    with desk.refuses("not_yours"):
        answer_fact(AnswerFact(PIET, case.case_id, FIRE, True), desk.unit, desk.clock, EDITIONS)


@pytest.mark.parametrize("fact", [HURT_OR_TRAPPED, FIRE])
def test_hurt_trapped_or_fire_is_priority_one(desk: Desk, fact: str) -> None:
    case = desk.has_claimed(priority=Priority.THREE)
    assert answer(desk, case, fact, True).priority is Priority.ONE
    assert desk.record(case.case_id, AuditAction.PRIORITY_CHANGED).facts == {"priority": "1", "before": "3"}
    assert answer(desk, case, fact, False).priority is Priority.ONE  # only a person lowers it


def test_nobody_hurt_and_everybody_out_changes_no_priority(desk: Desk) -> None:
    case = desk.has_claimed(priority=Priority.TWO)
    assert answer(desk, case, HURT_OR_TRAPPED, False).priority is Priority.TWO
    assert answer(desk, case, OUT_AND_SAFE, True).priority is Priority.TWO


@pytest.mark.parametrize("state", [OrderState.BY_HAND, OrderState.OFFERED])
def test_a_motorway_puts_an_order_aside_that_nobody_accepted(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id, state=state)
    desk.unit.orders.put(order)
    assert answer(desk, case, ON_MOTORWAY, True).tow_question is TowQuestion.NO
    assert desk.unit.orders.get(order.order_id).state is OrderState.CANCELLED
    assert desk.record(case.case_id, AuditAction.TOW_CHANGED).facts["reason"] == POLICE_TOW


def test_a_motorway_abroad_keeps_the_order(desk: Desk) -> None:
    case = desk.has_claimed(place=a_place(in_belgium=False))
    order = an_order(case.case_id)
    desk.unit.orders.put(order)
    assert answer(desk, case, ON_MOTORWAY, True).tow_question is TowQuestion.NOT_ASKED
    kept = desk.unit.orders.get(order.order_id)
    assert (kept.state, kept.road_known) == (OrderState.BY_HAND, True)


def test_a_truck_that_was_accepted_stays_until_somebody_phones(desk: Desk) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id, state=OrderState.ACCEPTED)
    desk.unit.orders.put(order)
    assert answer(desk, case, ON_MOTORWAY, True).tow_question is TowQuestion.NOT_ASKED
    assert desk.unit.orders.get(order.order_id).state is OrderState.ACCEPTED


@pytest.mark.parametrize("value", [True, False, None])
def test_an_answer_about_the_road_is_not_when_the_firm_accepted(desk: Desk, value: object) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id, state=OrderState.ACCEPTED)
    desk.unit.orders.orders[order.order_id] = order
    answer(desk, case, ON_MOTORWAY, False)
    desk.clock.advance(timedelta(minutes=2))
    answer(desk, case, ON_MOTORWAY, value)
    assert desk.unit.orders.get(order.order_id).changed_at == order.changed_at


def test_no_motorway_makes_the_road_known(desk: Desk) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id)
    desk.unit.orders.put(order)
    answer(desk, case, ON_MOTORWAY, False)
    assert (desk.unit.orders.get(order.order_id).state, desk.unit.orders.get(order.order_id).road_known) == (
        OrderState.BY_HAND,
        True,
    )
    answer(desk, case, ON_MOTORWAY, None)
    assert not desk.unit.orders.get(order.order_id).road_known


def test_no_motorway_after_all_asks_again(desk: Desk) -> None:
    case = desk.has_claimed()
    desk.unit.orders.put(an_order(case.case_id))
    answer(desk, case, ON_MOTORWAY, True)
    assert answer(desk, case, ON_MOTORWAY, False).tow_question is TowQuestion.OPEN
    assert order_tow(OrderTow(AN, case.case_id), desk.unit, desk.clock).road_known


def test_the_order_of_an_earlier_case_of_the_car_is_put_aside_too(desk: Desk) -> None:
    earlier, case = desk.has(), desk.has_claimed()
    order = an_order(earlier.case_id)
    desk.unit.orders.put(order)
    answer(desk, case, ON_MOTORWAY, True)
    assert desk.unit.orders.get(order.order_id).state is OrderState.CANCELLED
    assert desk.case(earlier.case_id).version == earlier.version + 1
    desk.record(earlier.case_id, AuditAction.TOW_CHANGED)


def test_not_known_is_kept_as_asked_and_decides_nothing(desk: Desk) -> None:
    case = desk.has_claimed()
    answer_fact(AnswerFact(AN, case.case_id, FIRE, None, is_not_known=True), desk.unit, desk.clock, EDITIONS)
    (kept,) = desk.unit.answers.of_case(case.case_id)
    assert (kept.value, kept.is_not_known, kept.author, kept.said_at) == (None, True, AN.name, desk.clock.now())
    assert desk.acted(case, AuditAction.FACT_NOT_KNOWN).facts == {"fact": FIRE}


def test_not_known_can_be_taken_back_and_said_again(desk: Desk) -> None:
    case = desk.has_claimed()
    in_vain = AnswerFact(AN, case.case_id, FIRE, None, is_not_known=True)
    answer_fact(in_vain, desk.unit, desk.clock, EDITIONS)
    answer(desk, case, FIRE, None)
    (kept,) = desk.unit.answers.of_case(case.case_id)
    assert not kept.is_not_known
    desk.record(case.case_id, AuditAction.ANSWER_TAKEN_BACK)
    answer_fact(in_vain, desk.unit, desk.clock, EDITIONS)
    desk.clock.advance(timedelta(minutes=1))
    answer_fact(in_vain, desk.unit, desk.clock, EDITIONS)
    (kept,) = desk.unit.answers.of_case(case.case_id)
    assert (kept.is_not_known, kept.said_at) == (True, desk.clock.now())


def test_the_same_answer_after_another_impact_is_news(desk: Desk) -> None:
    case = desk.has_claimed(struck_at=NOON + timedelta(minutes=3))
    for fact in (FIRE, ON_MOTORWAY):
        desk.unit.answers.answers[case.case_id, fact] = an_answer(case.case_id, fact, True)
    desk.clock.advance(timedelta(minutes=4))
    answer(desk, case, FIRE, True)
    assert desk.record(case.case_id, AuditAction.FACT_ANSWERED).facts == {"fact": FIRE}
    with desk.changes_nothing():
        answer(desk, case, ON_MOTORWAY, True)
