"""That somebody picked up is the adapter's word; who it was is not."""

from datetime import timedelta

from app.domain.audit import AuditAction
from app.domain.contact import CallOutcome
from app.usecases.actor import SERVICE
from app.usecases.answer_call import AnswerCall, answer_call
from tests.app.usecases.people import Desk
from tests.support.builders import NOON, a_call


def test_when_it_was_answered_is_kept(desk: Desk) -> None:
    case = desk.has_claimed()
    call = a_call(case.case_id)
    desk.unit.calls.calls[call.call_id] = call
    answered = answer_call(AnswerCall(SERVICE, call.call_id, "sip"), desk.unit, desk.clock)
    assert (answered.answered_at, answered.source, answered.outcome) == (NOON, "sip", None)
    assert desk.unit.calls.get(call.call_id) == answered
    record = desk.acted(case, AuditAction.CALL_ANSWERED)
    assert (record.actor, record.facts) == ("service", {"call_id": call.call_id, "source": "sip"})


def test_the_first_word_holds(desk: Desk) -> None:
    call = a_call(desk.has_claimed().case_id, answered_at=NOON)
    desk.unit.calls.calls[call.call_id] = call
    desk.clock.advance(timedelta(seconds=5))
    with desk.changes_nothing():
        assert answer_call(AnswerCall(SERVICE, call.call_id, "sip"), desk.unit, desk.clock) == call


def test_an_ended_call_is_not_answered(desk: Desk) -> None:
    call = a_call(desk.has_claimed().case_id, outcome=CallOutcome.NO_ANSWER)
    desk.unit.calls.calls[call.call_id] = call
    with desk.refuses("already_answered"):
        answer_call(AnswerCall(SERVICE, call.call_id, "sip"), desk.unit, desk.clock)
