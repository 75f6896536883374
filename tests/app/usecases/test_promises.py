"""What is promised has a clock and an owner; moving it or taking it back needs a reason."""

from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState
from app.domain.errors import NotFound
from app.domain.ids import PromiseId, new_id
from app.domain.promise import Promise, PromisedTo, PromiseKind, PromiseState
from app.domain.service_order import OrderState
from app.usecases.claim_case import ClaimCase, claim_case
from app.usecases.keep_promise import KeepPromise, keep_promise
from app.usecases.make_promise import MakePromise, make_promise
from app.usecases.move_promise import MovePromise, move_promise
from app.usecases.take_over_case import TakeOverCase, take_over_case
from app.usecases.withdraw_promise import WithdrawPromise, withdraw_promise
from tests.app.usecases.people import AN, LUC, PIET, Desk
from tests.support.builders import NOON, a_claim, a_promise, an_order

MINUTE = timedelta(minutes=1)
AT_20 = NOON + 20 * MINUTE


def has_promised(desk: Desk, case: Case, **changes: object) -> Promise:
    promise = a_promise(case.case_id, **changes)
    desk.unit.promises.promises[promise.promise_id] = promise
    return promise


def test_what_is_typed_is_a_clock_of_whoever_typed_it(desk: Desk) -> None:
    case = desk.has_claimed()
    command = MakePromise(AN, case.case_id, PromiseKind.CALL_BACK, PromisedTo.FAMILY, AT_20, " her father ")
    promise = make_promise(command, desk.unit, desk.clock)
    assert (promise.owner_id, promise.owner, promise.state) == (AN.account_id, AN.name, PromiseState.OPEN)
    assert desk.unit.promises.get(promise.promise_id) == promise
    record = desk.acted(case, AuditAction.PROMISE_MADE)
    assert record.facts == {
        "promise_id": promise.promise_id,
        "kind": "call_back",
        "to": "family",
        "due_at": AT_20.isoformat(),
    }
    assert record.personal == {"text": "her father"}


@pytest.mark.parametrize(
    ("kind", "after", "text", "code"),
    [
        (PromiseKind.CALL_BACK, timedelta(0), "", "promise_past"),
        (PromiseKind.CALL_BACK, -MINUTE, "", "promise_past"),
        (PromiseKind.CALL_BACK, timedelta(days=7, seconds=1), "", "promise_too_far"),
        (PromiseKind.OTHER, MINUTE, "  ", "promise_text_missing"),
        (PromiseKind.TOW, MINUTE, "", "promise_follows_order"),
        (PromiseKind.CONFIRM_CANCELLATION, MINUTE, "", "promise_follows_order"),
        (PromiseKind.ASK_DROP_OFF, MINUTE, "", "promise_follows_order"),
    ],
)
def test_what_cannot_be_kept_is_not_promised(
    desk: Desk, kind: PromiseKind, after: timedelta, text: str, code: str
) -> None:
    case = desk.has_claimed()
    with desk.refuses(code):
        make_promise(MakePromise(AN, case.case_id, kind, PromisedTo.DRIVER, NOON + after, text), desk.unit, desk.clock)


@pytest.mark.parametrize(("minutes", "late"), [(19, {}), (20, {}), (23, {"late_s": "180"})])
def test_a_kept_promise_remembers_how_late_it_was(desk: Desk, minutes: int, late: dict[str, str]) -> None:
    case = desk.has_claimed()
    promise = has_promised(desk, case)
    desk.clock.advance(minutes * MINUTE)
    kept = keep_promise(KeepPromise(AN, promise.promise_id), desk.unit, desk.clock)
    assert (kept.state, kept.changed_at) == (PromiseState.KEPT, desk.clock.now())
    facts = desk.acted(case, AuditAction.PROMISE_KEPT).facts
    assert {name: facts[name] for name in facts if name == "late_s"} == late


def test_another_time_has_a_reason_and_the_one_before(desk: Desk) -> None:
    case = desk.has_claimed()
    promise = has_promised(desk, case)
    later = AT_20 + 15 * MINUTE
    moved = move_promise(MovePromise(AN, promise.promise_id, later, " the line was busy "), desk.unit, desk.clock)
    assert (moved.due_at, moved.state) == (later, PromiseState.OPEN)
    record = desk.acted(case, AuditAction.PROMISE_MOVED)
    assert (record.facts["due_before"], record.facts["due_at"]) == (AT_20.isoformat(), later.isoformat())
    assert record.personal == {"reason": "the line was busy"}


def test_a_promise_taken_back_keeps_why(desk: Desk) -> None:
    case = desk.has_claimed()
    promise = has_promised(desk, case)
    gone = withdraw_promise(WithdrawPromise(AN, promise.promise_id, "she called us"), desk.unit, desk.clock)
    assert gone.state is PromiseState.WITHDRAWN
    assert desk.acted(case, AuditAction.PROMISE_WITHDRAWN).personal == {"reason": "she called us"}


def test_no_reason_no_change(desk: Desk) -> None:
    promise = has_promised(desk, desk.has_claimed())
    with desk.refuses("reason_missing"):
        move_promise(MovePromise(AN, promise.promise_id, AT_20 + MINUTE, " a "), desk.unit, desk.clock)
    with desk.refuses("reason_missing"):
        withdraw_promise(WithdrawPromise(AN, promise.promise_id, ""), desk.unit, desk.clock)
    with desk.refuses("promise_past"):
        move_promise(MovePromise(AN, promise.promise_id, NOON, "earlier"), desk.unit, desk.clock)


@pytest.mark.parametrize("state", [PromiseState.KEPT, PromiseState.WITHDRAWN])
def test_an_ended_promise_never_changes_again(desk: Desk, state: PromiseState) -> None:
    promise_id = has_promised(desk, desk.has_claimed(), state=state).promise_id
    with desk.refuses("promise_ended"):
        keep_promise(KeepPromise(AN, promise_id), desk.unit, desk.clock)
    with desk.refuses("promise_ended"):
        move_promise(MovePromise(AN, promise_id, AT_20, "busy"), desk.unit, desk.clock)
    with desk.refuses("promise_ended"):
        withdraw_promise(WithdrawPromise(AN, promise_id, "over"), desk.unit, desk.clock)


def test_a_promise_that_was_never_made_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        keep_promise(KeepPromise(AN, PromiseId(new_id())), desk.unit, desk.clock)


def test_taking_a_case_over_takes_its_promises_and_says_so(desk: Desk) -> None:
    case = desk.has(claim=a_claim())
    mine = has_promised(desk, case, owner_id=LUC.account_id, owner=LUC.name)
    ans = has_promised(desk, case)
    kept = has_promised(desk, case, state=PromiseState.KEPT)
    take_over_case(TakeOverCase(LUC, case.case_id, "her shift is over"), desk.unit, desk.clock, stale_s=45)
    owners = {one.promise_id: one.owner for one in desk.unit.promises.of_case(case.case_id)}
    assert owners == {mine.promise_id: LUC.name, ans.promise_id: LUC.name, kept.promise_id: AN.name}
    record = desk.record(case.case_id, AuditAction.PROMISES_PASSED_ON)
    assert record.facts == {"count": "1", "promise_ids": ans.promise_id}
    assert record.personal == {"passed_from": AN.name}
    desk.unit.check_audited()


def test_a_case_given_back_passes_its_promises_to_whoever_claims_it(desk: Desk) -> None:
    case = desk.has()
    promise = has_promised(desk, case)
    claim_case(ClaimCase(PIET, case.case_id), desk.unit, desk.clock)
    assert desk.unit.promises.get(promise.promise_id).owner_id == PIET.account_id


def test_claiming_ones_own_promises_says_nothing(desk: Desk) -> None:
    case = desk.has()
    has_promised(desk, case)
    claim_case(ClaimCase(AN, case.case_id), desk.unit, desk.clock)
    assert AuditAction.PROMISES_PASSED_ON not in desk.unit.audit.actions(case.case_id)


def has_truck(desk: Desk, case: Case, state: OrderState) -> Promise:
    order = an_order(case.case_id, state=state, provider="Noels", eta_at=AT_20)
    desk.unit.orders.orders[order.order_id] = order
    return has_promised(desk, case, kind=PromiseKind.TOW, order_id=order.order_id)


def test_ticking_the_trucks_promise_says_that_the_truck_is_there(desk: Desk) -> None:
    case = desk.has_claimed()
    promise = has_truck(desk, case, OrderState.EN_ROUTE)
    kept = keep_promise(KeepPromise(AN, promise.promise_id), desk.unit, desk.clock)
    assert kept.state is PromiseState.KEPT
    assert [order.state for order in desk.unit.orders.of_case(case.case_id)] == [OrderState.ON_SITE]
    desk.acted(case, AuditAction.TOW_CHANGED)


def test_moving_the_trucks_promise_moves_the_time_of_the_order(desk: Desk) -> None:
    case = desk.has_claimed()
    promise = has_truck(desk, case, OrderState.ACCEPTED)
    later = AT_20 + 30 * MINUTE
    moved = move_promise(MovePromise(AN, promise.promise_id, later, "traffic jam"), desk.unit, desk.clock)
    assert moved.due_at == later
    assert [order.eta_at for order in desk.unit.orders.of_case(case.case_id)] == [later]
    assert desk.record(case.case_id, AuditAction.PROMISE_MOVED).personal == {"reason": "traffic jam"}


@pytest.mark.parametrize("state", [OrderState.UNSUCCESSFUL, OrderState.REFUSED])
def test_the_promise_of_a_truck_that_failed_is_moved_and_kept_by_itself(desk: Desk, state: OrderState) -> None:
    case = desk.has_claimed()
    promise = has_truck(desk, case, state)
    later = AT_20 + MINUTE
    assert move_promise(MovePromise(AN, promise.promise_id, later, "another firm"), desk.unit, desk.clock).is_open
    kept = keep_promise(KeepPromise(AN, promise.promise_id), desk.unit, desk.clock)
    assert kept.state is PromiseState.KEPT
    assert [order.state for order in desk.unit.orders.of_case(case.case_id)] == [state]


def test_a_promise_outlives_its_case_and_anybody_keeps_it(desk: Desk) -> None:
    case = desk.has(state=CaseState.CLOSED)
    promise = has_promised(desk, case)
    assert keep_promise(KeepPromise(PIET, promise.promise_id), desk.unit, desk.clock).state is PromiseState.KEPT
    desk.acted(case, AuditAction.PROMISE_KEPT)
