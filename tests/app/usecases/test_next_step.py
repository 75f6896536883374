"""NEXT, step by step and as a whole way through a case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.answer import FIRE, HURT_OR_TRAPPED, ON_MOTORWAY, Answer, EmergencyNumber
from app.domain.case import CaseState, TowQuestion
from app.domain.contact import CallAttempt, CallOutcome, Disposition
from app.domain.ids import CaseId, EcallId, new_id
from app.domain.message import Message, MessageState
from app.domain.next_step import NextKind, NextStep
from app.domain.promise import PromiseKind, PromiseState
from app.domain.service_order import OrderState, ServiceOrder
from app.domain.subscription import Person
from app.domain.verdict import Priority
from app.usecases.next_step import by_hand, next_step
from app.usecases.queries import CaseBrief
from tests.app.usecases.crashes import SETTINGS
from tests.support.builders import (
    NOON,
    a_box,
    a_call,
    a_case,
    a_claim,
    a_contract,
    a_message,
    a_place,
    a_promise,
    an_answer,
    an_order,
)

DRIVER, SUBSCRIBER, TYPED = "+32470123456", "+32470000001", "+32475999999"
NO_ANSWER, WRONG = CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER
MINUTE = timedelta(minutes=1)
PARTS = ("contract", "calls", "messages", "orders", "answers")
TWO_IMPACTS = (EcallId(new_id()), EcallId(new_id()))
ASKED = tuple(an_answer(CaseId("c"), fact, value=False) for fact in (HURT_OR_TRAPPED, FIRE))
NOT_HURT, NO_FIRE = ASKED


def a_brief(**changes: object) -> CaseBrief:
    """A claimed case in which nothing was done yet; what is no part of a brief is of its case."""
    parts: dict[str, Any] = {name: changes.pop(name) for name in PARTS if name in changes}
    case = a_case(**{"claim": a_claim(), **changes})
    calls, messages, orders = (tuple(make(case.case_id) for make in parts.get(name, ())) for name in PARTS[1:4])
    contract, answers = parts.get("contract", a_contract()), parts.get("answers", ASKED)
    return CaseBrief(case, a_box(), contract, calls, messages, orders, 6.3, peak_capped=False, answers=answers)


def call(**changes: object) -> Callable[[CaseId], CallAttempt]:
    return lambda case_id: a_call(case_id, **changes)


def message(**changes: object) -> Callable[[CaseId], Message]:
    return lambda case_id: a_message(case_id, **changes)


def order(**changes: object) -> Callable[[CaseId], ServiceOrder]:
    return lambda case_id: an_order(case_id, **changes)


def step(brief: CaseBrief) -> NextStep:
    return next_step(brief, NOON, SETTINGS)


REACHED: dict[str, Any] = {
    "driver_reached_at": NOON + MINUTE,
    "calls": [call(outcome=CallOutcome.ANSWERED, disposition=Disposition.DRIVER_SPOKEN_TO)],
}
UNANSWERED: dict[str, Any] = {"calls": [call(outcome=NO_ANSWER)]}
TWICE: dict[str, Any] = {"calls": [call(outcome=NO_ANSWER), call(outcome=NO_ANSWER)]}
BOTH_TRIED: dict[str, Any] = {"calls": [*TWICE["calls"], call(outcome=NO_ANSWER, to_e164=SUBSCRIBER)]}
CALLED_THEN: dict[str, Any] = {"calls": [call(outcome=NO_ANSWER, requested_at=NOON + MINUTE)]}
NO_NUMBER: dict[str, Any] = {"contract": None}
ASKS_TOW: dict[str, Any] = {"tow_question": TowQuestion.OPEN}
LAST_KNOWN = a_place(is_last_known=True)


@pytest.mark.parametrize(
    ("facts", "kind", "e164"),
    [
        ({"claim": None}, NextKind.CLAIM, ""),
        ({"claim": None, "tow_question": TowQuestion.OPEN}, NextKind.CLAIM, ""),
        ({"claim": a_claim(renewed_at=NOON - timedelta(seconds=45))}, NextKind.CALL_DRIVER, DRIVER),
        ({"claim": a_claim(renewed_at=NOON - timedelta(seconds=46))}, NextKind.TAKE_OVER, ""),
        ({}, NextKind.CALL_DRIVER, DRIVER),
        ({"tow_question": TowQuestion.OPEN}, NextKind.ASK_TOW, ""),
        ({"tow_question": TowQuestion.OPEN, "place": None}, NextKind.CALL_DRIVER, DRIVER),
        ({"tow_question": TowQuestion.OPEN, "place": LAST_KNOWN}, NextKind.CALL_DRIVER, DRIVER),
        ({**UNANSWERED, "tow_question": TowQuestion.OPEN, "place": None}, NextKind.ASK_TOW, ""),
        ({**NO_NUMBER, "tow_question": TowQuestion.OPEN, "place": None}, NextKind.ASK_TOW, ""),
        ({"tow_question": TowQuestion.NO}, NextKind.CALL_DRIVER, DRIVER),
        ({"tow_question": TowQuestion.YES}, NextKind.CALL_DRIVER, DRIVER),
        ({"orders": [order()]}, NextKind.CALL_DRIVER, DRIVER),
        ({"messages": [message()]}, NextKind.CALL_DRIVER, DRIVER),
        ({"calls": [call()], "tow_question": TowQuestion.OPEN}, NextKind.SAY_OUTCOME, ""),
        ({"calls": [call(outcome=CallOutcome.ANSWERED)], "orders": [order()]}, NextKind.SAY_OUTCOME, ""),
        ({"calls": [call(outcome=NO_ANSWER)], "tow_question": TowQuestion.OPEN}, NextKind.ASK_TOW, ""),
        ({**UNANSWERED, "messages": [message()], "orders": [order()]}, NextKind.SEND_SMS_BY_HAND, ""),
        ({**UNANSWERED, "messages": [message()], "tow_question": TowQuestion.OPEN}, NextKind.SEND_SMS_BY_HAND, ""),
        ({"messages": [message()], "tow_question": TowQuestion.OPEN}, NextKind.ASK_TOW, ""),
        ({**UNANSWERED, "messages": [message(state=MessageState.DONE_BY_HAND)], **ASKS_TOW}, NextKind.ASK_TOW, ""),
        ({**UNANSWERED, "orders": [order()]}, NextKind.PLACE_TOW_BY_HAND, ""),
        ({**UNANSWERED}, NextKind.CALL_AGAIN, DRIVER),
        ({**TWICE}, NextKind.CALL_AGAIN, SUBSCRIBER),
        (BOTH_TRIED, NextKind.WELFARE_CHECK, ""),
        ({**BOTH_TRIED, "is_test": True}, NextKind.CALL_AGAIN, DRIVER),
        ({"contract": a_contract(driver=None)}, NextKind.CALL_DRIVER, SUBSCRIBER),
        ({"calls": [call(outcome=WRONG)], "orders": [order()]}, NextKind.CALL_DRIVER, SUBSCRIBER),
        (NO_NUMBER, NextKind.WELFARE_CHECK, ""),
        ({**NO_NUMBER, "is_test": True}, NextKind.FIND_NUMBER, ""),
        ({**NO_NUMBER, "orders": [order()]}, NextKind.WELFARE_CHECK, ""),
        ({**BOTH_TRIED, "orders": [order()]}, NextKind.WELFARE_CHECK, ""),
        ({**BOTH_TRIED, "orders": [order()], "messages": [message()]}, NextKind.SEND_SMS_BY_HAND, ""),
        ({**NO_NUMBER, "orders": [order()], "priority": Priority.TWO}, NextKind.PLACE_TOW_BY_HAND, ""),
        ({**NO_NUMBER, "orders": [order()], "is_test": True}, NextKind.PLACE_TOW_BY_HAND, ""),
        ({**NO_NUMBER, "calls": [call(outcome=NO_ANSWER, to_e164=TYPED)]}, NextKind.CALL_AGAIN, TYPED),
        ({**NO_NUMBER, "calls": [call(outcome=NO_ANSWER, to_e164=TYPED)] * 2}, NextKind.WELFARE_CHECK, ""),
        ({**NO_NUMBER, "calls": [call(outcome=WRONG, to_e164=TYPED)]}, NextKind.WELFARE_CHECK, ""),
        (REACHED, NextKind.CLOSE, ""),
        ({"driver_reached_at": NOON}, NextKind.CLOSE, ""),
        ({"contract": a_contract(driver=Person("Jan Peeters", None, None))}, NextKind.CALL_DRIVER, SUBSCRIBER),
        ({**REACHED, "orders": [order(state=OrderState.OFFERED)]}, NextKind.NOTHING, ""),
        ({**REACHED, "orders": [order(state=OrderState.EN_ROUTE)]}, NextKind.NOTHING, ""),
        ({**REACHED, "orders": [order(state=OrderState.DONE)]}, NextKind.CLOSE, ""),
        ({**REACHED, "orders": [order()]}, NextKind.PLACE_TOW_BY_HAND, ""),
        ({**REACHED, "messages": [message()]}, NextKind.SEND_SMS_BY_HAND, ""),
        ({**REACHED, "messages": [message(state=MessageState.DONE_BY_HAND)]}, NextKind.CLOSE, ""),
        ({**REACHED, "messages": [message(state=MessageState.QUEUED)]}, NextKind.NOTHING, ""),
        ({**REACHED, "messages": [message(state=MessageState.CANCELLED)]}, NextKind.CLOSE, ""),
        ({**REACHED, "tow_question": TowQuestion.OPEN}, NextKind.ASK_TOW, ""),
        ({**REACHED, "ecall_ids": TWO_IMPACTS, "struck_at": NOON}, NextKind.CLOSE, ""),
        ({**REACHED, "ecall_ids": TWO_IMPACTS, "struck_at": NOON + 2 * MINUTE}, NextKind.CALL_DRIVER, DRIVER),
        ({**UNANSWERED, "ecall_ids": TWO_IMPACTS, "struck_at": NOON + MINUTE}, NextKind.CALL_DRIVER, DRIVER),
        ({**UNANSWERED, "attention_at": NOON + MINUTE}, NextKind.CALL_AGAIN, DRIVER),
        ({**CALLED_THEN, "ecall_ids": TWO_IMPACTS, "struck_at": NOON + MINUTE}, NextKind.CALL_AGAIN, DRIVER),
        ({**REACHED, "ecall_ids": TWO_IMPACTS, "struck_at": NOON + MINUTE}, NextKind.CLOSE, ""),
    ],
)
def test_the_next_step(facts: dict[str, Any], kind: NextKind, e164: str) -> None:
    found = step(a_brief(**facts))
    assert (found.kind, found.e164) == (kind, e164)


@pytest.mark.parametrize("number", list(EmergencyNumber))
def test_once_somebody_goes_and_looks_the_ladder_starts_again(number: EmergencyNumber) -> None:
    brief = a_brief(**BOTH_TRIED)
    told = an_answer(brief.case.case_id, fact=number.fact, value=True, said_at=NOON)
    found = step(replace(brief, answers=(told,)))
    assert (found.kind, found.e164) == (NextKind.CALL_AGAIN, DRIVER)
    again = a_brief(**BOTH_TRIED, ecall_ids=TWO_IMPACTS, struck_at=NOON + MINUTE)
    assert step(replace(again, answers=(told,))).kind is NextKind.CALL_DRIVER


def test_it_names_what_it_is_about() -> None:
    ringing = a_brief(calls=[call(outcome=NO_ANSWER), call(), call()])
    assert step(ringing).target_id == ringing.calls[2].call_id
    unsent = a_brief(**UNANSWERED, messages=[message(state=MessageState.CANCELLED), message(), message()])
    assert step(unsent).target_id == unsent.messages[1].message_id
    unplaced = a_brief(**UNANSWERED, orders=[order(state=OrderState.CANCELLED), order()])
    assert step(unplaced).target_id == unplaced.orders[1].order_id


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, NextKind.NOTHING),
        ({"tow_question": TowQuestion.OPEN, "calls": [call()]}, NextKind.NOTHING),
        ({"orders": [order()]}, NextKind.PLACE_TOW_BY_HAND),
        ({"orders": [order()], "messages": [message()]}, NextKind.SEND_SMS_BY_HAND),
        ({"orders": [order(state=OrderState.EN_ROUTE)]}, NextKind.NOTHING),
        ({"orders": [order(state=OrderState.OFFERED, offered_at=NOON - 4 * MINUTE)]}, NextKind.NOTHING),
        ({"orders": [order(state=OrderState.OFFERED, offered_at=NOON - 5 * MINUTE)]}, NextKind.PHONE_PARTNER),
    ],
)
def test_a_closed_case_asks_only_for_what_was_left_to_do(facts: dict[str, Any], kind: NextKind) -> None:
    assert step(a_brief(state=CaseState.CLOSED, claim=None, **facts)).kind is kind


def test_the_red_count_is_what_only_a_person_can_do() -> None:
    assert by_hand(a_brief()) == 0
    messages = [message(), message(state=MessageState.QUEUED), message(state=MessageState.DONE_BY_HAND)]
    orders = [order(state=OrderState.OFFERED), order(state=OrderState.CANCELLED), order()]
    assert by_hand(a_brief(messages=messages, orders=orders)) == 2


def test_the_way_of_the_tour() -> None:
    """Claim, call, no answer, SMS by hand, tow by hand, and the call again until somebody closes."""
    brief = a_brief(claim=None, orders=[order()])
    seen = [step(brief).kind]
    brief = replace(brief, case=replace(brief.case, claim=a_claim()))
    seen.append(step(brief).kind)
    ringing = a_call(brief.case.case_id)
    brief = replace(brief, calls=(ringing,))
    seen.append(step(brief).kind)
    brief = replace(brief, calls=(replace(ringing, outcome=NO_ANSWER),), messages=(a_message(brief.case.case_id),))
    seen.append(step(brief).kind)
    brief = replace(brief, messages=(replace(brief.messages[0], state=MessageState.DONE_BY_HAND),))
    seen.append(step(brief).kind)
    brief = replace(brief, orders=(replace(brief.orders[0], state=OrderState.OFFERED),))
    seen.append(step(brief).kind)
    assert seen == [
        NextKind.CLAIM,
        NextKind.CALL_DRIVER,
        NextKind.SAY_OUTCOME,
        NextKind.SEND_SMS_BY_HAND,
        NextKind.PLACE_TOW_BY_HAND,
        NextKind.CALL_AGAIN,
    ]


def answered(fact: str, value: object = True, minutes: int = 1) -> Answer:
    return an_answer(CaseId("c"), fact, value, said_at=NOON + minutes * MINUTE)  # type: ignore[arg-type]


@pytest.mark.parametrize("fact", [HURT_OR_TRAPPED, FIRE])
def test_hurt_trapped_or_fire_is_handed_over_before_anything_else(fact: str) -> None:
    brief = replace(a_brief(calls=[call()]), answers=(answered(fact),))
    assert step(brief).kind is NextKind.HAND_OVER_112
    told = replace(brief, answers=(*brief.answers, answered(EmergencyNumber.EMERGENCY_112.fact, minutes=2)))
    assert step(told).kind is NextKind.SAY_OUTCOME
    again = replace(told, answers=(answered(fact, minutes=3), *told.answers[1:]))
    assert step(again).kind is NextKind.HAND_OVER_112


def test_a_motorway_asks_for_101_until_they_were_told() -> None:
    brief = replace(a_brief(**REACHED), answers=(answered(ON_MOTORWAY),))
    assert step(brief).kind is NextKind.CALL_101
    told = replace(brief, answers=(*ASKED, *brief.answers, answered(EmergencyNumber.POLICE_101.fact, minutes=2)))
    assert step(told).kind is NextKind.CLOSE


def test_101_is_not_called_abroad_nor_while_a_call_is_open() -> None:
    abroad = replace(a_brief(**REACHED, place=a_place(in_belgium=False)), answers=(*ASKED, answered(ON_MOTORWAY)))
    assert step(abroad).kind is NextKind.CLOSE
    open_call = replace(a_brief(calls=[call()]), answers=(answered(ON_MOTORWAY),))
    assert step(open_call).kind is NextKind.SAY_OUTCOME


def test_nothing_is_handed_over_for_a_no_or_an_answer_taken_back() -> None:
    for value in (False, None):
        brief = replace(a_brief(**REACHED), answers=(answered(HURT_OR_TRAPPED, value), answered(ON_MOTORWAY, value)))
        assert step(brief).kind is NextKind.ASK_FIRST_MINUTE


FALSE_ALARM: dict[str, Any] = {
    **REACHED,
    "calls": [call(outcome=CallOutcome.ANSWERED, disposition=Disposition.FALSE_ALARM)],
}


@pytest.mark.parametrize(
    ("facts", "answers", "kind"),
    [
        (REACHED, (), NextKind.ASK_FIRST_MINUTE),
        (REACHED, (NOT_HURT,), NextKind.ASK_FIRST_MINUTE),
        (REACHED, (NO_FIRE,), NextKind.ASK_FIRST_MINUTE),
        (REACHED, ASKED, NextKind.CLOSE),
        ({**REACHED, "orders": [order(state=OrderState.EN_ROUTE)]}, (), NextKind.ASK_FIRST_MINUTE),
        ({**REACHED, "orders": [order()]}, (), NextKind.ASK_FIRST_MINUTE),
        ({**REACHED, "orders": [order()]}, ASKED, NextKind.PLACE_TOW_BY_HAND),
        ({**REACHED, "tow_question": TowQuestion.OPEN}, (), NextKind.ASK_FIRST_MINUTE),
        ({**REACHED, "tow_question": TowQuestion.OPEN}, ASKED, NextKind.ASK_TOW),
        ({**REACHED, **ASKS_TOW, "orders": [order(state=OrderState.REFUSED)]}, ASKED, NextKind.ASK_NEXT_FIRM),
        ({**ASKS_TOW, "orders": [order(state=OrderState.REFUSED)]}, (), NextKind.CALL_DRIVER),
        ({**REACHED, **ASKS_TOW, "orders": [order(state=OrderState.UNSUCCESSFUL)]}, ASKED, NextKind.ASK_TOW),
        ({**REACHED, "is_test": True}, (), NextKind.CLOSE),
        (FALSE_ALARM, (), NextKind.ASK_FIRST_MINUTE),
        (FALSE_ALARM, (NOT_HURT,), NextKind.CLOSE),
        (UNANSWERED, (), NextKind.CALL_AGAIN),
    ],
)
def test_life_is_asked_of_a_reached_driver_before_the_case_is_done(
    facts: dict[str, Any], answers: tuple[Answer, ...], kind: NextKind
) -> None:
    assert step(a_brief(**facts, answers=answers)).kind is kind


def test_on_a_motorway_the_firm_is_called_off_once_101_was_told() -> None:
    brief = a_brief(**REACHED, orders=[order(state=OrderState.ACCEPTED)])
    firm = a_promise(brief.case.case_id, kind=PromiseKind.CONFIRM_CANCELLATION, order_id=brief.orders[0].order_id)
    driver = a_promise(brief.case.case_id, kind=PromiseKind.TOW, due_at=firm.due_at - MINUTE)
    brief = replace(brief, promises=(driver, firm), answers=(*ASKED, answered(ON_MOTORWAY)))
    assert step(brief).kind is NextKind.CALL_101
    told = replace(brief, answers=(*brief.answers, answered(EmergencyNumber.POLICE_101.fact, minutes=2)))
    assert (step(told).kind, step(told).target_id) == (NextKind.CALL_OFF_TOW, firm.promise_id)
    cancelled = replace(told, promises=(firm,), orders=(replace(told.orders[0], state=OrderState.CANCELLED),))
    assert step(cancelled).kind is NextKind.NOTHING  # phoned or not, only the word of the firm is awaited now
    later = next_step(cancelled, firm.due_at, SETTINGS)
    assert (later.kind, later.target_id) in ((NextKind.KEEP_PROMISE, firm.promise_id), (NextKind.TAKE_OVER, ""))
    confirmed = replace(told, promises=(driver, replace(firm, state=PromiseState.KEPT)))
    assert step(confirmed).kind is NextKind.NOTHING
    elsewhere = replace(brief, answers=ASKED)
    assert step(elsewhere).kind is NextKind.NOTHING


HURT_NOW, IN_VAIN = answered(HURT_OR_TRAPPED), an_answer(CaseId("c"), HURT_OR_TRAPPED, None, is_not_known=True)
TOLD_112 = answered(EmergencyNumber.EMERGENCY_112.fact, minutes=2)
HIT_AGAIN: dict[str, Any] = {"ecall_ids": TWO_IMPACTS, "struck_at": NOON + 5 * MINUTE}
REACHED_AGAIN: dict[str, Any] = {
    **HIT_AGAIN,
    "driver_reached_at": NOON + 6 * MINUTE,
    "calls": [
        call(outcome=CallOutcome.ANSWERED, disposition=Disposition.DRIVER_SPOKEN_TO, requested_at=NOON + 6 * MINUTE)
    ],
}


def test_after_another_impact_life_is_asked_again() -> None:
    assert step(a_brief(**REACHED, answers=ASKED)).kind is NextKind.CLOSE
    assert step(a_brief(**REACHED_AGAIN, answers=ASKED)).kind is NextKind.ASK_FIRST_MINUTE
    again = tuple(replace(one, said_at=NOON + 7 * MINUTE) for one in ASKED)
    assert step(a_brief(**REACHED_AGAIN, answers=again)).kind is NextKind.CLOSE


def test_what_is_said_after_another_impact_is_told_to_112_anew() -> None:
    told = (HURT_NOW, NO_FIRE, TOLD_112)
    assert step(a_brief(**REACHED, answers=told)).kind is NextKind.CLOSE
    assert step(a_brief(**REACHED_AGAIN, answers=told)).kind is NextKind.ASK_FIRST_MINUTE
    again = (replace(HURT_NOW, said_at=NOON + 7 * MINUTE), NO_FIRE, TOLD_112)
    assert step(a_brief(**REACHED_AGAIN, answers=again)).kind is NextKind.HAND_OVER_112


def test_a_danger_nobody_was_told_of_outlives_another_impact() -> None:
    assert step(a_brief(**HIT_AGAIN, answers=(HURT_NOW,))).kind is NextKind.HAND_OVER_112


def test_what_was_asked_in_vain_is_not_next_again() -> None:
    assert step(a_brief(**REACHED, answers=(IN_VAIN, NO_FIRE))).kind is NextKind.CLOSE
    assert step(a_brief(**REACHED, answers=(IN_VAIN,))).kind is NextKind.ASK_FIRST_MINUTE
    assert step(a_brief(**REACHED_AGAIN, answers=(IN_VAIN, NO_FIRE))).kind is NextKind.ASK_FIRST_MINUTE


@pytest.mark.parametrize(
    ("later", "kind"),
    [
        ({"outcome": CallOutcome.ANSWERED, "disposition": Disposition.THIRD_PARTY}, NextKind.ASK_FIRST_MINUTE),
        ({"outcome": CallOutcome.ANSWERED, "disposition": Disposition.VOICEMAIL}, NextKind.CLOSE),
        ({"outcome": NO_ANSWER}, NextKind.CLOSE),
    ],
)
def test_whoever_is_on_the_phone_later_is_asked_again(later: dict[str, Any], kind: NextKind) -> None:
    calls = [*REACHED["calls"], call(requested_at=NOON + 3 * MINUTE, **later)]
    assert step(a_brief(**{**REACHED, "calls": calls}, answers=(IN_VAIN, NO_FIRE))).kind is kind


def test_the_second_call_is_a_countdown_until_its_time_has_come() -> None:
    brief = a_brief(calls=[call(outcome=NO_ANSWER, ended_at=NOON)])
    due_at = NOON + timedelta(seconds=60)
    assert step(brief) == NextStep(NextKind.CALL_AGAIN, e164=DRIVER, not_before=due_at)
    renewed = replace(brief, case=replace(brief.case, claim=a_claim(renewed_at=due_at)))
    assert next_step(renewed, due_at, SETTINGS) == NextStep(NextKind.CALL_AGAIN, e164=DRIVER)
    assert next_step(brief, NOON, replace(SETTINGS, second_call_s=5.0)).not_before == NOON + timedelta(seconds=5)


@pytest.mark.parametrize("state", [MessageState.DONE_BY_HAND, MessageState.ACCEPTED, MessageState.CANCELLED])
def test_the_countdown_runs_from_the_sms_where_one_left(state: MessageState) -> None:
    later = NOON + timedelta(seconds=40)
    calls, sent = [call(outcome=NO_ANSWER, ended_at=NOON)], [message(state=state, changed_at=later)]
    since = NOON if state is MessageState.CANCELLED else later
    assert step(a_brief(calls=calls, messages=sent)).not_before == since + timedelta(seconds=60)


def test_what_is_to_do_by_hand_fills_the_minute() -> None:
    assert step(a_brief(**UNANSWERED, messages=[message()])).kind is NextKind.SEND_SMS_BY_HAND


def test_a_driver_who_calls_in_ends_the_countdown() -> None:
    assert step(a_brief(**UNANSWERED, driver_reached_at=NOON + MINUTE)).kind is NextKind.CLOSE
