"""Drop an SMS that has not left."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.ids import MessageId
from app.domain.message import Message
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CancelMessage:
    """Do not send this SMS."""

    actor: Actor
    message_id: MessageId


def cancel_message(command: CancelMessage, uow: UnitOfWork, clock: Clock) -> Message:
    """Keep that it is not sent.

    Raises:
        Conflict: ``not_by_hand``, ``not_claimed``, ``not_yours``.
    """
    raise NotImplementedError
