"""Go on with a call without the exchange: it does not answer, or it could not make the call.

The attempt stays the same one; from here on the operator says what became of it, and the exchange, should it come
back, changes it no more.
"""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.call_event import CallEvent, CallEventKind
from app.domain.clock import Clock
from app.domain.contact import CallAttempt
from app.domain.errors import Conflict
from app.domain.ids import CallId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_holder
from app.usecases.start_call import OPERATOR_SOURCE
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeCallByHand:
    """The operator dials this call. ``monotonic_s``: now, by the monotonic clock."""

    actor: Actor
    call_id: CallId
    monotonic_s: float


def take_call_by_hand(command: TakeCallByHand, uow: UnitOfWork, clock: Clock) -> CallAttempt:
    """Keep that it is the operator's now.

    Raises:
        Conflict: ``already_answered``: it was already said how the call ended; ``closed``, ``not_claimed``,
            ``not_yours``.
    """
    call = uow.calls.get(command.call_id)
    case = uow.cases.get(call.case_id)
    require_holder(case, command.actor)
    if call.outcome is not None:
        raise Conflict("already_answered")
    now, earlier = clock.now(), uow.call_events.of_call(call.call_id)
    taken = replace(call, source=OPERATOR_SOURCE)
    uow.calls.put(taken)
    uow.call_events.append(
        CallEvent(
            call_id=call.call_id,
            case_id=call.case_id,
            sequence=len(earlier) + 1,
            kind=CallEventKind.BY_HAND,
            at=now,
            monotonic_s=command.monotonic_s,
            source=OPERATOR_SOURCE,
        )
    )
    personal = {"person": call.person, "number": call.to_e164}
    entry = Entry(AuditAction.CALL_TAKEN_BY_HAND, {"call_id": call.call_id}, personal)
    save_case(uow, case, command.actor, now, entry)
    return taken
