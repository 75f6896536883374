"""What the desk may ask of a Teltonika box, as messages of codec 12.

The texts are the maker's GPRS commands. Tracking has no command of its own: a box tracks by sending often, so it is
asked to keep and send a record every few seconds while it moves, and later told to go back to what its configuration
had. The numbers are those of the FMB, FMC and FMM families on their home network; other families have others, and get
no tracking from here.
"""

from typing import Final

from services.uplink.teltonika.codecs import Codec
from services.uplink.teltonika.commands import CommandMessage, MessageType

MOVING_MIN_PERIOD: Final = 10050
"""Parameter: seconds between two records while moving."""
MOVING_SEND_PERIOD: Final = 10055
"""Parameter: seconds between two transmissions while moving."""
_LAST_PERIOD_S: Final = 2_592_000
"""Thirty days, the largest period the boxes take."""


def ask_position() -> CommandMessage:
    """Ask for the present place; the box answers in text."""
    return _command("getgps")


def set_parameter(number: int, value: str) -> CommandMessage:
    """Set one parameter of the box's configuration.

    Raises:
        ValueError: No parameter has such a number, or the value would end the command or begin another.
    """
    if number < 0 or not value.isascii() or not value.isprintable() or ";" in value:
        raise ValueError(f"parameter {number} cannot be set to {value!r}")
    return _command(f"setparam {number}:{value}")


def send_every(period_s: int) -> tuple[CommandMessage, ...]:
    """Ask for a record and a transmission every so many seconds while the car moves.

    Raises:
        ValueError: Less than a second or more than thirty days.
    """
    if not 1 <= period_s <= _LAST_PERIOD_S:
        raise ValueError(f"{period_s} s is no period a box takes")
    return tuple(set_parameter(number, str(period_s)) for number in (MOVING_MIN_PERIOD, MOVING_SEND_PERIOD))


def _command(text: str) -> CommandMessage:
    return CommandMessage(Codec.CODEC_12, MessageType.COMMAND, 1, None, None, text.encode("ascii"))
