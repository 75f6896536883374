"""Say how a call ended and who it was.

What the network did may be reported by a telephony adapter, who was on the phone only by the operator, so a call may be
ended in two steps: "answered" first, the disposition after it. Nothing said is ever said over again.

From here follows what the clauses and the centre want at once: the SMS after an unanswered call, that the driver was
reached (then no SMS asks to call back any more) and, for an injured driver, priority 1 and the answer of the first
minute that makes 112 NEXT. It is an answer like any other: the strip shows it and takes it back.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.answer import HURT_OR_TRAPPED, Answer, said, standing
from app.domain.audit import AuditAction
from app.domain.call_event import CallLine
from app.domain.case import Case, CaseState
from app.domain.clock import Clock
from app.domain.contact import CallAttempt, CallOutcome, Disposition
from app.domain.errors import Conflict, Refusal
from app.domain.ids import CallId
from app.domain.verdict import Priority
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down, yes_or_no
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.holding import require_holder
from app.usecases.miss_call import spoke_with
from app.usecases.prepare_sms import PrepareSms, SmsAnswer, SmsChannel, drop_call_back, prepare_sms, sms_answer
from app.usecases.start_call import OPERATOR_SOURCE
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class EndCall:
    """How a call ended. ``source``: "operator" or the name of the telephony adapter, whose actor is ``SERVICE``."""

    actor: Actor
    call_id: CallId
    outcome: CallOutcome
    disposition: Disposition | None = None
    source: str = OPERATOR_SOURCE


def end_call(command: EndCall, uow: UnitOfWork, clock: Clock, sms: SmsChannel) -> CallAttempt:
    """Keep outcome and disposition; unanswered, or by a voicemail, an SMS is prepared at once, in the same transaction.

    Raises:
        Conflict: ``already_answered``, ``not_claimed``, ``not_yours`` (neither caller nor holder).
        Refusal: ``invalid``: a disposition without "answered", or the driver on a call with a firm or with 112.
    """
    call = uow.calls.get(command.call_id)
    case = uow.cases.get(call.case_id)
    _require_sayable(command, call)
    _require_speaker(command, call, case)
    now = clock.now()
    is_up = CallLine(uow.call_events.of_call(call.call_id)).is_up
    ended = _ended(command, call, None if is_up else now)
    uow.calls.put(ended)
    request = PrepareSms(command.actor, case, call.to_e164)
    answer = sms_answer(request, uow) if case.state is CaseState.OPEN and ended.needs_sms else None
    save_case(uow, _after(case, ended, now), command.actor, now, _entry(command, ended, answer))
    if answer is SmsAnswer.PREPARED:
        prepare_sms(request, uow, now, sms)
    if ended.disposition is not None and ended.disposition.driver_reached:
        drop_call_back(case, command.actor, uow, now)
    if ended.disposition is not None and ended.disposition is not Disposition.VOICEMAIL:
        reached = ended.disposition.driver_reached
        spoke_with(case, ended.to_e164, command.actor, uow, now, reached=reached)
    if ended.disposition is Disposition.INJURED:
        _is_hurt(case, ended, command.actor, uow, now)
    return ended


def _is_hurt(case: Case, call: CallAttempt, actor: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Answer "hurt or trapped?", unless that was said before, and write down what moved."""
    known = standing(uow.answers.of_case(case.case_id), case.struck_at)
    if said(known, HURT_OR_TRAPPED) is not True:
        uow.answers.put(Answer(case.case_id, HURT_OR_TRAPPED, True, actor.account_id, actor.name, now))
        source = {"fact": HURT_OR_TRAPPED, "call_id": call.call_id}
        write_down(
            uow, case.case_id, actor, now, Entry(AuditAction.FACT_ANSWERED, source, {"value": yes_or_no(answer=True)})
        )
    if case.priority is not Priority.ONE:
        facts = {"priority": str(Priority.ONE.value), "before": str(case.priority.value), "because": "injured"}
        write_down(uow, case.case_id, actor, now, Entry(AuditAction.PRIORITY_CHANGED, facts))


def _require_sayable(command: EndCall, call: CallAttempt) -> None:
    is_answered = command.outcome is CallOutcome.ANSWERED
    if command.disposition is not None and not is_answered:
        raise Refusal("invalid")
    if call.purpose.is_aside and command.disposition is not None and command.disposition.driver_reached:
        raise Refusal("invalid")
    if call.outcome is None:
        return
    waits_for_disposition = call.outcome is CallOutcome.ANSWERED and call.disposition is None
    if not (waits_for_disposition and is_answered and command.disposition is not None):
        raise Conflict("already_answered")


def _require_speaker(command: EndCall, call: CallAttempt, case: Case) -> None:
    """Pass for an adapter, for who made the call (also when the case was taken over since), and for the holder."""
    if not command.actor.is_service and command.actor.account_id != call.account_id:
        require_holder(case, command.actor)


def _ended(command: EndCall, call: CallAttempt, ended_at: datetime | None) -> CallAttempt:
    """Return the call as it ended; what an adapter said of the network keeps the adapter's name.

    ``ended_at``: None while the exchange still holds the line: who it was may be said before they hang up.
    """
    source = command.source if call.outcome is None else call.source
    return replace(
        call,
        outcome=command.outcome,
        disposition=command.disposition,
        ended_at=call.ended_at or ended_at,
        source=source,
    )


def _after(case: Case, call: CallAttempt, now: datetime) -> Case:
    if call.disposition is None or not call.disposition.driver_reached:
        return case
    is_injured = call.disposition is Disposition.INJURED
    return replace(
        case,
        driver_reached_at=case.driver_reached_at if is_driver_reached(case) else now,
        priority=Priority.ONE if is_injured else case.priority,
    )


def _entry(command: EndCall, call: CallAttempt, answer: SmsAnswer | None) -> Entry:
    facts = {
        "call_id": call.call_id,
        "outcome": command.outcome,
        "disposition": command.disposition or "",
        "source": command.source,
        "sms": answer or "",
    }
    return Entry(AuditAction.CALL_ENDED, facts, {"person": call.person, "number": call.to_e164})
