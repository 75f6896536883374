"""Ask for a call.

The attempt is stored first and dialled afterwards, by ``Telephony`` or by the desk through ``tel:``: a phone that rings
for a call nobody remembers is worse than a call that is asked for twice.
"""

from dataclasses import dataclass

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.contact import CallAttempt, NumberKind
from app.domain.errors import Refusal
from app.domain.ids import CallId, CaseId, new_id
from app.usecases.actor import Actor
from app.usecases.calls import require_no_open_call
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_holder
from app.usecases.phone_numbers import e164_of, kind_of
from app.usecases.unit_of_work import UnitOfWork

OPERATOR_SOURCE = "operator"


@dataclass(frozen=True, slots=True)
class StartCall:
    """Call a number for a case. ``person``: who should answer; empty = not known."""

    actor: Actor
    case_id: CaseId
    to_e164: str
    person: str


def start_call(command: StartCall, uow: UnitOfWork, clock: Clock) -> CallAttempt:
    """Store the attempt. Whoever runs this lets ``Telephony`` dial after the commit, never before.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``call_running``.
        Refusal: ``invalid_number``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    require_no_open_call(uow, case.case_id)
    number, kind = _dialable(command.to_e164)
    now = clock.now()
    call = CallAttempt(
        call_id=CallId(new_id()),
        case_id=case.case_id,
        account_id=command.actor.account_id,
        to_e164=number,
        person=command.person.strip(),
        requested_at=now,
        answered_at=None,
        ended_at=None,
        outcome=None,
        disposition=None,
        source=OPERATOR_SOURCE,
    )
    uow.calls.put(call)
    personal = {"person": call.person, "number": call.to_e164}
    entry = Entry(AuditAction.CALL_REQUESTED, {"call_id": call.call_id, "number_kind": kind}, personal)
    save_case(uow, case, command.actor, now, entry)
    return call


def _dialable(text: str) -> tuple[str, NumberKind]:
    number = e164_of(text)
    if number is None:
        raise Refusal("invalid_number")
    return number, kind_of(number)
