"""Somebody calls in: keep who it was and on which number, and stop looking for a driver who has just spoken.

Whoever picks up may attach the call, whoever works on the case: what a driver says on the phone must not be lost to a
claim. A case that nobody has becomes theirs, because they are the one who is speaking. The number stays in the case; no
contract ever learns it. A case that is closed is open again, whoever calls: they want something, or saw something, and
what is closed nobody looks at.

A driver or a passenger who calls in was reached, as if we had called: the ladder ends, and the SMS that asks to call
back is not sent any more. Anybody else is a third party, and the driver is still to be found.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState, Claim
from app.domain.clock import Clock
from app.domain.contact import CallAttempt, CallOutcome, CallPurpose, Disposition
from app.domain.ids import CallerId, CallId, CaseId, new_id
from app.domain.phone_case import Caller, CallerRelation, IncidentGroup
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.miss_call import spoke_with
from app.usecases.phone_numbers import e164_of
from app.usecases.prepare_sms import drop_call_back
from app.usecases.promise_changes import pass_on
from app.usecases.reopen_case import CALLED_AGAIN, opened_again, reopened
from app.usecases.unit_of_work import UnitOfWork

CALLED_IN: Final = "caller"
"""Source of a call that came to us."""

_MOST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """Who is on the phone.

    Attributes:
        name: Empty = not said.
        number: As typed or as the exchange told it; empty = not known.
    """

    relation: CallerRelation
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class AttachCaller:
    """This call is about that case."""

    actor: Actor
    case_id: CaseId
    caller: SpokenBy


def attach_caller(command: AttachCaller, uow: UnitOfWork, clock: Clock) -> Case:
    """Keep the caller; the case is told who was reached, and belongs to the actor when it was nobody's."""
    case, now = uow.cases.get(command.case_id), clock.now()
    caller = keep_caller(case, command.caller, command.actor, uow, now)
    entry = Entry(AuditAction.CALLER_ATTACHED, caller_facts(caller), caller_words(caller))
    spoken = with_spoken(opened_again(case, now), caller, uow)
    if is_reached_by(case, caller):
        drop_call_back(case, command.actor, uow, now)
    spoke_with(case, caller.e164, command.actor, uow, now, reached=is_reached_by(case, caller))
    saved = save_case(uow, spoken, command.actor, now, entry)
    if case.state is CaseState.CLOSED:
        write_down(uow, case.case_id, command.actor, now, reopened(CALLED_AGAIN))
    return saved if saved.claim is not None else _taken(saved, command.actor, uow, now)


def keep_caller(case: Case, spoken: SpokenBy, actor: Actor, uow: UnitOfWork, now: datetime) -> Caller:
    """Store who is speaking; a number that cannot be read stays beside the name, where a person finds it."""
    typed = " ".join(spoken.number.split())
    e164 = e164_of(typed) or ""
    name = " ".join(spoken.name.split())
    if typed and not e164:
        name = f"{name} ({typed})".strip()
    caller = Caller(
        caller_id=CallerId(new_id()),
        case_id=case.case_id,
        relation=spoken.relation,
        name=name[:_MOST_NAME],
        e164=e164,
        called_at=now,
        taken_by=actor.account_id,
    )
    uow.callers.add(caller)
    return caller


def is_reached_by(case: Case, caller: Caller) -> bool:
    """Whether who had to be reached is speaking: somebody of the car, or who asks help for what is no matter of it."""
    if caller.relation.is_in_car:
        return True
    report = case.report
    is_own_matter = report is not None and report.incident.group in (IncidentGroup.THEFT, IncidentGroup.PERSONS)
    return is_own_matter and not case.ecall_ids and caller.relation is CallerRelation.SUBSCRIBER


def with_spoken(case: Case, caller: Caller, uow: UnitOfWork) -> Case:
    """Store the call as one that was answered, and return the case that knows whether the driver was reached."""
    reached = is_reached_by(case, caller)
    call = CallAttempt(
        call_id=CallId(new_id()),
        case_id=case.case_id,
        account_id=caller.taken_by,
        to_e164=caller.e164,
        person=caller.name,
        requested_at=caller.called_at,
        answered_at=caller.called_at,
        ended_at=caller.called_at,
        outcome=CallOutcome.ANSWERED,
        disposition=Disposition.DRIVER_SPOKEN_TO if reached else Disposition.THIRD_PARTY,
        source=CALLED_IN,
        purpose=CallPurpose.CALL_BACK,
    )
    uow.calls.put(call)
    if not reached or is_driver_reached(case):
        return case
    return replace(case, driver_reached_at=caller.called_at)


def caller_facts(caller: Caller) -> dict[str, str]:
    """Return what an entry says of a caller that is not personal."""
    return {"relation": caller.relation.value}


def caller_words(caller: Caller) -> dict[str, str]:
    """Return what an entry says of a caller that may have to be erased."""
    words = {"person": caller.name, "number": caller.e164}
    return {name: text for name, text in words.items() if text}


def claim_of(actor: Actor, now: datetime) -> Claim:
    """Return the claim of somebody who begins to work on a case now."""
    return Claim(actor.account_id, actor.name, actor.desk, claimed_at=now, renewed_at=now)


def _taken(case: Case, actor: Actor, uow: UnitOfWork, now: datetime) -> Case:
    claimed = replace(case, claim=claim_of(actor, now), first_claimed_at=case.first_claimed_at or now)
    pass_on(uow, case.case_id, actor, now)
    return save_case(uow, claimed, actor, now, Entry(AuditAction.CASE_CLAIMED, {"desk": actor.desk}))
