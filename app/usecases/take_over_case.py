"""Take a case from a silent desk, and with it what was promised there."""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.case import Case, Claim
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, yes_or_no
from app.usecases.holding import holds, require_open
from app.usecases.promise_changes import pass_on
from app.usecases.reasons import require_reason
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeOverCase:
    """Take over a case, for a reason that is kept."""

    actor: Actor
    case_id: CaseId
    reason: str


def take_over_case(command: TakeOverCase, uow: UnitOfWork, clock: Clock, *, stale_s: float) -> Case:
    """Give the case to the actor although somebody holds it: that desk is silent, or the actor is a supervisor.

    Raises:
        Refusal: ``reason_missing``.
        Conflict: ``closed``, ``not_claimed``, ``not_stale`` (name, desk).
    """
    case = uow.cases.get(command.case_id)
    actor, now = command.actor, clock.now()
    reason = require_reason(command.reason)
    require_open(case)
    held = case.claim
    if held is None:
        raise Conflict("not_claimed")
    if holds(case, actor):
        return case
    is_stale = held.is_stale(now, stale_s)
    if not is_stale and not actor.is_supervisor:
        raise Conflict("not_stale", name=held.name, desk=held.desk)
    claim = Claim(actor.account_id, actor.name, actor.desk, claimed_at=now, renewed_at=now)
    facts = {"desk": actor.desk, "from_desk": held.desk, "was_stale": yes_or_no(is_stale)}
    entry = Entry(AuditAction.CASE_TAKEN_OVER, facts, {"taken_from": held.name, "reason": reason})
    pass_on(uow, case.case_id, actor, now)
    return save_case(uow, replace(case, claim=claim), actor, now, entry)
