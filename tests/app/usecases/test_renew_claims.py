"""A desk that lives says so, silently, and hears what it has lost."""

from datetime import timedelta

from app.domain.ids import CaseId
from app.usecases.renew_claims import RenewClaims, renew_claims
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import a_claim


def test_own_claims_live_on_and_the_others_are_named(desk: Desk) -> None:
    mine, free = desk.has_claimed(), desk.has()
    theirs = desk.has(claim=a_claim(account_id=PIET.account_id))
    desk.clock.advance(timedelta(seconds=15))
    asked = (mine.case_id, theirs.case_id, free.case_id, CaseId("none"))
    lost = renew_claims(RenewClaims(AN, asked), desk.unit, desk.clock)
    assert lost == (theirs.case_id, free.case_id, "none")
    renewed = desk.case(mine.case_id)
    assert renewed.claim == a_claim(renewed_at=desk.clock.now())
    assert renewed.version == mine.version
    assert not desk.unit.audit.entries
    assert not desk.unit.events.events
