"""A session ends; what its desk held stays until it is stale."""

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.usecases.sign_out import SignOut, sign_out
from tests.app.usecases.people import AN, Desk
from tests.support.builders import a_session


def test_the_session_is_forgotten(desk: Desk) -> None:
    case = desk.has_claimed()
    session = a_session(AN.account_id)
    desk.unit.accounts.add_session(session)
    sign_out(SignOut(AN, session.session_id), desk.unit, desk.clock)
    assert desk.unit.accounts.find_session(session.token_digest) is None
    record = desk.record(SYSTEM_CHAIN, AuditAction.SIGNED_OUT)
    assert (record.actor, record.facts) == (AN.account_id, {"desk": "desk-3", "session_id": session.session_id})
    assert desk.case(case.case_id) == case
