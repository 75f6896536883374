"""Which frames cannot wait for the next group commit.

Before the box's model is looked up nobody knows what its numbers mean, so this looks at the common ones and errs on the
side of
hurry: a commit too many costs a few milliseconds, a crash that waits costs the same the other way round.
"""

from typing import Final

from services.uplink.teltonika.io_elements import COMMON
from services.uplink.teltonika.messages import AvlPacket, AvlRecord

PANIC: Final = 2

_URGENT: Final = tuple(element.number for element in (COMMON.crash, COMMON.alarm) if element is not None)


def is_event(packet: AvlPacket) -> bool:
    """Say whether any record tells of a crash, an alarm button, or has panic priority."""
    return any(_is_urgent(record) for record in packet.records)


def _is_urgent(record: AvlRecord) -> bool:
    return record.priority >= PANIC or any(any(record.io.get(number, b"")) for number in _URGENT)
