"""What the desk may ask of a Teltonika box, as messages of codec 12, or of codec 14 where the box is to check its IMEI.

The texts are the maker's GPRS commands. Tracking has no command of its own: a box tracks by sending often, so it is
asked to keep and send a record every few seconds while it moves, and later told to go back to what its configuration
had. The numbers are those of the FMB, FMC and FMM families on their home network; other families have others.

Codecs 13 and 15 are not sent: 13 is 12 with a time and 15 is 14 with one, and both only travel from the box to the
service. What a box sends in them is read all the same.
"""

from typing import Final

from app.domain.box_command import BoxOrder, BoxRequest
from app.domain.ids import Imei
from services.uplink.teltonika.codecs import Codec
from services.uplink.teltonika.commands import CommandMessage, MessageType

MOVING_MIN_PERIOD: Final = 10050
"""Parameter: seconds between two records while moving."""
MOVING_SEND_PERIOD: Final = 10055
"""Parameter: seconds between two transmissions while moving."""


def message_of(order: BoxOrder, imei: Imei) -> CommandMessage:
    """Return the message that says an order to the box of this IMEI; ``order`` as ``command_box`` stored it."""
    text = _text(order).encode("ascii")
    if order.checks_imei:
        return CommandMessage(Codec.CODEC_14, MessageType.COMMAND, 1, None, f"0{imei}", text)
    return CommandMessage(Codec.CODEC_12, MessageType.COMMAND, 1, None, None, text)


def _text(order: BoxOrder) -> str:
    if order.request is BoxRequest.POSITION:
        return "getgps"
    if order.request is BoxRequest.FIRMWARE:
        return "getver"
    if order.request is BoxRequest.TRACKING:
        return f"setparam {MOVING_MIN_PERIOD}:{order.period_s};{MOVING_SEND_PERIOD}:{order.period_s}"
    return f"setparam {order.parameter}:{order.value}"
