"""What a gateway that speaks HTTP is told and what it answers, by templates that an administrator fills in.

A template is JSON with marks in its texts ({to}, {text} ...). It is read first and filled afterwards, so that no
quotation mark of a text can become part of the structure. Nothing here does I/O.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

from app.domain.message import MessageState
from app.usecases.report_message import Handed
from services.messaging.wire import OutgoingSms, PartSent

_MARK: Final = re.compile(r"\{(to|to_digits|text|sender|reference|valid_s)\}")
_LATER: Final = (429, 503)
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_LONGEST_NAME: Final = 120


class TemplateUnusable(Exception):
    """A template, path or address that cannot be meant; the message says which."""


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Which words of a gateway mean what; any other means that it is still on its way."""

    delivered: frozenset[str]
    undelivered: frozenset[str]
    expired: frozenset[str]
    rejected: frozenset[str]

    def state_of(self, word: str) -> MessageState:
        """Return what a word means."""
        for words, state in (
            (self.delivered, MessageState.DELIVERED),
            (self.undelivered, MessageState.UNDELIVERED),
            (self.expired, MessageState.EXPIRED),
            (self.rejected, MessageState.REJECTED),
        ):
            if word.casefold() in words:
                return state
        return MessageState.ACCEPTED


def template_of(text: str) -> Mapping[str, object]:
    """Return a template as what it is.

    Raises:
        TemplateUnusable: It is no JSON object.
    """
    try:
        template = json.loads(text)
    except ValueError:
        raise TemplateUnusable("the template is no JSON") from None
    if not isinstance(template, dict):
        raise TemplateUnusable("the template is no JSON object")
    return template


def filled(template: object, values: Mapping[str, str]) -> object:
    """Return the template with every mark of its texts replaced."""
    if isinstance(template, dict):
        return {key: filled(part, values) for key, part in template.items()}
    if isinstance(template, list):
        return [filled(part, values) for part in template]
    if not isinstance(template, str):
        return template
    return _MARK.sub(lambda found: values[found[1]], template)


def values_of(sms: OutgoingSms, sender: str) -> dict[str, str]:
    """Return what the marks stand for."""
    return {
        "to": sms.to_e164,
        "to_digits": sms.to_e164.removeprefix("+"),
        "text": sms.text,
        "sender": sender,
        "reference": sms.message_id,
        "valid_s": "" if sms.valid_s is None else str(round(sms.valid_s)),
    }


def at_path(answer: object, path: str) -> str:
    """Return the text or number at a path ("messages.0.id"); empty = there is none."""
    for step in filter(None, path.split(".")):
        if isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(answer, list) and step.isdecimal() and int(step) < len(answer):
            answer = answer[int(step)]
        else:
            return ""
    is_name = isinstance(answer, str | int) and not isinstance(answer, bool)
    return str(answer)[:_LONGEST_NAME] if is_name else ""


def part_of(status: int, body: bytes, id_path: str) -> PartSent:
    """Return what an answer says of a text that was handed in."""
    if 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls success
        return PartSent(Handed.TAKEN, at_path(read_json(body), id_path))
    reason = f"http_{status}"
    if status in _LATER:
        return PartSent(Handed.TRY_LATER, reason="throttled" if status == _LATER[0] else reason)
    is_refused = 400 <= status < 500 or 300 <= status < 400  # noqa: PLR2004 - nobody took it
    return PartSent(Handed.REFUSED if is_refused else Handed.NO_ANSWER, reason=reason)


def read_json(body: bytes) -> object:
    """Return an answer as JSON; None = it is none."""
    try:
        answer: object = json.loads(body)
    except ValueError:
        return None
    return answer


def checked_address(address: str) -> str:
    """Return an address to which a secret may go: encrypted, or this very machine.

    Raises:
        TemplateUnusable: It is none.
    """
    try:
        parts, host = urlsplit(address), httpx.URL(address).host
    except (ValueError, httpx.InvalidURL):
        raise TemplateUnusable("the address cannot be read") from None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not is_safe or not host:
        raise TemplateUnusable("the address must begin with https://")
    return address


def words_of(text: str) -> frozenset[str]:
    """Return words with commas between."""
    return frozenset(word.strip().casefold() for word in text.split(",") if word.strip())
