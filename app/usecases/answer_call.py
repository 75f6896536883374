"""Somebody, or something, picked up: the voicemail does too, so who it was is said by the operator."""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.contact import CallAttempt
from app.domain.errors import Conflict
from app.domain.ids import CallId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AnswerCall:
    """The call was answered, says the telephony adapter ``source``; the actor is ``SERVICE``."""

    actor: Actor
    call_id: CallId
    source: str


def answer_call(command: AnswerCall, uow: UnitOfWork, clock: Clock) -> CallAttempt:
    """Keep when it was answered. Said twice, the first time holds.

    Raises:
        Conflict: ``already_answered``: it was already said how the call ended.
    """
    call = uow.calls.get(command.call_id)
    if call.outcome is not None:
        raise Conflict("already_answered")
    if call.answered_at is not None:
        return call
    now = clock.now()
    answered = replace(call, answered_at=now, source=command.source)
    uow.calls.put(answered)
    entry = Entry(AuditAction.CALL_ANSWERED, {"call_id": call.call_id, "source": command.source})
    save_case(uow, uow.cases.get(call.case_id), command.actor, now, entry)
    return answered
