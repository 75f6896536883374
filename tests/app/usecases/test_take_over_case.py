"""Nothing is taken from somebody who is on the phone, unless a supervisor says so and why."""

from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState
from app.usecases.actor import Actor
from app.usecases.take_over_case import TakeOverCase, take_over_case
from tests.app.usecases.people import AN, LUC, PIET, Desk
from tests.support.builders import NOON, a_claim

STALE_S = 45.0


def take_over(desk: Desk, case: Case, actor: Actor, reason: str = "she went home") -> Case:
    return take_over_case(TakeOverCase(actor, case.case_id, reason), desk.unit, desk.clock, stale_s=STALE_S)


def test_a_silent_desk_loses_its_case(desk: Desk) -> None:
    case = desk.has_claimed(first_claimed_at=NOON)
    desk.clock.advance(timedelta(seconds=45.1))
    taken = take_over(desk, case, PIET, "  she went home ")
    assert taken.claim == a_claim(
        account_id=PIET.account_id,
        name=PIET.name,
        desk=PIET.desk,
        claimed_at=desk.clock.now(),
        renewed_at=desk.clock.now(),
    )
    assert taken.first_claimed_at == NOON
    record = desk.acted(case, AuditAction.CASE_TAKEN_OVER)
    assert record.facts == {"desk": "desk-4", "from_desk": "desk-3", "was_stale": "yes"}
    assert record.personal == {"taken_from": "An Vermeulen", "reason": "she went home"}


def test_a_desk_that_lives_keeps_its_case(desk: Desk) -> None:
    case = desk.has_claimed()
    desk.clock.advance(timedelta(seconds=45))
    with desk.refuses("not_stale", name="An Vermeulen", desk="desk-3"):
        take_over(desk, case, PIET)


def test_a_supervisor_takes_over_at_once(desk: Desk) -> None:
    case = desk.has_claimed()
    taken = take_over(desk, case, LUC)
    assert taken.claim is not None
    assert taken.claim.account_id == LUC.account_id
    assert desk.acted(case, AuditAction.CASE_TAKEN_OVER).facts["was_stale"] == "no"


@pytest.mark.parametrize("reason", ["", "  ", " ab "])
def test_a_reason_must_say_something(desk: Desk, reason: str) -> None:
    case = desk.has_claimed()
    with desk.refuses("reason_missing"):
        take_over(desk, case, LUC, reason)


def test_one_does_not_take_over_from_oneself(desk: Desk) -> None:
    case = desk.has_claimed()
    with desk.changes_nothing():
        assert take_over(desk, case, AN) == case


def test_what_nobody_holds_is_claimed_and_not_taken_over(desk: Desk) -> None:
    case = desk.has()
    with desk.refuses("not_claimed"):
        take_over(desk, case, LUC)


def test_a_closed_case_is_not_taken_over(desk: Desk) -> None:
    case = desk.has_claimed(state=CaseState.CLOSED)
    with desk.refuses("closed"):
        take_over(desk, case, LUC)
