"""Who saw a case is known, once a session."""

from datetime import timedelta

from app.domain.audit import AuditAction
from app.domain.case import CaseState
from app.domain.ids import CaseId
from app.usecases.view_case import ViewCase, view_case
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import NOON


def test_the_first_view_of_a_session_is_written_down(desk: Desk) -> None:
    case = desk.has()
    for _ in range(2):
        assert view_case(ViewCase(AN, case.case_id, NOON), desk.unit, desk.clock) == case
        desk.clock.advance(timedelta(minutes=5))
    record = desk.record(case.case_id, AuditAction.CASE_VIEWED)
    assert (record.actor, record.at) == (AN.account_id, NOON)
    assert not desk.unit.events.events


def test_the_next_session_and_the_next_person_are_written_down_again(desk: Desk) -> None:
    case = desk.has(state=CaseState.CLOSED)
    view_case(ViewCase(AN, case.case_id, NOON), desk.unit, desk.clock)
    view_case(ViewCase(PIET, case.case_id, NOON), desk.unit, desk.clock)
    desk.clock.advance(timedelta(hours=1))
    view_case(ViewCase(AN, case.case_id, desk.clock.now()), desk.unit, desk.clock)
    assert desk.unit.audit.actions(case.case_id) == [AuditAction.CASE_VIEWED] * 3


def test_no_case_no_view(desk: Desk) -> None:
    with desk.refuses("not_found"):
        view_case(ViewCase(AN, CaseId("none"), NOON), desk.unit, desk.clock)
