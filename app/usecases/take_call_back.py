"""Somebody who was called, calls back: the call is put on record in the case it is about.

Whoever has the caller on his telephone says which case it is, whether he holds it or not: the driver does not wait for
a claim. From then on the call is like one that was answered: who it was is said by the operator, and a driver who was
reached stops the ladder.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.contact import CallAttempt, CallPurpose
from app.domain.errors import Refusal
from app.domain.ids import CallId, CaseId, new_id
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_open
from app.usecases.phone_numbers import e164_of, kind_of
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeCallBack:
    """This caller is about that case.

    Attributes:
        number: As the exchange gave it.
        person: Who that is on record; empty = nobody known.
        since: When the call came in.
        answered_at: When it was taken; None = it rings still.
        source: Name of the adapter.
    """

    actor: Actor
    case_id: CaseId
    number: str
    person: str
    since: datetime
    answered_at: datetime | None
    source: str


def take_call_back(command: TakeCallBack, uow: UnitOfWork, clock: Clock) -> CallAttempt:
    """Keep the call as one that is going on.

    Raises:
        Conflict: ``closed``.
        Refusal: ``invalid_number``: the number was withheld or is none; it is written down as a caller instead.
    """
    case = uow.cases.get(command.case_id)
    require_open(case)
    number = e164_of(command.number) if command.number else None
    if number is None:
        raise Refusal("invalid_number")
    now = clock.now()
    call = CallAttempt(
        call_id=CallId(new_id()),
        case_id=case.case_id,
        account_id=command.actor.account_id,
        to_e164=number,
        person=command.person,
        requested_at=command.since,
        answered_at=command.answered_at or now,
        ended_at=None,
        outcome=None,
        disposition=None,
        source=command.source,
        purpose=CallPurpose.CALL_BACK,
    )
    uow.calls.put(call)
    facts = {"call_id": call.call_id, "number_kind": kind_of(number).value, "source": command.source}
    personal = {"person": call.person, "number": call.to_e164}
    save_case(uow, case, command.actor, now, Entry(AuditAction.CALLED_BACK, facts, personal))
    return call
