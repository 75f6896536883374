"""Give an SMS that was left to people to the gateway, because it can be reached again.

A gateway that is back takes nothing out of the tray by itself: somebody may be sending it. Whoever holds the case knows
whether somebody is, and gives it back. It leaves at once, because a person asked for it just now.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState
from app.usecases.actor import Actor
from app.usecases.holding import require_finisher
from app.usecases.message_changes import change_message
from app.usecases.prepare_sms import SmsChannel
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SendByGateway:
    """The gateway sends this SMS. ``channel``: how SMS leave now."""

    actor: Actor
    message_id: MessageId
    channel: SmsChannel


def send_by_gateway(command: SendByGateway, uow: UnitOfWork, clock: Clock) -> Message:
    """Queue it; done twice nothing changes.

    Raises:
        Conflict: ``not_by_hand``: it was ticked, dropped or is on its way; ``no_gateway``: none can send it now;
            ``not_claimed``, ``not_yours``.
    """
    message = uow.messages.get(command.message_id)
    require_finisher(uow.cases.get(message.case_id), command.actor)
    if message.state is MessageState.QUEUED:
        return message
    if message.state is not MessageState.BY_HAND:
        raise Conflict("not_by_hand")
    if not command.channel.is_automatic:
        raise Conflict("no_gateway")
    now = clock.now()
    expires_at = now + timedelta(seconds=command.channel.valid_s)
    given = replace(message, state=MessageState.QUEUED, leaves_at=now, expires_at=expires_at, reason="")
    return change_message(given, uow, command.actor, now, action=AuditAction.SMS_GIVEN_BACK)
