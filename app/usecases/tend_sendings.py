"""Look after orders that wait for a road: none waits for a gateway that is gone, and none beyond its time.

The outbox of a gateway that is down takes nothing, and one that an administrator set back to "by hand" has no outbox
any more; what waits there would wait for ever. It is given up here as a try that failed would be: an offer becomes one
to be phoned, with its partner kept, where NEXT and the red count find it. What such a gateway was sending may have
arrived.
"""

from datetime import datetime, timedelta
from typing import Final

from app.domain.ids import SendingId
from app.domain.sending import WAITS, Sending, SendingPurpose, SendingState
from app.usecases.order_channels import DOWN_FOR, OrderChannels
from app.usecases.pass_on_order import Moment
from app.usecases.sending_outcomes import NotSent, give_up, patience_of

SILENT_FOR: Final = timedelta(minutes=1)
"""No wire waits so long for an answer."""


def needs_tending(sending: Sending, channels: OrderChannels, now: datetime) -> bool:
    """Whether it waits in vain, and nobody else will decide about it."""
    is_open = sending.channel in channels.open_roads
    if sending.state not in WAITS or (is_open and sending.channel not in channels.down_roads):
        return False
    if sending.state is SendingState.SENDING:
        return now - sending.changed_at >= SILENT_FOR
    if is_open and sending.purpose is SendingPurpose.OFFER:
        return now - sending.leaves_at >= DOWN_FOR
    return not is_open or now - sending.created_at >= patience_of(sending)


def tend_sending(sending_id: SendingId, moment: Moment) -> Sending | None:
    """Give it up if it waits in vain; None = it may still leave."""
    sending, now = moment.uow.sendings.get(sending_id), moment.clock.now()
    if not needs_tending(sending, moment.channels, now):
        return None
    fault = "gateway_down" if sending.channel in moment.channels.open_roads else "by_hand"
    was_leaving = sending.state is SendingState.SENDING
    return give_up(sending, NotSent(sending_id, fault, is_final=False, may_have_arrived=was_leaving), moment.uow, now)
