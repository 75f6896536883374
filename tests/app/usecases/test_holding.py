"""The same rule for every command that only the holder may give, and its exceptions."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from app.domain.case import Case, CaseState, Outcome
from app.domain.contact import CallOutcome
from app.domain.ids import AccountId
from app.domain.promise import PromisedTo, PromiseKind
from app.domain.service_order import OrderState
from app.domain.subscription import Language
from app.domain.verdict import Priority
from app.usecases.actor import Actor
from app.usecases.cancel_message import CancelMessage, cancel_message
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.change_priority import ChangePriority, change_priority
from app.usecases.close_case import CloseCase, close_case
from app.usecases.decline_tow import DeclineTow, decline_tow
from app.usecases.end_call import EndCall, end_call
from app.usecases.keep_promise import KeepPromise, keep_promise
from app.usecases.make_promise import MakePromise, make_promise
from app.usecases.mark_sent_by_hand import MarkSentByHand, mark_sent_by_hand
from app.usecases.move_promise import MovePromise, move_promise
from app.usecases.order_tow import OrderTow, order_tow
from app.usecases.prepare_sms import SmsChannel
from app.usecases.release_case import ReleaseCase, release_case
from app.usecases.set_call_language import SetCallLanguage, set_call_language
from app.usecases.start_call import StartCall, start_call
from app.usecases.withdraw_promise import WithdrawPromise, withdraw_promise
from app.usecases.write_note import WriteNote, write_note
from tests.app.usecases.people import AN, AN_ELSEWHERE, LUC, PIET, Desk
from tests.support.builders import NOON, a_call, a_claim, a_message, a_promise, an_order


class Furnished:
    """A case with a call that somebody else made, an SMS, an order and a promise."""

    def __init__(self, desk: Desk, case: Case) -> None:
        self.case = case
        self.call = a_call(case.case_id, account_id=AccountId("d" * 32))
        self.message = a_message(case.case_id)
        self.order = an_order(case.case_id)
        self.promise = a_promise(case.case_id)
        desk.unit.calls.calls[self.call.call_id] = self.call
        desk.unit.messages.messages[self.message.message_id] = self.message
        desk.unit.orders.orders[self.order.order_id] = self.order
        desk.unit.promises.promises[self.promise.promise_id] = self.promise


LATER = NOON + timedelta(hours=1)
Act = Callable[[Desk, Furnished, Actor], object]

AFTER_CLOSING: Mapping[str, Act] = {
    "mark_sent_by_hand": lambda desk, there, actor: mark_sent_by_hand(
        MarkSentByHand(actor, there.message.message_id), desk.unit, desk.clock
    ),
    "cancel_message": lambda desk, there, actor: cancel_message(
        CancelMessage(actor, there.message.message_id), desk.unit, desk.clock
    ),
    "change_order": lambda desk, there, actor: change_order(
        ChangeOrder(actor, there.order.order_id, OrderState.OFFERED), desk.unit, desk.clock
    ),
    "keep_promise": lambda desk, there, actor: keep_promise(
        KeepPromise(actor, there.promise.promise_id), desk.unit, desk.clock
    ),
    "move_promise": lambda desk, there, actor: move_promise(
        MovePromise(actor, there.promise.promise_id, LATER, "the line was busy"), desk.unit, desk.clock
    ),
    "withdraw_promise": lambda desk, there, actor: withdraw_promise(
        WithdrawPromise(actor, there.promise.promise_id, "she called us"), desk.unit, desk.clock
    ),
}
WRITERS: Mapping[str, Act] = {
    "write_note": lambda desk, there, actor: write_note(
        WriteNote(actor, there.case.case_id, "Listened in."), desk.unit, desk.clock
    ),
    "change_priority": lambda desk, there, actor: change_priority(
        ChangePriority(actor, there.case.case_id, Priority.THREE, "a kerb"), desk.unit, desk.clock
    ),
}
HOLDER_ONLY: Mapping[str, Act] = {
    "release_case": lambda desk, there, actor: release_case(
        ReleaseCase(actor, there.case.case_id), desk.unit, desk.clock
    ),
    "start_call": lambda desk, there, actor: start_call(
        StartCall(actor, there.case.case_id, "+32470123456", ""), desk.unit, desk.clock
    ),
    "end_call": lambda desk, there, actor: end_call(
        EndCall(actor, there.call.call_id, CallOutcome.BUSY), desk.unit, desk.clock, SmsChannel("")
    ),
    "set_call_language": lambda desk, there, actor: set_call_language(
        SetCallLanguage(actor, there.case.case_id, Language.FR), desk.unit, desk.clock
    ),
    "order_tow": lambda desk, there, actor: order_tow(OrderTow(actor, there.case.case_id), desk.unit, desk.clock),
    "decline_tow": lambda desk, there, actor: decline_tow(DeclineTow(actor, there.case.case_id), desk.unit, desk.clock),
    "make_promise": lambda desk, there, actor: make_promise(
        MakePromise(actor, there.case.case_id, PromiseKind.CALL_BACK, PromisedTo.DRIVER, LATER), desk.unit, desk.clock
    ),
    "close_case": lambda desk, there, actor: close_case(
        CloseCase(actor, there.case.case_id, there.case.version, Outcome.KERB), desk.unit, desk.clock
    ),
}
EVERY: Mapping[str, Act] = {**AFTER_CLOSING, **WRITERS, **HOLDER_ONLY}


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("actor", [PIET, AN_ELSEWHERE], ids=["another person", "another desk"])
def test_what_somebody_else_holds_is_not_acted_on(desk: Desk, name: str, actor: Actor) -> None:
    there = Furnished(desk, desk.has(claim=a_claim()))
    with desk.refuses("not_yours"):
        EVERY[name](desk, there, actor)


@pytest.mark.parametrize("name", [*AFTER_CLOSING, *HOLDER_ONLY])
def test_a_supervisor_takes_over_before_acting(desk: Desk, name: str) -> None:
    there = Furnished(desk, desk.has(claim=a_claim()))
    with desk.refuses("not_yours"):
        EVERY[name](desk, there, LUC)


@pytest.mark.parametrize("name", EVERY)
def test_what_nobody_holds_is_claimed_first(desk: Desk, name: str) -> None:
    there = Furnished(desk, desk.has())
    with desk.refuses("not_claimed"):
        EVERY[name](desk, there, AN)


@pytest.mark.parametrize("name", [*WRITERS, *HOLDER_ONLY])
@pytest.mark.parametrize("actor", [AN, LUC], ids=["holder", "supervisor"])
def test_a_closed_case_is_left_alone(desk: Desk, name: str, actor: Actor) -> None:
    there = Furnished(desk, desk.has(claim=a_claim(), state=CaseState.CLOSED))
    with desk.refuses("closed"):
        EVERY[name](desk, there, actor)


@pytest.mark.parametrize("name", AFTER_CLOSING)
def test_what_still_runs_in_a_closed_case_is_ended_by_whoever_hears_of_it(desk: Desk, name: str) -> None:
    there = Furnished(desk, desk.has(state=CaseState.CLOSED))
    AFTER_CLOSING[name](desk, there, PIET)
    desk.unit.check_audited()
    assert desk.case(there.case.case_id).version == there.case.version + 1


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("claim", [None, a_claim()], ids=["unclaimed", "claimed"])
def test_a_supervisor_writes_without_holding(desk: Desk, name: str, claim: object) -> None:
    there = Furnished(desk, desk.has(claim=claim))
    WRITERS[name](desk, there, LUC)
    desk.unit.check_audited()
    assert desk.case(there.case.case_id).claim == claim
