"""Tick an SMS that somebody sent with the centre's phone."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.ids import MessageId
from app.domain.message import Message
from app.usecases.actor import Actor
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
    raise NotImplementedError
