"""Join the fragments of one message.

All fragments of a message share device, boot id and sequence and differ in their fragment number; all but the last say
that more follow. Each is a frame of its own: sealed, stored and acknowledged by itself, in any order. Joined payloads
are the message.
"""

from collections.abc import Mapping

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.header import MAX_FRAGMENTS, Flag, Header


def joined(fragments: Mapping[int, tuple[Header, bytes]]) -> bytes | None:
    """Return the whole payload of the fragments received so far, by their number; None while one is missing.

    Raises:
        UplinkError: Two fragments say they are the last, or one is beyond the last or beyond what is allowed.
    """
    if not fragments:
        return None
    last = [number for number, (header, _) in fragments.items() if not header.flags & Flag.MORE_FRAGMENTS]
    if len(last) > 1 or max(fragments) >= MAX_FRAGMENTS or (last and max(fragments) > last[0]):
        raise UplinkError(UplinkErrorCode.BAD_COUNT, "fragments that do not belong together")
    if not last or len(fragments) <= last[0]:
        return None
    return b"".join(fragments[number][1] for number in range(last[0] + 1))
