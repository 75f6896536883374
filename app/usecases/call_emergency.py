"""Let the operator's telephone ring, and then 112 or 101, because a person asked for it with a click and Enter.

Nothing in the house dials them by itself, and no number plan knows them: they come from this list alone. The call is
no attempt to reach anybody of the car, so ladder and SMS know nothing of it; it may be made while another call is open.
"""

from dataclasses import dataclass

from app.domain.answer import EmergencyNumber
from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.contact import CallAttempt, CallPurpose
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_holder
from app.usecases.start_call import Aside, Exchange, request_aside
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CallEmergency:
    """Call 112 or 101 over the exchange."""

    actor: Actor
    case_id: CaseId
    to: EmergencyNumber
    exchange: Exchange


def call_emergency(command: CallEmergency, uow: UnitOfWork, clock: Clock) -> CallAttempt:
    """Store the attempt; the exchange is told after the commit.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    now = clock.now()
    aside = Aside(case.case_id, CallPurpose.EMERGENCY, command.to.value, command.to.value)
    call = request_aside(aside, command.exchange, command.actor, uow, now)
    facts = {"call_id": call.call_id, "number_kind": "emergency", "to": command.to.value}
    save_case(uow, case, command.actor, now, Entry(AuditAction.CALL_REQUESTED, facts))
    return call
