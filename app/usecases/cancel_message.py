"""Drop an SMS that has not left: one of the tray, or one that a gateway sends and that is stopped in time.

One that was perhaps sent cannot be dropped any more, but it need not be sent once more.
"""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_finisher
from app.usecases.message_changes import change_message
from app.usecases.owed_messages import owed_by_hand
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CancelMessage:
    """Do not send this SMS."""

    actor: Actor
    message_id: MessageId


def cancel_message(command: CancelMessage, uow: UnitOfWork, clock: Clock) -> Message:
    """Keep that it is not sent.

    Raises:
        Conflict: ``already_left``, ``not_claimed``, ``not_yours``.
    """
    message = uow.messages.get(command.message_id)
    case = uow.cases.get(message.case_id)
    require_finisher(case, command.actor)
    now = clock.now()
    if message.state is MessageState.UNKNOWN and message.leaves_at is not None:
        parked = replace(message, leaves_at=None)
        return change_message(parked, uow, command.actor, now, {"why": "asked"}, AuditAction.SMS_NOT_REPEATED)
    is_owed = message in owed_by_hand(case, uow.messages.of_case(case.case_id))
    if message.state is not MessageState.QUEUED and not is_owed:
        raise Conflict("already_left")
    dropped = replace(message, state=MessageState.CANCELLED, changed_at=now)
    uow.messages.put(dropped)
    facts = {"message_id": message.message_id, "template": message.template}
    entry = Entry(AuditAction.SMS_CANCELLED, facts, {"number": message.to_e164})
    save_case(uow, case, command.actor, now, entry)
    return dropped
