"""What a Teltonika box says when it was asked something: text, and sometimes a place or a version in it.

The texts differ from firmware to firmware, so little is taken for granted: the whole text is always kept, and only what
is written the way the maker documents it becomes a place or a version. An answer does not name its question; one of a
known form at least says what kind of question it was.

Where a text is from: the maker's lists of SMS and GPRS commands (getgps, getver, setparam). A box refuses a command
whose IMEI is not its own with a message type (codec 14), and any other with words; those that begin with "error" or
"unknown" are taken for a refusal.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from app.domain.box_command import BoxAnswer, BoxRequest
from services.uplink.teltonika.commands import CommandMessage, MessageType

LONGEST_TEXT: Final = 2000

_POSITION: Final = re.compile(r"GPS: ?(\d+) +Sat: ?\d+ +Lat: ?(-?\d{1,3}\.?\d*) +Long: ?(-?\d{1,3}\.?\d*)")
_TIME: Final = re.compile(r"Date: ?(\d{4})/(\d{1,2})/(\d{1,2}) +Time: ?(\d{1,2}):(\d{1,2}):(\d{1,2})")
_VERSION: Final = re.compile(r"^Ver:([\w.\-]{1,60})")
_PARAMETER: Final = re.compile(r"^(Param ID|New value)\b", re.IGNORECASE)
_REFUSAL: Final = re.compile(r"^(error|unknown)\b", re.IGNORECASE)
_READABLE: Final = frozenset(bytes(range(0x20, 0x7F)) + b"\r\n\t")
_SETTINGS: Final = frozenset({BoxRequest.PARAMETER, BoxRequest.TRACKING})
_LAST_LATITUDE: Final = 90
_LAST_LONGITUDE: Final = 180


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, read as far as it can be. ``about``: what kind of question it may answer; empty = it does not show."""

    answer: BoxAnswer
    about: frozenset[BoxRequest] = frozenset()
    is_refusal: bool = False


def read_reply(message: CommandMessage) -> Reply:
    """Read the answer in a message; never fails."""
    text = _text(message.payload)
    if message.type == MessageType.WRONG_IMEI or _REFUSAL.match(text):
        return Reply(BoxAnswer(text), is_refusal=True)
    version = _VERSION.match(text)
    if version is not None:
        return Reply(BoxAnswer(text, firmware=version[1]), frozenset({BoxRequest.FIRMWARE}))
    place = _POSITION.search(text)
    if place is not None:
        return Reply(_with_place(text, place), frozenset({BoxRequest.POSITION}))
    return Reply(BoxAnswer(text), _SETTINGS if _PARAMETER.match(text) else frozenset())


def _text(payload: bytes) -> str:
    """Return what can be read of it; bytes that are no printable ASCII stand as their numbers."""
    stripped = payload[:LONGEST_TEXT].strip(b"\r\n \x00")
    return "".join(chr(byte) if byte in _READABLE else f"\\x{byte:02x}" for byte in stripped)


def _with_place(text: str, place: "re.Match[str]") -> BoxAnswer:
    latitude, longitude = float(place[2]), float(place[3])
    has_fix = int(place[1]) > 0 and abs(latitude) <= _LAST_LATITUDE and abs(longitude) <= _LAST_LONGITUDE
    return BoxAnswer(text, latitude, longitude, _time(text)) if has_fix else BoxAnswer(text)


def _time(text: str) -> datetime | None:
    found = _TIME.search(text)
    if found is None:
        return None
    try:
        return datetime(*(int(part) for part in found.groups()), tzinfo=UTC)  # type: ignore[arg-type, misc]  # six numbers
    except ValueError:
        return None
