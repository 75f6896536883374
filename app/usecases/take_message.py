"""Take a queued SMS to the gateway, when the time in which anybody may stop it is over.

Whoever sends (the outbox, a gateway) has to come through here, so the time to stop is kept in one place and not by
those who are in a hurry. The row says "being sent" before anything goes over the wire: after a crash nobody has to
guess whether it went.
"""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """This SMS goes to the gateway now; the actor is ``SERVICE``."""

    actor: Actor
    message_id: MessageId


def take_message(command: TakeMessage, uow: UnitOfWork, clock: Clock) -> Message:
    """Keep that it is being sent.

    Raises:
        Conflict: ``not_queued`` (stopped, taken before, or to be sent by hand), ``too_early``.
    """
    message = uow.messages.get(command.message_id)
    if message.state is not MessageState.QUEUED:
        raise Conflict("not_queued")
    now = clock.now()
    if message.leaves_at is None or now < message.leaves_at:
        raise Conflict("too_early")
    taken = replace(message, state=MessageState.SENDING, changed_at=now)
    uow.messages.put(taken)
    facts = {"message_id": message.message_id, "template": message.template}
    entry = Entry(AuditAction.SMS_TAKEN, facts, {"number": message.to_e164})
    save_case(uow, uow.cases.get(message.case_id), command.actor, now, entry)
    return taken
