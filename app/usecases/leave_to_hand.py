"""Send with the centre's phone what waits for a gateway: an operator does not have to wait with it."""

from dataclasses import dataclass, replace

from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState
from app.usecases.actor import Actor
from app.usecases.holding import require_finisher
from app.usecases.message_changes import change_message
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LeaveToHand:
    """A person sends this SMS."""

    actor: Actor
    message_id: MessageId


def leave_to_hand(command: LeaveToHand, uow: UnitOfWork, clock: Clock) -> Message:
    """Take it from the gateway; it is to be sent by hand, and no gateway gets it any more.

    Raises:
        Conflict: ``already_left``, ``not_claimed``, ``not_yours``.
    """
    message = uow.messages.get(command.message_id)
    require_finisher(uow.cases.get(message.case_id), command.actor)
    if message.state is not MessageState.QUEUED:
        raise Conflict("already_left")
    left = replace(message, state=MessageState.BY_HAND, leaves_at=None, expires_at=None)
    return change_message(left, uow, command.actor, clock.now())
