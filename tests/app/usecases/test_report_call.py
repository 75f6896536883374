"""What an exchange tells of a call: kept in order, followed once, and never over what an operator said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.call_event import CallEvent, CallEventKind, CallLine, HungUpBy
from app.domain.case import Case, CaseState, Outcome
from app.domain.contact import CallAttempt, CallOutcome, CallPurpose, Disposition
from app.domain.errors import Conflict
from app.domain.ids import CallId
from app.domain.message import MessageState
from app.usecases.close_case import CloseCase, close_case
from app.usecases.end_call import EndCall, end_call
from app.usecases.prepare_sms import SmsChannel
from app.usecases.report_call import ReportCall, report_call
from app.usecases.start_call import Exchange, StartCall, start_call
from app.usecases.take_call_by_hand import TakeCallByHand, take_call_by_hand
from tests.app.usecases.people import AN, Desk

SMS = SmsChannel("")
AMI = Exchange("ami", 100.0)
MOBILE = "+32470123456"


class Line:
    """One call of a claimed case at an exchange."""

    def __init__(self) -> None:
        desk = Desk()
        self.uow, self.clock = desk.unit, desk.clock
        self.case_id = desk.has_claimed().case_id
        command = StartCall(AN, self.case_id, MOBILE, "Jan", AMI)
        self.call_id = start_call(command, self.uow, self.clock).call_id
        self.monotonic_s = 100.0

    def tell(self, kind: CallEventKind, after_s: float = 1.0, **told: object) -> CallEvent | None:
        self.clock.advance(timedelta(seconds=after_s))
        self.monotonic_s += after_s
        report = ReportCall(self.call_id, kind, "ami", self.monotonic_s, **told)  # type: ignore[arg-type]  # by name
        event = report_call(report, self.uow, self.clock, SMS)
        self.uow.check_audited()
        return event

    @property
    def call(self) -> CallAttempt:
        return self.uow.calls.get(self.call_id)

    @property
    def line(self) -> CallLine:
        return CallLine(self.uow.call_events.of_call(self.call_id))


def close_it(line: Line) -> Case:
    case = line.uow.cases.get(line.case_id)
    command = CloseCase(AN, case.case_id, case.version, Outcome.KERB, though_unreached=True)
    return close_case(command, line.uow, line.clock)


@pytest.fixture(name="line")
def a_line() -> Line:
    return Line()


def test_a_call_over_the_exchange_begins_with_its_request(line: Line) -> None:
    assert [event.kind for event in line.line.events] == [CallEventKind.REQUESTED]
    assert (line.call.source, line.line.is_up) == ("ami", True)


def test_every_step_is_kept_in_order_with_both_clocks(line: Line) -> None:
    for kind in (CallEventKind.AGENT_RINGING, CallEventKind.AGENT_ANSWERED, CallEventKind.RINGING):
        line.tell(kind)
    assert [event.sequence for event in line.line.events] == [1, 2, 3, 4]
    assert [event.monotonic_s for event in line.line.events] == [100, 101, 102, 103]
    assert line.line.stage is CallEventKind.RINGING
    assert line.call.answered_at is None


def test_what_is_told_twice_is_kept_once(line: Line) -> None:
    line.tell(CallEventKind.RINGING)
    version = line.uow.cases.get(line.case_id).version
    assert line.tell(CallEventKind.RINGING) is None
    assert line.uow.cases.get(line.case_id).version == version


def test_an_unanswered_call_ends_with_its_sms(line: Line) -> None:
    line.tell(CallEventKind.RINGING)
    line.tell(CallEventKind.ENDED, outcome=CallOutcome.NO_ANSWER, hung_up_by=HungUpBy.LIMIT, cause="0")
    assert (line.call.outcome, line.call.source) == (CallOutcome.NO_ANSWER, "ami")
    assert [one.state for one in line.uow.messages.of_case(line.case_id)] == [MessageState.BY_HAND]
    assert not line.line.is_up


def test_the_duration_is_the_adapters_else_from_the_answer_that_is_stored(line: Line) -> None:
    line.tell(CallEventKind.ANSWERED)
    event = line.tell(CallEventKind.ENDED, after_s=7, outcome=CallOutcome.ANSWERED)
    assert event is not None
    assert event.duration_s == 7


def test_nobody_knows_how_long_a_lost_call_lasted(line: Line) -> None:
    line.tell(CallEventKind.ANSWERED)
    event = line.tell(CallEventKind.ENDED, after_s=7, outcome=CallOutcome.UNKNOWN)
    assert event is not None
    assert event.duration_s is None
    assert line.call.outcome is CallOutcome.UNKNOWN
    assert line.uow.messages.of_case(line.case_id) == (), "unknown is not no answer"


def test_who_it_was_may_be_said_before_they_hang_up(line: Line) -> None:
    line.tell(CallEventKind.ANSWERED)
    said = EndCall(AN, line.call_id, CallOutcome.ANSWERED, Disposition.VOICEMAIL)
    end_call(said, line.uow, line.clock, SMS)
    assert line.call.ended_at is None, "the line is still up"
    line.tell(CallEventKind.ENDED, outcome=CallOutcome.ANSWERED)
    assert line.call.ended_at == line.clock.now()
    assert line.call.disposition is Disposition.VOICEMAIL
    assert line.uow.audit.actions(line.case_id)[-1] is AuditAction.CALL_PROGRESSED


def test_what_the_operator_said_first_stands(line: Line) -> None:
    line.tell(CallEventKind.RINGING)
    end_call(EndCall(AN, line.call_id, CallOutcome.WRONG_NUMBER), line.uow, line.clock, SMS)
    line.tell(CallEventKind.ENDED, outcome=CallOutcome.CANCELLED, hung_up_by=HungUpBy.DESK)
    assert line.call.outcome is CallOutcome.WRONG_NUMBER


def test_a_call_that_ended_hears_nothing_more(line: Line) -> None:
    line.tell(CallEventKind.ENDED, outcome=CallOutcome.BUSY)
    assert line.tell(CallEventKind.RINGING) is None
    assert line.tell(CallEventKind.LOST) is None


def test_a_line_can_be_lost_and_found_and_lost_again(line: Line) -> None:
    line.tell(CallEventKind.LOST)
    assert line.tell(CallEventKind.LOST) is None
    line.tell(CallEventKind.ANSWERED)
    assert line.tell(CallEventKind.LOST) is not None


def test_a_call_taken_by_hand_is_the_operators_whatever_the_exchange_says_later(line: Line) -> None:
    line.tell(CallEventKind.LOST)
    take_call_by_hand(TakeCallByHand(AN, line.call_id, 200.0), line.uow, line.clock)
    line.tell(CallEventKind.ENDED, outcome=CallOutcome.UNKNOWN)
    assert (line.call.outcome, line.call.source) == (None, "operator")
    end_call(EndCall(AN, line.call_id, CallOutcome.BUSY), line.uow, line.clock, SMS)
    with pytest.raises(Conflict, match="already_answered"):
        take_call_by_hand(TakeCallByHand(AN, line.call_id, 201.0), line.uow, line.clock)


def test_a_call_that_nobody_at_the_desk_took_was_no_try(line: Line) -> None:
    line.tell(CallEventKind.ENDED, outcome=CallOutcome.AGENT_NO_ANSWER)
    assert line.uow.messages.of_case(line.case_id) == ()
    assert not CallOutcome.AGENT_NO_ANSWER.was_tried


def test_a_call_with_112_holds_up_no_case(line: Line) -> None:
    line.tell(CallEventKind.ENDED, outcome=CallOutcome.BUSY)
    line.uow.calls.put(_emergency(line.call))
    case = line.uow.cases.get(line.case_id)
    with pytest.raises(Conflict) as refused:
        close_case(CloseCase(AN, case.case_id, case.version, Outcome.UNKNOWN), line.uow, line.clock)
    assert refused.value.code == "still_running", "the SMS, not the call"


def _emergency(call: CallAttempt) -> CallAttempt:
    return replace(call, call_id=CallId("e" * 32), purpose=CallPurpose.EMERGENCY, outcome=None)


def test_no_case_is_closed_while_somebody_is_still_on_its_line(line: Line) -> None:
    line.tell(CallEventKind.ANSWERED)
    said = EndCall(AN, line.call_id, CallOutcome.ANSWERED, Disposition.DRIVER_SPOKEN_TO)
    end_call(said, line.uow, line.clock, SMS)
    with pytest.raises(Conflict, match="call_running"):
        close_it(line)
    line.tell(CallEventKind.ENDED, outcome=CallOutcome.ANSWERED)
    assert close_it(line).state is CaseState.CLOSED


def test_a_line_that_nobody_knows_of_keeps_no_case_open(line: Line) -> None:
    line.tell(CallEventKind.ANSWERED)
    said = EndCall(AN, line.call_id, CallOutcome.ANSWERED, Disposition.DRIVER_SPOKEN_TO)
    end_call(said, line.uow, line.clock, SMS)
    line.tell(CallEventKind.LOST)
    assert close_it(line).state is CaseState.CLOSED
