"""A delivery report (RFC 3464) about one of our mails, out of whatever lies in a mailbox.

Anything may lie there, so everything is taken as it comes and nothing is believed but what is needed: whose mail it is
about, whether a mailbox has it, and the status number. Mail of people, reports about the mail of others, reports that
it takes longer and garbage are no reports here. Addresses and the words of a far server are left where they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from typing import Final

from app.domain.ids import SendingId

_ENVELOPE: Final = re.compile(r"order-([0-9a-f]{32})", re.IGNORECASE)
_MESSAGE_ID: Final = re.compile(r"<order-([0-9a-f]{32})@([^<>@\s]+)>", re.IGNORECASE)
_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What became of a mail.

    Attributes:
        is_delivered: A mailbox has it; that anybody reads it is not said. False: it never will.
        status: The number of RFC 3463; empty = none was given.
    """

    sending_id: SendingId
    is_delivered: bool
    status: str = ""


def report_of(raw: bytes, domain: str) -> DeliveryReport | None:
    """Read one mail; None = it is no final report about a mail from ``domain`` of ours."""
    mail = message_from_bytes(raw)
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return None
    parts = tuple(mail.walk())
    blocks = [block for part in parts for block in _blocks(part)]
    sending_id = _by_envelope(blocks) or _by_message_id(parts, domain)
    ends = {_field(block, "Action").split(";")[0].strip().casefold(): block for block in blocks}
    end = ends.get("delivered") or ends.get("failed")
    if sending_id is None or end is None:
        return None
    status = _STATUS.search(_field(end, "Status"))
    return DeliveryReport(sending_id, "delivered" in ends, "" if status is None else status.group())


def _blocks(part: Message) -> Iterator[Message]:
    """Give the groups of fields of a delivery-status part: that of the mail, then one for each recipient."""
    payload = part.get_payload()
    if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _by_envelope(blocks: list[Message]) -> SendingId | None:
    for block in blocks:
        found = _ENVELOPE.fullmatch(_field(block, "Original-Envelope-Id"))
        if found is not None:
            return SendingId(found.group(1).lower())
    return None


def _by_message_id(parts: tuple[Message, ...], domain: str) -> SendingId | None:
    """Read whose mail came back with the report: the whole of it, or its headers."""
    for part in parts:
        found = _MESSAGE_ID.fullmatch(_field(_returned(part), "Message-ID"))
        if found is not None and found.group(2).casefold() == domain.casefold():
            return SendingId(found.group(1).lower())
    return None


def _returned(part: Message) -> Message:
    payload = part.get_payload()
    if part.get_content_type() == "text/rfc822-headers" and isinstance(payload, str):
        return message_from_string(payload)
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
        first = payload[0]
        return first if isinstance(first, Message) else Message()
    return Message()


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()
