"""Look after SMS that wait: none waits for a gateway that is gone, and none beyond its time.

An administrator who sets the channel back to "by hand" leaves queued messages behind; each becomes work for a person in
the same second, where NEXT and the red count find it. One that a gateway which is down should have taken some time ago
becomes that too, and stays it when the gateway is back: somebody may be sending it. One that could not leave in time is
said to have expired, also while the gateway is still away: nobody waits for it any more, and the operator can still
call.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.clock import Clock
from app.domain.message import Message, MessageState
from app.usecases.actor import SERVICE
from app.usecases.message_changes import change_message
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TendMessages:
    """Look at every queued message.

    Attributes:
        is_automatic: A gateway is set for SMS, whether or not it can be reached.
        left_by: It cannot, and what should have left by then is work for a person; None = it can.
    """

    is_automatic: bool
    left_by: datetime | None = None


def tend_messages(command: TendMessages, uow: UnitOfWork, clock: Clock) -> int:
    """Settle what waits in vain; return how many there were."""
    now, settled = clock.now(), 0
    for message in uow.messages.queued():
        if message.has_expired(now):
            ended = replace(message, state=MessageState.EXPIRED, leaves_at=None)
            change_message(ended, uow, SERVICE, now, {"why": "expired"})
        elif not command.is_automatic or _waits_too_long(message, command.left_by):
            left = replace(message, state=MessageState.BY_HAND, leaves_at=None, expires_at=None)
            change_message(left, uow, SERVICE, now, {} if not command.is_automatic else {"why": "gateway_down"})
        else:
            continue
        settled += 1
    return settled


def _waits_too_long(message: Message, left_by: datetime | None) -> bool:
    return left_by is not None and message.leaves_at is not None and message.leaves_at <= left_by
