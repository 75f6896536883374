"""What the desk may ask of an S2 box, as a COMMAND frame.

A COMMAND is encrypted, because it says which car somebody is looking for. Its boot id and sequence are the number of
the question, which never repeats (``app.domain.box_command.new_wire_number``), so the nonce never does; sent again it
is the same bytes. It names until when it may be done: a box that slept must not do tomorrow what was asked today.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.box_command import BoxCommand, BoxOrder, wire_parts
from services.uplink.s2.header import Flag, FrameType, Header
from services.uplink.s2.keys import Direction, DirectionKeys
from services.uplink.s2.payload import Key, write_payload
from services.uplink.s2.seal import seal

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PARAMETER, _VALUE, _PERIOD_S = range(3)


def command_frame(command: BoxCommand, key_id: int, keys: DirectionKeys) -> bytes:
    """Return the frame that asks.

    Args:
        command: As stored.
        key_id: Of the key the box spoke with last.
        keys: Of the downward direction under that key.
    """
    boot_id, sequence = wire_parts(command.wire_number)
    payload = write_payload(
        {
            Key.TIMESTAMP: _milliseconds(command.asked_at),
            Key.VERB: command.order.request.value,
            Key.PARAMETERS: _parameters(command.order),
            Key.VALID_UNTIL: _milliseconds(command.expires_at),
        }
    )
    header = Header(
        type=FrameType.COMMAND,
        flags=Flag.ENCRYPTED,
        key_id=key_id,
        fragment=0,
        imei=command.imei,
        boot_id=boot_id,
        sequence=sequence,
        event_id=0,
        payload_bytes=len(payload),
    )
    return seal(header, payload, keys, Direction.DOWN)


def _parameters(order: BoxOrder) -> dict[int, object]:
    values = {_PARAMETER: order.parameter, _VALUE: order.value, _PERIOD_S: order.period_s}
    return {key: value for key, value in values.items() if value is not None}


def _milliseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(milliseconds=1)
