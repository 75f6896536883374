"""Somebody calls in: the case knows who, and the ladder ends when somebody of the car speaks."""

from typing import Final

import pytest

from app.domain.audit import AuditAction
from app.domain.case import CaseState, Outcome
from app.domain.contact import CallOutcome, ContactRole, Disposition
from app.domain.ids import CaseId
from app.domain.message import MessageState, Template
from app.domain.next_step import NextKind
from app.domain.phone_case import CallerRelation
from app.settings import Settings
from app.usecases.attach_caller import AttachCaller, SpokenBy, attach_caller
from app.usecases.contact_ladder import ladder
from app.usecases.next_step import next_step
from app.usecases.queries import CaseBrief
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import NOON, a_call, a_message

SETTINGS: Final = Settings()
ON_A_BORROWED_PHONE = SpokenBy(CallerRelation.DRIVER, "Jan Peeters", "+33 6 12 34 56 78")


def brief(desk: Desk, case_id: CaseId) -> CaseBrief:
    case = desk.case(case_id)
    return CaseBrief(
        case=case,
        box=None,
        contract=None if case.contract_id is None else desk.unit.contracts.find(case.contract_id),
        calls=desk.unit.calls.of_case(case.case_id),
        messages=desk.unit.messages.of_case(case.case_id),
        orders=(),
        peak_g=None,
        peak_capped=False,
        callers=desk.unit.callers.of_case(case.case_id),
    )


def test_a_driver_who_calls_in_was_reached_and_the_ladder_ends(desk: Desk) -> None:
    case = desk.has_claimed()
    missed = a_call(case_id=case.case_id, outcome=CallOutcome.NO_ANSWER, disposition=None)
    desk.unit.calls.calls[missed.call_id] = missed
    assert next_step(brief(desk, case.case_id), NOON, SETTINGS).kind is NextKind.CALL_AGAIN
    after = attach_caller(AttachCaller(AN, case.case_id, ON_A_BORROWED_PHONE), desk.unit, desk.clock)
    entry = desk.acted(case, AuditAction.CALLER_ATTACHED)
    assert entry.facts == {"relation": "driver"}
    assert entry.personal == {"person": "Jan Peeters", "number": "+33612345678"}
    assert after.driver_reached_at == NOON
    assert next_step(brief(desk, case.case_id), NOON, SETTINGS).kind is NextKind.ASK_FIRST_MINUTE


def test_the_number_somebody_called_from_is_the_first_to_try_again(desk: Desk) -> None:
    case = desk.has_claimed()
    attach_caller(AttachCaller(AN, case.case_id, ON_A_BORROWED_PHONE), desk.unit, desk.clock)
    rungs = ladder(brief(desk, case.case_id))
    assert [(one.role, one.e164) for one in rungs[:2]] == [
        (ContactRole.DRIVER, "+33612345678"),
        (ContactRole.DRIVER, "+32470123456"),
    ]


def test_somebody_else_is_a_third_party_and_the_driver_is_still_called(desk: Desk) -> None:
    case = desk.has_claimed()
    spoken = SpokenBy(CallerRelation.FAMILY, "Mia")
    after = attach_caller(AttachCaller(AN, case.case_id, spoken), desk.unit, desk.clock)
    assert after.driver_reached_at is None
    (call,) = desk.unit.calls.of_case(case.case_id)
    assert (call.disposition, call.to_e164) == (Disposition.THIRD_PARTY, "")
    assert "" not in {one.e164 for one in ladder(brief(desk, case.case_id))}


def test_a_case_that_nobody_has_becomes_that_of_who_took_the_call(desk: Desk) -> None:
    case = desk.has()
    after = attach_caller(AttachCaller(PIET, case.case_id, ON_A_BORROWED_PHONE), desk.unit, desk.clock)
    assert after.claim is not None
    assert (after.claim.name, after.first_claimed_at) == (PIET.name, NOON)
    desk.unit.check_audited()
    desk.record(case.case_id, AuditAction.CASE_CLAIMED)


def test_a_call_about_the_case_of_another_is_kept_and_stays_theirs(desk: Desk) -> None:
    case = desk.has_claimed()
    after = attach_caller(AttachCaller(PIET, case.case_id, ON_A_BORROWED_PHONE), desk.unit, desk.clock)
    assert after.claim == case.claim
    assert after.driver_reached_at == NOON
    assert desk.acted(case, AuditAction.CALLER_ATTACHED).actor == PIET.account_id


@pytest.mark.parametrize("relation", list(CallerRelation))
def test_the_sms_to_call_back_is_dropped_once_somebody_of_the_car_did(desk: Desk, relation: CallerRelation) -> None:
    case = desk.has_claimed()
    for state in (MessageState.BY_HAND, MessageState.QUEUED, MessageState.DELIVERED):
        message = a_message(case_id=case.case_id, template=Template.CALL_US_BACK, state=state, attempt=len(state))
        desk.unit.messages.messages[message.message_id] = message
    attach_caller(AttachCaller(AN, case.case_id, SpokenBy(relation)), desk.unit, desk.clock)
    left = {one.state for one in desk.unit.messages.of_case(case.case_id)}
    assert (MessageState.CANCELLED in left) is relation.is_in_car
    assert MessageState.DELIVERED in left
    assert (MessageState.BY_HAND in left) is not relation.is_in_car


@pytest.mark.parametrize("relation", [CallerRelation.DRIVER, CallerRelation.PASSER_BY])
def test_a_case_that_was_closed_is_open_again_and_of_who_took_the_call(desk: Desk, relation: CallerRelation) -> None:
    case = desk.has(state=CaseState.CLOSED, outcome=Outcome.HELPED, closed_at=NOON)
    after = attach_caller(AttachCaller(AN, case.case_id, SpokenBy(relation)), desk.unit, desk.clock)
    assert (after.state, after.outcome, after.closed_at, after.attention_at) == (CaseState.OPEN, None, None, NOON)
    assert after.claim is not None
    assert after.claim.name == AN.name
    told = [one.record for one in desk.unit.audit.of_chain(case.case_id)]
    assert [one.action for one in told] == [
        AuditAction.CALLER_ATTACHED,
        AuditAction.CASE_REOPENED,
        AuditAction.CASE_CLAIMED,
    ]
    assert told[1].facts == {"because": "called_again"}
    assert (after.driver_reached_at == NOON) is relation.is_in_car
    desk.unit.check_audited()


def test_who_spoke_before_a_second_impact_is_called_again_after_it(desk: Desk) -> None:
    case = desk.has_claimed(driver_reached_at=NOON, struck_at=desk.clock.now())
    attach_caller(AttachCaller(AN, case.case_id, ON_A_BORROWED_PHONE), desk.unit, desk.clock)
    assert desk.case(case.case_id).driver_reached_at == NOON
