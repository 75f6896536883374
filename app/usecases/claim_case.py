"""Take a case.

The claim is an update on condition that nobody holds the case, in a transaction of the only writer: of sixteen desks
that press Space at the same moment one wins, and the others are told who. It asks for no version: in the first seconds
of an E-call its box keeps sending, and each piece would refuse the operator who wants to help. It is a lease;
``renew_claims`` keeps it alive. What was promised before becomes a promise of whoever has the case now, and the text to
a driver whom nobody helped does not leave any more.
"""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.case import Case, Claim
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import holds, require_open
from app.usecases.promise_changes import pass_on
from app.usecases.tell_signal import drop_signal_sms
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """Take a case."""

    actor: Actor
    case_id: CaseId


def claim_case(command: ClaimCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Give the case to the actor. Claiming what one holds already changes nothing.

    Raises:
        Conflict: ``closed``, ``already_claimed`` (name, desk, since).
    """
    case = uow.cases.get(command.case_id)
    actor, now = command.actor, clock.now()
    require_open(case)
    if holds(case, actor):
        return case
    if case.claim is not None:
        raise already_claimed(case.claim)
    claim = Claim(actor.account_id, actor.name, actor.desk, claimed_at=now, renewed_at=now)
    claimed = replace(case, claim=claim, first_claimed_at=case.first_claimed_at or now)
    pass_on(uow, case.case_id, actor, now)
    save_case(uow, claimed, actor, now, Entry(AuditAction.CASE_CLAIMED, {"desk": actor.desk}))
    drop_signal_sms(case.case_id, actor, uow, clock)
    return uow.cases.get(case.case_id)


def already_claimed(claim: Claim) -> Conflict:
    """Return the refusal that names who works on the case. ``since`` is an instant in ISO 8601."""
    return Conflict("already_claimed", name=claim.name, desk=claim.desk, since=claim.claimed_at.isoformat())
