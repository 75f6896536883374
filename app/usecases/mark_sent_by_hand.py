"""Tick an SMS that somebody sent with the centre's phone."""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_finisher
from app.usecases.owed_messages import owed_by_hand
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MarkSentByHand:
    """This SMS was sent."""

    actor: Actor
    message_id: MessageId


def mark_sent_by_hand(command: MarkSentByHand, uow: UnitOfWork, clock: Clock) -> Message:
    """Keep that it was sent by hand.

    Raises:
        Conflict: ``not_by_hand``, ``not_claimed``, ``not_yours``.
    """
    message = uow.messages.get(command.message_id)
    case = uow.cases.get(message.case_id)
    require_finisher(case, command.actor)
    if message not in owed_by_hand(case, uow.messages.of_case(case.case_id)):
        raise Conflict("not_by_hand")
    now = clock.now()
    sent = replace(message, state=MessageState.DONE_BY_HAND, changed_at=now)
    uow.messages.put(sent)
    facts = {"message_id": message.message_id, "template": message.template}
    entry = Entry(AuditAction.SMS_SENT_BY_HAND, facts, {"number": message.to_e164})
    save_case(uow, case, command.actor, now, entry)
    return sent
