"""A case changes hands when the colleague accepts it by name; until then it is whose it was, with every promise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState
from app.domain.ids import AccountId
from app.domain.promise import PromisedTo, PromiseKind
from app.domain.shift import ShiftOffer
from app.usecases.hand_over_shift import (
    AcceptCase,
    DeclineCase,
    OfferCase,
    WithdrawOffer,
    accept_case,
    decline_case,
    offer_case,
    standing_offer,
    withdraw_offer,
)
from app.usecases.make_promise import MakePromise, make_promise
from app.usecases.release_case import ReleaseCase, release_case
from app.usecases.start_call import StartCall, start_call
from app.usecases.take_over_case import TakeOverCase, take_over_case
from tests.app.usecases.people import AN, AN_ELSEWHERE, LUC, PIET, Desk
from tests.support.builders import an_account

PIET_ELSEWHERE = replace(PIET, desk="desk-7")


@pytest.fixture(name="mine")
def case_of_an(desk: Desk) -> Case:
    for person in (AN, PIET, LUC):
        account = an_account(account_id=person.account_id, login=person.name, name=person.name, roles=person.roles)
        desk.unit.accounts.accounts[person.account_id] = account
    return desk.has_claimed()


def offered(desk: Desk, case: Case) -> Case:
    done = offer_case(OfferCase(AN, case.case_id, PIET.account_id), desk.unit, desk.clock)
    desk.unit.events.events.clear()
    return done


def test_an_offer_leaves_the_case_and_its_promises_where_they_are(desk: Desk, mine: Case) -> None:
    after = offer_case(OfferCase(AN, mine.case_id, PIET.account_id), desk.unit, desk.clock)
    assert after.claim == mine.claim
    assert standing_offer(after) == ShiftOffer(
        AN.account_id, AN.name, AN.desk, PIET.account_id, PIET.name, desk.clock.now()
    )
    record = desk.acted(mine, AuditAction.SHIFT_OFFERED)
    assert (record.actor, record.personal) == (AN.account_id, {"offered_to": PIET.name})


def test_accepting_takes_case_and_promises_to_the_desk_of_whoever_accepts(desk: Desk, mine: Case) -> None:
    due = desk.clock.now() + timedelta(hours=1)
    make_promise(MakePromise(AN, mine.case_id, PromiseKind.CALL_BACK, PromisedTo.DRIVER, due), desk.unit, desk.clock)
    before = offered(desk, mine)
    taken = accept_case(AcceptCase(PIET_ELSEWHERE, mine.case_id), desk.unit, desk.clock)
    assert taken.claim is not None
    assert (taken.claim.account_id, taken.claim.desk) == (PIET.account_id, "desk-7")
    assert taken.offer is None
    assert {one.owner_id for one in desk.unit.promises.of_case(mine.case_id)} == {PIET.account_id}
    record = desk.acted(before, AuditAction.SHIFT_ACCEPTED)
    assert (record.actor, record.facts["from_desk"], record.personal) == (
        PIET.account_id,
        AN.desk,
        {"accepted_from": AN.name},
    )


def test_only_the_colleague_it_was_offered_to_accepts_or_declines(desk: Desk, mine: Case) -> None:
    offered(desk, mine)
    for who in (LUC, AN, AN_ELSEWHERE):
        with desk.refuses("not_offered"):
            accept_case(AcceptCase(who, mine.case_id), desk.unit, desk.clock)
        with desk.refuses("not_offered"):
            decline_case(DeclineCase(who, mine.case_id), desk.unit, desk.clock)


def test_declined_it_is_still_its_givers_who_sees_the_no(desk: Desk, mine: Case) -> None:
    before = offered(desk, mine)
    after = decline_case(DeclineCase(PIET, mine.case_id), desk.unit, desk.clock)
    assert after.claim == mine.claim
    assert after.offer is not None
    assert after.offer.declined_at == desk.clock.now()
    assert desk.acted(before, AuditAction.SHIFT_DECLINED).personal == {"declined_to": AN.name}
    with desk.changes_nothing():
        decline_case(DeclineCase(PIET, mine.case_id), desk.unit, desk.clock)
    accepted = accept_case(AcceptCase(PIET, mine.case_id), desk.unit, desk.clock)  # he may still change his mind
    assert accepted.claim is not None


def test_an_offer_is_taken_back_or_replaced_by_its_giver(desk: Desk, mine: Case) -> None:
    offered(desk, mine)
    other = offer_case(OfferCase(AN, mine.case_id, LUC.account_id), desk.unit, desk.clock)
    assert other.offer is not None
    assert other.offer.to_id == LUC.account_id
    with desk.refuses("not_offered"):
        accept_case(AcceptCase(PIET, mine.case_id), desk.unit, desk.clock)
    with desk.refuses("not_yours"):
        withdraw_offer(WithdrawOffer(PIET, mine.case_id), desk.unit, desk.clock)
    withdraw_offer(WithdrawOffer(AN, mine.case_id), desk.unit, desk.clock)
    assert desk.record(mine.case_id, AuditAction.SHIFT_WITHDRAWN).personal == {"offered_to": LUC.name}
    with desk.changes_nothing():
        withdraw_offer(WithdrawOffer(AN, mine.case_id), desk.unit, desk.clock)


def test_nobody_accepts_while_its_giver_is_on_the_phone(desk: Desk, mine: Case) -> None:
    offered(desk, mine)
    start_call(StartCall(AN, mine.case_id, "+32470123456", "driver"), desk.unit, desk.clock)
    with desk.refuses("call_running"):
        accept_case(AcceptCase(PIET, mine.case_id), desk.unit, desk.clock)


def test_an_offer_ends_when_its_giver_has_the_case_no_more(desk: Desk, mine: Case) -> None:
    offered(desk, mine)
    take_over_case(TakeOverCase(LUC, mine.case_id, "he went home"), desk.unit, desk.clock, stale_s=45.0)
    with desk.refuses("not_offered"):
        accept_case(AcceptCase(PIET, mine.case_id), desk.unit, desk.clock)
    release_case(ReleaseCase(LUC, mine.case_id), desk.unit, desk.clock)
    assert standing_offer(desk.case(mine.case_id)) is None
    with desk.refuses("not_offered"):
        accept_case(AcceptCase(PIET, mine.case_id), desk.unit, desk.clock)


def test_what_was_promised_in_a_closed_case_is_handed_over_alike(desk: Desk, mine: Case) -> None:
    due = desk.clock.now() + timedelta(hours=1)
    make_promise(MakePromise(AN, mine.case_id, PromiseKind.CALL_BACK, PromisedTo.DRIVER, due), desk.unit, desk.clock)
    closed = replace(desk.case(mine.case_id), state=CaseState.CLOSED, claim=None)
    desk.unit.cases.cases[mine.case_id] = closed
    with desk.refuses("not_yours"):
        offer_case(OfferCase(LUC, mine.case_id, PIET.account_id), desk.unit, desk.clock)
    offered(desk, closed)
    taken = accept_case(AcceptCase(PIET, mine.case_id), desk.unit, desk.clock)
    assert taken.claim is None
    assert {one.owner_id for one in desk.unit.promises.of_case(mine.case_id)} == {PIET.account_id}


def test_it_is_offered_to_nobody_who_cannot_take_it(desk: Desk, mine: Case) -> None:
    admin = an_account(account_id=AccountId("e" * 32), login="ada", roles=frozenset({Role.ADMIN}))
    gone = an_account(account_id=AccountId("f" * 32), login="gone", is_active=False)
    for account in (admin, gone):
        desk.unit.accounts.accounts[account.account_id] = account
    for to in (AN.account_id, admin.account_id, gone.account_id):
        with desk.refuses("not_a_colleague"):
            offer_case(OfferCase(AN, mine.case_id, to), desk.unit, desk.clock)
    with desk.refuses("not_found"):
        offer_case(OfferCase(AN, mine.case_id, AccountId("nobody")), desk.unit, desk.clock)
    with desk.refuses("not_yours"):
        offer_case(OfferCase(PIET, mine.case_id, LUC.account_id), desk.unit, desk.clock)
