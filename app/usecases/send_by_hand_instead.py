"""Take a queued SMS back from the gateway, because a person sends it now.

The worker of the gateway and this meet in the one writer of the store: whoever comes first has it. Once it says "being
sent" it is too late, and once it is in the tray no gateway takes it any more.
"""

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
class SendByHandInstead:
    """A person sends this SMS."""

    actor: Actor
    message_id: MessageId


def send_by_hand_instead(command: SendByHandInstead, uow: UnitOfWork, clock: Clock) -> Message:
    """Put it into the tray; done twice nothing changes.

    Raises:
        Conflict: ``already_left``, ``not_claimed``, ``not_yours``.
    """
    message = uow.messages.get(command.message_id)
    require_finisher(uow.cases.get(message.case_id), command.actor)
    if message.state is MessageState.BY_HAND:
        return message
    if message.state is not MessageState.QUEUED:
        raise Conflict("already_left")
    left = replace(message, state=MessageState.BY_HAND, leaves_at=None, expires_at=None)
    return change_message(left, uow, command.actor, clock.now(), {"why": "asked"})
