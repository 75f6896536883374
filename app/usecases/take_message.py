"""Take an SMS to the gateway, when the time in which anybody may stop it is over.

Whoever sends (the outbox, a gateway) has to come through here, so the time to stop is kept in one place and not by
those who are in a hurry. The row says "being sent" before anything goes over the wire: after a crash nobody has to
guess whether it went. One that was perhaps sent comes here too when its template is sent once more.

What is not worth sending any more ends here instead: too late, or nobody needs it. "We have your signal" says that
somebody will call, so it is not said once somebody has the case; and who has spoken is not asked to call back.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState, Template
from app.usecases.actor import Actor
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.message_changes import change_message
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """This SMS goes to the gateway now; the actor is ``SERVICE``.

    Attributes:
        gateway: Which; empty = whichever took it before.
    """

    actor: Actor
    message_id: MessageId
    gateway: str = ""


def take_message(command: TakeMessage, uow: UnitOfWork, clock: Clock) -> Message:
    """Keep that it is being sent, and return it; in any other state than ``SENDING`` it must not be sent.

    Raises:
        Conflict: ``not_queued`` (stopped, taken before, or to be sent by hand), ``too_early``.
    """
    message, now = uow.messages.get(command.message_id), clock.now()
    is_again = message.state is MessageState.UNKNOWN and message.leaves_at is not None
    if message.state is not MessageState.QUEUED and not is_again:
        raise Conflict("not_queued")
    if message.leaves_at is None or now < message.leaves_at:
        raise Conflict("too_early")
    why_not = _why_not(message, uow.cases.get(message.case_id), now)
    if why_not:
        return _end(message, why_not, uow, command.actor, now)
    is_other = is_again or _is_begun_elsewhere(message, command.gateway)
    copies = message.copies + 1 if is_other else max(message.copies, 1)
    taken = replace(message, state=MessageState.SENDING, tries=message.tries + 1, copies=copies, reason="")
    facts = {"copy": str(copies)} if copies > 1 else {}
    return change_message(taken, uow, command.actor, now, facts, AuditAction.SMS_TAKEN)


def _is_begun_elsewhere(message: Message, gateway: str) -> bool:
    """Whether another gateway took parts of this copy: those are none of a text that leaves by this one."""
    return bool(gateway) and message.gateway != gateway and bool(message.accepted_of(message.copies))


def _why_not(message: Message, case: Case, now: datetime) -> str:
    """Return why it is not worth sending any more; empty = it is."""
    if message.has_expired(now):
        return "expired"
    is_signal, is_again = message.template is Template.WE_HAVE_YOUR_SIGNAL, message.state is MessageState.UNKNOWN
    if (is_signal or is_again) and is_driver_reached(case):
        return "driver_reached"
    if message.template is Template.CALL_US_BACK and _has_spoken_since(message, case):
        return "driver_reached"
    if (is_signal or is_again) and case.state is CaseState.CLOSED:
        return "case_closed"
    return "claimed" if is_signal and case.claim is not None else ""


def _has_spoken_since(message: Message, case: Case) -> bool:
    """Whether the driver spoke after the call for which the text asks to call back."""
    return case.driver_reached_at is not None and case.driver_reached_at >= message.created_at


def _end(message: Message, why: str, uow: UnitOfWork, actor: Actor, now: datetime) -> Message:
    """Leave it as it is for good: expired or dropped if it never left, else perhaps sent."""
    if message.state is MessageState.UNKNOWN:
        parked = replace(message, leaves_at=None)
        return change_message(parked, uow, actor, now, {"why": why}, AuditAction.SMS_NOT_REPEATED)
    state = MessageState.EXPIRED if why == "expired" else MessageState.CANCELLED
    return change_message(replace(message, state=state, leaves_at=None), uow, actor, now, {"why": why})
