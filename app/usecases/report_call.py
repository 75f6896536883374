"""What a telephone exchange tells of a call, kept in order, and what follows from it.

The adapter reports everything it hears, in the order in which it heard it; here it is decided what is news. "Answered"
and "ended" change the call itself, through the use cases an operator uses: what follows an unanswered call follows
here too. Said by the operator first, it stands as he said it, and the event is kept beside it. After he took a call
into his own hands the exchange changes it no more: what it lost it cannot know.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.domain.audit import AuditAction
from app.domain.call_event import CallEvent, CallEventKind, CallLine, HungUpBy
from app.domain.clock import Clock
from app.domain.contact import CallAttempt, CallOutcome, CallPurpose
from app.domain.ids import CallId
from app.usecases.actor import SERVICE
from app.usecases.answer_call import AnswerCall, answer_call
from app.usecases.case_changes import Entry, save_case
from app.usecases.end_call import EndCall, end_call
from app.usecases.prepare_sms import SmsChannel
from app.usecases.unit_of_work import UnitOfWork

LONGEST_CAUSE: Final = 200


@dataclass(frozen=True, slots=True)
class ReportCall:
    """Something happened to a call.

    Attributes:
        source: Name of the adapter.
        monotonic_s: When it was heard, by the monotonic clock.
        outcome: Of ``ended`` alone.
        duration_s: Of ``ended``, where the adapter saw the answer too; None = taken from what is stored.
        cause: Raw words of the far side.
    """

    call_id: CallId
    kind: CallEventKind
    source: str
    monotonic_s: float
    outcome: CallOutcome | None = None
    duration_s: float | None = None
    hung_up_by: HungUpBy | None = None
    cause: str = ""


def report_call(command: ReportCall, uow: UnitOfWork, clock: Clock, sms: SmsChannel) -> CallEvent | None:
    """Keep it with what follows from it; None = it was told before, or the call is over.

    Raises:
        NotFound: There is no such call.
    """
    call = uow.calls.get(command.call_id)
    line = CallLine(uow.call_events.of_call(call.call_id))
    if _is_no_news(command.kind, line):
        return None
    event = _event(command, call, line, clock)
    uow.call_events.append(event)
    if line.first(CallEventKind.BY_HAND) is not None or not _follow(event, call, uow, clock, sms):
        _write_down(event, call, uow, clock)
    return event


def _is_no_news(kind: CallEventKind, line: CallLine) -> bool:
    if line.first(CallEventKind.ENDED) is not None:
        return True
    if kind is CallEventKind.LOST:
        return line.stage is CallEventKind.LOST
    return kind.happens_once and line.first(kind) is not None


def _event(command: ReportCall, call: CallAttempt, line: CallLine, clock: Clock) -> CallEvent:
    now, duration_s = clock.now(), command.duration_s
    answered = line.first(CallEventKind.ANSWERED)
    if command.kind is CallEventKind.ENDED and duration_s is None and answered is not None:
        is_known = command.outcome is not CallOutcome.UNKNOWN
        duration_s = (now - answered.at).total_seconds() if is_known else None
    return CallEvent(
        call_id=call.call_id,
        case_id=call.case_id,
        sequence=len(line.events) + 1,
        kind=command.kind,
        at=now,
        monotonic_s=command.monotonic_s,
        source=command.source,
        outcome=command.outcome,
        duration_s=duration_s,
        hung_up_by=command.hung_up_by,
        cause=command.cause[:LONGEST_CAUSE],
    )


def _follow(event: CallEvent, call: CallAttempt, uow: UnitOfWork, clock: Clock, sms: SmsChannel) -> bool:
    """Change the call where nobody was quicker; return whether that wrote its own entry."""
    if call.outcome is not None:
        if event.kind is CallEventKind.ENDED and call.ended_at is None:
            uow.calls.put(replace(call, ended_at=event.at))
        return False
    if event.kind is CallEventKind.ANSWERED and call.answered_at is None:
        answer_call(AnswerCall(SERVICE, call.call_id, event.source), uow, clock)
        return True
    if event.kind is CallEventKind.ENDED:
        outcome = CallOutcome.UNKNOWN if event.outcome is None else event.outcome
        end_call(EndCall(SERVICE, call.call_id, outcome, source=event.source), uow, clock, sms)
        return True
    return False


def _write_down(event: CallEvent, call: CallAttempt, uow: UnitOfWork, clock: Clock) -> None:
    facts = {"call_id": call.call_id, "kind": event.kind.value, "source": event.source}
    if event.outcome is not None:
        facts["outcome"] = event.outcome.value
    is_emergency = call.purpose is CallPurpose.EMERGENCY
    personal = {} if is_emergency else {"person": call.person, "number": call.to_e164}
    case = uow.cases.get(call.case_id)
    save_case(uow, case, SERVICE, clock.now(), Entry(AuditAction.CALL_PROGRESSED, facts, personal))
