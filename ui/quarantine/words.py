"""Messages kept aside, in words: from where, why they could not be read, and their bytes."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.api.senders import QuarantinedInfo
from app.domain.clock import age_s
from app.domain.uplink import UplinkSource
from app.i18n import _
from ui.quarantine.state import FrameLine
from ui.words.times import age_text, moment

COLUMNS: tuple[Callable[[], str], ...] = (
    lambda: _("Waiting for"),
    lambda: _("Received"),
    lambda: _("Box"),
    lambda: _("Came by"),
    lambda: _("Why it could not be read"),
    lambda: _("Bytes"),
)
"""Titles of the columns."""

SOURCES: Mapping[UplinkSource, Callable[[], str]] = {
    UplinkSource.TELTONIKA_TCP: lambda: _("Teltonika, TCP"),
    UplinkSource.TELTONIKA_UDP: lambda: _("Teltonika, UDP"),
    UplinkSource.S2_TCP: lambda: _("S2, TCP"),
    UplinkSource.S2_UDP: lambda: _("S2, UDP"),
    UplinkSource.S2_FEED: lambda: _("S2, data provider"),
    UplinkSource.MSD_FEED: lambda: _("eCall MSD, another centre"),
}

FAULTS: Mapping[str, Callable[[], str]] = {
    "bad_login": lambda: _("the box did not say who it is as it should"),
    "bad_preamble": lambda: _("it does not begin as a message does"),
    "bad_length": lambda: _("it is not as long as it says"),
    "too_long": lambda: _("it is longer than a message may be"),
    "bad_checksum": lambda: _("it was damaged on the way"),
    "bad_count": lambda: _("it does not hold as many records as it says"),
    "bad_record": lambda: _("a record in it cannot be read"),
    "bad_timestamp": lambda: _("its time cannot be"),
    "truncated": lambda: _("its end is missing"),
    "unknown_codec": lambda: _("it is of a kind this version does not know"),
    "unknown_version": lambda: _("it is of a version this program does not know"),
    "unknown_device": lambda: _("its box is not on record"),
    "unknown_key": lambda: _("it was sealed with a key we do not have"),
    "not_authentic": lambda: _("it cannot be proved who sent it"),
    "not_standard": lambda: _("it does not keep to the standard"),
    "buffer_full": lambda: _("it was too much at once"),
}
"""Codes of the decoders (``services.uplink.errors``); a test holds the two together."""

PROCESSING = "processing failed"
_PER_LINE = 16
_PRINTABLE = range(0x20, 0x7F)


def fault_words(reason: str) -> str:
    """Say why a message could not be read; a word nobody knows is shown as it is."""
    if reason.startswith(PROCESSING):
        return _("it was read, but handling it failed: a fault of this program")
    known = FAULTS.get(reason)
    return known() if known is not None else reason


def frame_line(frame: QuarantinedInfo, now: datetime) -> FrameLine:
    """Return a message as a line of the list."""
    return FrameLine(
        age=age_text(age_s(frame.received_at, now)),
        received=moment(frame.received_at),
        box=frame.imei,
        source=SOURCES[frame.source](),
        fault=fault_words(frame.reason),
        size=str(frame.bytes),
    )


def hex_lines(content: str) -> str:
    """Return bytes (two digits each) as lines: place, sixteen bytes, what of them can be printed."""
    payload = bytes.fromhex(content)
    return "\n".join(_hex_line(payload, start) for start in range(0, len(payload), _PER_LINE))


def _hex_line(payload: bytes, start: int) -> str:
    part = payload[start : start + _PER_LINE]
    shown = "".join(chr(byte) if byte in _PRINTABLE else "·" for byte in part)
    return f"{start:06x}  {part.hex(' '):<{3 * _PER_LINE - 1}}  {shown}"
