"""Look after SMS that wait: none waits for a gateway that is gone, and none beyond its time.

What a killed service, or a gateway that was stopped, left half sent is said to be perhaps sent, also when no gateway
ever comes back to say so.

An administrator who sets the channel back to "by hand" leaves queued messages behind; each becomes work for a person in
the same second, where NEXT and the red count find it. One that a gateway which is down should have taken some time ago
becomes that too, and stays it when the gateway is back: somebody may be sending it. One that could not leave in time is
said to have expired, also while the gateway is still away: nobody waits for it any more, and the operator can still
call.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.domain.clock import Clock
from app.domain.message import Message, MessageState, Template
from app.usecases.actor import SERVICE
from app.usecases.message_changes import change_message
from app.usecases.report_message import park_messages
from app.usecases.unit_of_work import UnitOfWork

SILENT_FOR: Final = timedelta(seconds=30)
"""No wire waits so long for an answer."""

_WHY: Final = {MessageState.EXPIRED: "expired", MessageState.CANCELLED: "gateway_down"}


@dataclass(frozen=True, slots=True)
class TendMessages:
    """Look at every queued message.

    Attributes:
        is_automatic: A gateway is set for SMS, whether or not it can be reached.
        left_by: It cannot, and what should have left by then is work for a person; None = it can.
        again_after: When a text to a driver in need that was perhaps sent is sent once more.
    """

    is_automatic: bool
    left_by: datetime | None = None
    again_after: timedelta = timedelta(minutes=1)


def tend_messages(command: TendMessages, uow: UnitOfWork, clock: Clock) -> int:
    """Settle what waits in vain; return how many there were."""
    now, settled = clock.now(), park_messages(uow, clock, command.again_after, SILENT_FOR)
    for message in uow.messages.queued():
        after = _after(message, command, now)
        if after is not None:
            why = _WHY.get(after.state, "gateway_down" if command.is_automatic else "")
            change_message(after, uow, SERVICE, now, {"why": why} if why else {})
            settled += 1
    return settled


def _after(message: Message, command: TendMessages, now: datetime) -> Message | None:
    """Return what becomes of a message; None = it goes on waiting.

    Whoever would send "we have your signal" by hand calls instead.
    """
    if message.has_expired(now):
        return replace(message, state=MessageState.EXPIRED, leaves_at=None)
    if command.is_automatic and not _waits_too_long(message, command.left_by):
        return None
    if message.template is Template.WE_HAVE_YOUR_SIGNAL:
        return replace(message, state=MessageState.CANCELLED, leaves_at=None)
    return replace(message, state=MessageState.BY_HAND, leaves_at=None, expires_at=None)


def _waits_too_long(message: Message, left_by: datetime | None) -> bool:
    return left_by is not None and message.leaves_at is not None and message.leaves_at <= left_by
