"""Sixteen people press Space at the same moment: one works on the case, and the others are told who."""

from datetime import timedelta

from app.domain.audit import AuditAction
from app.domain.case import CaseState, Claim
from app.domain.errors import Conflict
from app.domain.ids import AccountId, CaseId
from app.usecases.actor import Actor
from app.usecases.claim_case import ClaimCase, claim_case
from tests.app.usecases.people import AN, AN_ELSEWHERE, PIET, Desk
from tests.support.builders import NOON, a_claim


def test_a_claimed_case_is_the_actors(desk: Desk) -> None:
    case = desk.has()
    desk.clock.advance(timedelta(seconds=7))
    claimed = claim_case(ClaimCase(AN, case.case_id), desk.unit, desk.clock)
    now = desk.clock.now()
    assert claimed.claim == Claim(AN.account_id, AN.name, AN.desk, claimed_at=now, renewed_at=now)
    assert claimed.first_claimed_at == now
    assert claimed == desk.case(case.case_id)
    record = desk.acted(case, AuditAction.CASE_CLAIMED)
    assert (record.actor, record.actor_name, record.facts) == (AN.account_id, AN.name, {"desk": "desk-3"})


def test_the_first_claim_is_remembered(desk: Desk) -> None:
    case = desk.has(first_claimed_at=NOON - timedelta(minutes=3))
    claimed = claim_case(ClaimCase(AN, case.case_id), desk.unit, desk.clock)
    assert claimed.first_claimed_at == NOON - timedelta(minutes=3)


def test_claiming_again_changes_nothing(desk: Desk) -> None:
    case = desk.has_claimed(version=4)
    with desk.changes_nothing():
        assert claim_case(ClaimCase(AN, case.case_id), desk.unit, desk.clock) == case


def test_of_sixteen_desks_one_wins(desk: Desk) -> None:
    case = desk.has()
    actors = [Actor(AccountId(f"{n:032x}"), f"Operator {n}", frozenset(), f"desk-{n}") for n in range(16)]
    losers = []
    for actor in actors:
        try:
            claim_case(ClaimCase(actor, case.case_id), desk.unit, desk.clock)
        except Conflict as refused:
            losers.append((refused.code, refused.detail["name"], refused.detail["since"]))
    assert losers == [("already_claimed", "Operator 0", desk.clock.now().isoformat())] * 15
    claim = desk.case(case.case_id).claim
    assert claim is not None
    assert claim.name == "Operator 0"
    desk.acted(case, AuditAction.CASE_CLAIMED)


def test_who_holds_it_is_said_even_when_their_desk_is_silent(desk: Desk) -> None:
    case = desk.has(claim=a_claim(renewed_at=NOON - timedelta(hours=1)))
    with desk.refuses("already_claimed", name="An Vermeulen", desk="desk-3", since=NOON.isoformat()):
        claim_case(ClaimCase(PIET, case.case_id), desk.unit, desk.clock)


def test_the_same_person_at_another_desk_is_somebody_else(desk: Desk) -> None:
    case = desk.has_claimed()
    with desk.refuses("already_claimed"):
        claim_case(ClaimCase(AN_ELSEWHERE, case.case_id), desk.unit, desk.clock)


def test_a_case_that_its_box_changed_meanwhile_is_claimed_all_the_same(desk: Desk) -> None:
    case = desk.has(version=3)
    assert claim_case(ClaimCase(AN, case.case_id), desk.unit, desk.clock).version == 4


def test_a_closed_case_is_not_claimed(desk: Desk) -> None:
    case = desk.has(state=CaseState.CLOSED)
    with desk.refuses("closed"):
        claim_case(ClaimCase(AN, case.case_id), desk.unit, desk.clock)


def test_no_case_no_claim(desk: Desk) -> None:
    with desk.refuses("not_found"):
        claim_case(ClaimCase(AN, CaseId("none")), desk.unit, desk.clock)
