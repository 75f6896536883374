"""A call that nobody took is kept, and calling back is work until somebody spoke with them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.case import Case, CaseState
from app.domain.contact import CallOutcome, Disposition
from app.domain.next_step import NextKind, NextStep
from app.domain.phone_case import CallerRelation
from app.domain.promise import Promise, PromisedTo, PromiseKind, PromiseState
from app.usecases.attach_caller import AttachCaller, SpokenBy, attach_caller
from app.usecases.end_call import EndCall, end_call
from app.usecases.miss_call import DealtWithMissedCall, Known, MissCall, dealt_with_missed_call, known_caller, miss_call
from app.usecases.next_step import next_step
from app.usecases.prepare_sms import SmsChannel
from app.usecases.queries import CaseBrief
from tests.app.usecases.crashes import SETTINGS
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import NOON, a_call, a_case, a_claim, a_contract

DRIVER, STRANGER = "+32470123456", "+32475999999"
RANG = timedelta(seconds=14)


def misses(desk: Desk, case: Case | None, e164: str = DRIVER, to: PromisedTo = PromisedTo.DRIVER) -> None:
    known = None if case is None else Known(case.case_id, "Jan Peeters", to)
    miss_call(MissCall(e164, desk.clock.now() - RANG, "ami", known), desk.unit, desk.clock)


def promise_of(desk: Desk, case: Case) -> Promise:
    [promise] = desk.unit.promises.of_case(case.case_id)
    return promise


def a_brief(case: Case, *promises: Promise, calls: tuple[object, ...] = ()) -> CaseBrief:
    made = tuple(a_call(case.case_id, **dict(one)) for one in calls)  # type: ignore[call-overload]
    return CaseBrief(case, None, a_contract(), made, (), (), None, peak_capped=False, promises=promises)


def test_a_driver_who_gave_up_is_on_the_timeline_and_due_at_once(desk: Desk) -> None:
    case = desk.has_claimed()
    misses(desk, case)
    record = desk.acted(case, AuditAction.CALL_MISSED)
    assert record.facts == {"source": "ami", "rang_s": "14"}
    assert record.personal == {"person": "Jan Peeters", "number": DRIVER}
    promise = promise_of(desk, case)
    assert (promise.kind, promise.to, promise.owner_id) == (PromiseKind.CALL_BACK, PromisedTo.DRIVER, AN.account_id)
    assert promise.is_overdue(desk.clock.now())
    step = next_step(a_brief(desk.case(case.case_id), promise), desk.clock.now(), SETTINGS)
    assert step == NextStep(NextKind.CALL_BACK, target_id=promise.promise_id, e164=DRIVER)


def test_whoever_tries_twice_is_called_back_once(desk: Desk) -> None:
    case = desk.has_claimed()
    misses(desk, case)
    misses(desk, case)
    entries = [one.record.action for one in desk.unit.audit.of_chain(case.case_id)]
    assert entries.count(AuditAction.CALL_MISSED) == 2
    promise_of(desk, case)


def test_a_case_nobody_has_gets_it_too(desk: Desk) -> None:
    case = desk.has()
    misses(desk, case)
    assert promise_of(desk, case).owner == ""


def test_one_that_was_put_into_its_case_while_it_rang_is_not_missed(desk: Desk) -> None:
    case = desk.has_claimed()
    taken = a_call(case.case_id, to_e164=DRIVER, requested_at=desk.clock.now() - RANG)
    desk.unit.calls.calls[taken.call_id] = taken
    with desk.changes_nothing():
        misses(desk, case)


@pytest.mark.parametrize("e164", [STRANGER, ""])
def test_a_number_of_no_case_is_kept_on_its_own(desk: Desk, e164: str) -> None:
    misses(desk, None, e164)
    record = desk.record(SYSTEM_CHAIN, AuditAction.CALL_MISSED)
    assert record.personal == {"number": e164}
    missed_id = record.facts["missed_id"]
    dealt_with_missed_call(DealtWithMissedCall(PIET, missed_id), desk.unit, desk.clock)
    assert desk.record(SYSTEM_CHAIN, AuditAction.MISSED_CALL_DONE).facts == {"missed_id": missed_id}


def test_a_case_that_was_closed_meanwhile_is_left_alone(desk: Desk) -> None:
    case = desk.has(state=CaseState.CLOSED, claim=None)
    misses(desk, case)
    assert desk.unit.promises.of_case(case.case_id) == ()
    desk.record(SYSTEM_CHAIN, AuditAction.CALL_MISSED)


def test_a_call_back_in_vain_leaves_next_to_the_ladder(desk: Desk) -> None:
    case = desk.has_claimed()
    misses(desk, case)
    tried = {"to_e164": DRIVER, "requested_at": desk.clock.now(), "outcome": CallOutcome.NO_ANSWER}
    brief = a_brief(case, promise_of(desk, case), calls=(tried,))
    assert next_step(brief, desk.clock.now(), SETTINGS).kind is not NextKind.CALL_BACK


@pytest.mark.parametrize(
    ("disposition", "to", "state"),
    [
        (Disposition.DRIVER_SPOKEN_TO, PromisedTo.DRIVER, PromiseState.KEPT),
        (Disposition.THIRD_PARTY, PromisedTo.FAMILY, PromiseState.KEPT),
        (Disposition.VOICEMAIL, PromisedTo.DRIVER, PromiseState.OPEN),
    ],
)
def test_whoever_speaks_with_them_keeps_it(
    desk: Desk, disposition: Disposition, to: PromisedTo, state: PromiseState
) -> None:
    case = desk.has_claimed()
    misses(desk, case, DRIVER, to)
    call = a_call(case.case_id, to_e164=DRIVER)
    desk.unit.calls.calls[call.call_id] = call
    end_call(
        EndCall(AN, call.call_id, CallOutcome.ANSWERED, disposition), desk.unit, desk.clock, SmsChannel("+3224060000")
    )
    assert promise_of(desk, case).state is state


def test_a_driver_who_tries_again_and_is_taken_needs_no_call_back(desk: Desk) -> None:
    case = desk.has_claimed()
    misses(desk, case)
    spoken = SpokenBy(CallerRelation.DRIVER, "Jan", STRANGER)
    attach_caller(AttachCaller(AN, case.case_id, spoken), desk.unit, desk.clock)
    assert promise_of(desk, case).state is PromiseState.KEPT


def test_the_case_whose_driver_is_still_looked_for_is_meant() -> None:
    reached, looked_for = a_case(driver_reached_at=NOON), a_case(claim=a_claim())
    closed = replace(a_case(), state=CaseState.CLOSED)
    known = known_caller(DRIVER, [a_brief(one) for one in (reached, looked_for, closed)])
    assert known == Known(looked_for.case_id, "Jan Peeters", PromisedTo.DRIVER)
    assert known_caller(STRANGER, [a_brief(looked_for)]) is None
    assert known_caller("", [a_brief(looked_for)]) is None
