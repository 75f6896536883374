"""Ask for a call.

The attempt is stored first and dialled afterwards, by ``Telephony`` or by the desk through ``tel:``: a phone that rings
for a call nobody remembers is worse than a call that is asked for twice.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.call_event import CallEvent, CallEventKind
from app.domain.clock import Clock
from app.domain.contact import CallAttempt, CallPurpose, NumberKind
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
class Exchange:
    """The telephone exchange that is to make a call.

    Attributes:
        source: Name of its adapter.
        monotonic_s: Now, by the monotonic clock.
    """

    source: str
    monotonic_s: float


@dataclass(frozen=True, slots=True)
class StartCall:
    """Call a number for a case.

    Attributes:
        person: Who should answer; empty = not known.
        exchange: None = the operator dials.
    """

    actor: Actor
    case_id: CaseId
    to_e164: str
    person: str
    exchange: Exchange | None = None


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
        source=OPERATOR_SOURCE if command.exchange is None else command.exchange.source,
    )
    uow.calls.put(call)
    if command.exchange is not None:
        request_at(command.exchange, call, uow)
    personal = {"person": call.person, "number": call.to_e164}
    entry = Entry(AuditAction.CALL_REQUESTED, {"call_id": call.call_id, "number_kind": kind}, personal)
    save_case(uow, case, command.actor, now, entry)
    return call


@dataclass(frozen=True, slots=True)
class Aside:
    """Whom a call reaches that is no attempt to reach anybody of the car."""

    case_id: CaseId
    purpose: CallPurpose
    to_e164: str
    person: str


def request_aside(aside: Aside, exchange: Exchange, actor: Actor, uow: UnitOfWork, now: datetime) -> CallAttempt:
    """Keep a call aside that the exchange is to make, before it is asked to."""
    call = CallAttempt(
        call_id=CallId(new_id()),
        case_id=aside.case_id,
        account_id=actor.account_id,
        to_e164=aside.to_e164,
        person=aside.person,
        requested_at=now,
        answered_at=None,
        ended_at=None,
        outcome=None,
        disposition=None,
        source=exchange.source,
        purpose=aside.purpose,
    )
    uow.calls.put(call)
    request_at(exchange, call, uow)
    return call


def request_at(exchange: Exchange, call: CallAttempt, uow: UnitOfWork) -> None:
    """Keep that the exchange is to make a call, before it is asked to."""
    event = CallEvent(
        call_id=call.call_id,
        case_id=call.case_id,
        sequence=1,
        kind=CallEventKind.REQUESTED,
        at=call.requested_at,
        monotonic_s=exchange.monotonic_s,
        source=exchange.source,
    )
    uow.call_events.append(event)


def _dialable(text: str) -> tuple[str, NumberKind]:
    number = e164_of(text)
    if number is None:
        raise Refusal("invalid_number")
    return number, kind_of(number)
