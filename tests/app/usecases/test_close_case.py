"""A case ends with an outcome, and never over something that still runs unless somebody said so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.answer import EmergencyNumber
from app.domain.audit import AuditAction
from app.domain.box_command import BoxAnswer, BoxCommand, BoxCommandState, BoxOrder, BoxRequest
from app.domain.case import Case, CaseState, Outcome
from app.domain.contact import CallOutcome, CallPurpose, Disposition
from app.domain.ecall import CrashMark
from app.domain.ids import BoxCommandId, CallId, CaseId, Imei, new_id
from app.domain.message import MessageState
from app.domain.promise import PromiseKind, PromiseState
from app.domain.service_order import OrderState
from app.domain.verdict import Reason, ReasonCode, Verdict, VerdictKind
from app.usecases.close_case import CloseCase, close_case
from app.usecases.hear_box import HearBox, hear_box
from tests.app.usecases.people import AN, Desk
from tests.support.builders import AN_IMEI, NOON, a_call, a_message, a_promise, an_answer, an_order

UNSENT = (MessageState.BY_HAND, MessageState.QUEUED, MessageState.SENDING)


def close(desk: Desk, case: Case, *keep: str, outcome: Outcome = Outcome.TRUE_CRASH) -> Case:
    said = CloseCase(AN, case.case_id, case.version, outcome, keep, though_unreached=True, reason="police are there")
    return close_case(said, desk.unit, desk.clock)


def close_silently(desk: Desk, case: Case, outcome: Outcome = Outcome.TRUE_CRASH, **said: object) -> Case:
    command = CloseCase(AN, case.case_id, case.version, outcome)
    return close_case(replace(command, **said), desk.unit, desk.clock)  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_closed_case_has_an_outcome_and_no_holder(desk: Desk, outcome: Outcome) -> None:
    case = desk.has_claimed(driver_reached_at=NOON)
    desk.unit.calls.put(a_call(case.case_id, outcome=CallOutcome.BUSY))
    closed = close(desk, case, outcome=outcome)
    assert (closed.state, closed.outcome, closed.closed_at) == (CaseState.CLOSED, outcome, desk.clock.now())
    assert closed.claim is None
    record = desk.acted(case, AuditAction.CASE_CLOSED)
    assert record.facts == {"outcome": outcome, "kept": "", "not_accepted": "", "left_to_do": "", "kept_ids": ""}


@pytest.mark.parametrize("state", list(OrderState))
def test_a_running_order_must_be_named(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id, state=state)
    desk.unit.orders.orders[order.order_id] = order
    if not state.is_running:
        assert close(desk, case).state is CaseState.CLOSED
        return
    with desk.refuses("still_running", running="tow", ids=order.order_id):
        close(desk, case)


@pytest.mark.parametrize("state", list(MessageState))
def test_an_sms_that_has_not_left_must_be_named(desk: Desk, state: MessageState) -> None:
    case = desk.has_claimed()
    message = a_message(case.case_id, state=state)
    desk.unit.messages.messages[message.message_id] = message
    if state not in UNSENT:
        assert close(desk, case).state is CaseState.CLOSED
        return
    with desk.refuses("still_running", running="sms", ids=message.message_id):
        close(desk, case)


def test_what_is_named_goes_on_and_the_rest_is_asked_about(desk: Desk) -> None:
    case = desk.has_claimed()
    order, message = an_order(case.case_id, state=OrderState.ACCEPTED), a_message(case.case_id)
    desk.unit.orders.orders[order.order_id] = order
    desk.unit.messages.messages[message.message_id] = message
    with desk.refuses("still_running", running="tow, sms", ids=f"{order.order_id}, {message.message_id}"):
        close(desk, case)
    with desk.refuses("still_running", running="sms", ids=message.message_id):
        close(desk, case, order.order_id)
    close(desk, case, order.order_id, message.message_id)
    assert desk.unit.orders.get(order.order_id) == order
    assert desk.unit.messages.get(message.message_id) == message
    facts = desk.acted(case, AuditAction.CASE_CLOSED).facts
    assert (facts["kept"], facts["left_to_do"]) == ("tow", "sms")
    assert facts["kept_ids"] == f"{order.order_id}, {message.message_id}"


@pytest.mark.parametrize("state", [OrderState.BY_HAND, OrderState.QUEUED])
def test_no_case_is_closed_over_a_truck_that_nobody_was_asked_for(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id, state=state)
    desk.unit.orders.orders[order.order_id] = order
    with desk.refuses("nobody_asked", running="tow", ids=order.order_id):
        close(desk, case, order.order_id)


def test_what_was_only_asked_for_is_not_said_to_go_on(desk: Desk) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id, state=OrderState.OFFERED)
    desk.unit.orders.orders[order.order_id] = order
    close(desk, case, order.order_id)
    facts = desk.acted(case, AuditAction.CASE_CLOSED).facts
    assert (facts["kept"], facts["not_accepted"], facts["left_to_do"]) == ("", "tow", "")


def test_what_runs_elsewhere_does_not_matter(desk: Desk) -> None:
    case, other = desk.has_claimed(), desk.has()
    order = an_order(other.case_id)
    desk.unit.orders.orders[order.order_id] = order
    assert close(desk, case).state is CaseState.CLOSED


def test_what_was_not_seen_is_not_closed(desk: Desk) -> None:
    case = desk.has_claimed(version=5)
    with desk.refuses("changed"):
        close_case(CloseCase(AN, case.case_id, 4, Outcome.KERB), desk.unit, desk.clock)


def test_an_open_call_is_ended_first(desk: Desk) -> None:
    case = desk.has_claimed()
    desk.unit.calls.put(a_call(case.case_id))
    with desk.refuses("call_running"):
        close(desk, case)


def asked(case: Case, imei: Imei = AN_IMEI, **changes: object) -> BoxCommand:
    return replace(
        BoxCommand(
            BoxCommandId(new_id()),
            imei,
            BoxOrder(BoxRequest.POSITION),
            7,
            case.case_id,
            AN.name,
            NOON,
            NOON + timedelta(days=7),
        ),
        **changes,  # type: ignore[arg-type]  # the dataclass checks the names
    )


def test_the_box_is_not_asked_any_more_for_a_case_that_is_closed(desk: Desk) -> None:
    case = desk.has_claimed(imei=AN_IMEI)
    waiting, for_the_box = asked(case), asked(case, case_id=None)
    desk.unit.box_commands.commands = {one.command_id: one for one in (waiting, for_the_box)}
    close(desk, case)
    assert desk.unit.box_commands.open_of(AN_IMEI) == (for_the_box,)
    ended = desk.unit.box_commands.commands[waiting.command_id]
    assert (ended.state, ended.ended_at) == (BoxCommandState.WITHDRAWN, desk.clock.now())
    entry = desk.acted(case, AuditAction.BOX_DID_NOT_ANSWER)
    assert entry.facts == {"command_id": waiting.command_id, "request": "position", "box_state": "withdrawn"}
    assert desk.unit.cases.get(case.case_id).state is CaseState.CLOSED
    desk.unit.check_audited()


def test_a_box_that_was_asked_may_still_answer_but_is_not_asked_again(desk: Desk) -> None:
    case = desk.has_claimed(imei=AN_IMEI)
    sent = asked(case, state=BoxCommandState.SENT, sent_at=NOON)
    desk.unit.box_commands.commands[sent.command_id] = sent
    close(desk, case)
    desk.unit.box_commands.take_back(sent.command_id, desk.clock.now())
    assert desk.unit.box_commands.commands[sent.command_id].state is BoxCommandState.SENT
    heard = hear_box(HearBox(AN_IMEI, BoxAnswer("GPS:1")), desk.unit, desk.clock)
    assert heard is not None
    assert heard.state is BoxCommandState.ANSWERED


@pytest.mark.parametrize("state", list(PromiseState))
def test_an_open_promise_must_be_named_and_outlives_the_case(desk: Desk, state: PromiseState) -> None:
    case = desk.has_claimed()
    promise = a_promise(case.case_id, state=state)
    desk.unit.promises.promises[promise.promise_id] = promise
    if state is PromiseState.OPEN:
        with desk.refuses("still_running", running="promise", ids=promise.promise_id):
            close(desk, case)
    close(desk, case, promise.promise_id)
    assert desk.unit.promises.get(promise.promise_id) == promise


@pytest.mark.parametrize("kind", [PromiseKind.TOW, PromiseKind.SERVICE])
@pytest.mark.parametrize("runs", [True, False])
def test_the_promise_of_a_truck_goes_with_the_truck(desk: Desk, runs: bool, kind: PromiseKind) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id, state=OrderState.ACCEPTED if runs else OrderState.UNSUCCESSFUL)
    promise = a_promise(case.case_id, kind=kind, order_id=order.order_id)
    desk.unit.orders.orders[order.order_id] = order
    desk.unit.promises.promises[promise.promise_id] = promise
    running = ("tow", order.order_id) if runs else ("promise", promise.promise_id)
    with desk.refuses("still_running", running=running[0], ids=running[1]):
        close(desk, case)


def with_peak(code: ReasonCode) -> Verdict:
    return Verdict(VerdictKind.ECALL, tow=None, reasons=(Reason(code),), missing=())


LIGHT = {"verdict": with_peak(ReasonCode.PEAK_BELOW)}
HARD = {"verdict": with_peak(ReasonCode.PEAK_ABOVE_TOW)}
NOT_KNOWN = {"verdict": with_peak(ReasonCode.PEAK_UNKNOWN)}
PRESSED = {**LIGHT, "mark": CrashMark.SOS}


@pytest.mark.parametrize("known", [LIGHT, HARD, NOT_KNOWN, PRESSED])
def test_no_case_is_closed_without_a_word_that_nobody_was_called(desk: Desk, known: dict[str, object]) -> None:
    case = desk.has_claimed(**known)
    grave = "no" if known is LIGHT else "yes"
    with desk.refuses("nobody_reached", calls="0", looked_for="no", needs_reason=grave):
        close_silently(desk, case)


@pytest.mark.parametrize("outcome", [one for one in CallOutcome if one is not CallOutcome.ANSWERED])
def test_calls_in_vain_reached_nobody(desk: Desk, outcome: CallOutcome) -> None:
    case = desk.has_claimed(**LIGHT)
    desk.unit.calls.put(a_call(case.case_id, outcome=outcome))
    aside = a_call(case.case_id, outcome=CallOutcome.ANSWERED, purpose=CallPurpose.PARTNER)
    desk.unit.calls.put(replace(aside, call_id=CallId(new_id())))
    with desk.refuses("nobody_reached", calls="1"):
        close_silently(desk, case)
    close_silently(desk, case, though_unreached=True)
    record = desk.acted(case, AuditAction.CASE_CLOSED)
    assert (record.facts["unreached_calls"], record.facts["looked_for"], record.personal) == ("1", "no", {})


@pytest.mark.parametrize("known", [HARD, NOT_KNOWN, PRESSED])
def test_after_a_hard_impact_or_a_call_for_help_it_needs_a_reason(desk: Desk, known: dict[str, object]) -> None:
    case = desk.has_claimed(**known)
    with desk.refuses("reason_missing"):
        close_silently(desk, case, though_unreached=True, reason="  a ")
    close_silently(desk, case, though_unreached=True, reason=" police are there ")
    assert desk.acted(case, AuditAction.CASE_CLOSED).personal == {"reason": "police are there"}


def test_what_means_that_there_was_nobody_needs_no_reason_and_a_test_call_not_even_a_word(desk: Desk) -> None:
    case = desk.has_claimed(**PRESSED)
    with desk.refuses("nobody_reached", needs_reason="no"):
        close_silently(desk, case, Outcome.TEST)
    assert close_silently(desk, case, Outcome.TEST, though_unreached=True).outcome is Outcome.TEST
    test_call = desk.has_claimed(case_id=CaseId(new_id()), is_test=True)
    assert close_silently(desk, test_call, Outcome.TEST).state is CaseState.CLOSED


def test_whoever_spoke_was_reached_and_not_before_the_last_impact(desk: Desk) -> None:
    spoken = desk.has_claimed(driver_reached_at=NOON, struck_at=NOON + timedelta(seconds=1))
    with desk.refuses("nobody_reached"):
        close_silently(desk, spoken)
    other = desk.has_claimed(case_id=CaseId(new_id()))
    third = a_call(other.case_id, outcome=CallOutcome.ANSWERED, disposition=Disposition.THIRD_PARTY)
    desk.unit.calls.put(third)
    assert close_silently(desk, other).state is CaseState.CLOSED


def test_who_was_asked_to_look_is_said(desk: Desk) -> None:
    case = desk.has_claimed(**LIGHT)
    desk.unit.answers.put(an_answer(case.case_id, EmergencyNumber.POLICE_101.fact, True))
    with desk.refuses("nobody_reached", looked_for="yes"):
        close_silently(desk, case)
