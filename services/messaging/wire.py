"""What an outbox hands to a wire, and what a wire hands back. Nothing here does I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from app.domain.ids import MessageId
from app.domain.message import Message, Template
from app.domain.sms_text import Encoding, sms_text
from app.usecases.report_message import Handed, ReportMessage

_LONGEST_DOUBT: Final = (Handed.REFUSED, Handed.NO_ANSWER, Handed.NOT_LEFT, Handed.TRY_LATER)
_REPLACES: Final = {Template.CALL_US_BACK: 1, Template.WE_HAVE_YOUR_SIGNAL: 2}
"""Which "replace short message" type of 3GPP TS 23.040 a template has: a second copy then takes the place of the first.
Of a text of several parts each part would replace the one before, so those have none."""


@dataclass(frozen=True, slots=True)
class OutgoingSms:
    """One copy of a text, cut as it leaves.

    Attributes:
        copy: Which copy it is; 0 = a test of the gateway, which no store knows.
        parts: The whole text, cut.
        missing: Numbers of the parts that are to leave; those taken at an earlier try are not in it.
        valid_s: How long the gateway may try to deliver it; None = as long as it likes.
        replaces: 1 to 7: it takes the place of an earlier one of that type on most handsets; 0 = of none.
    """

    message_id: MessageId
    copy: int
    to_e164: str
    text: str
    encoding: Encoding
    parts: tuple[str, ...]
    missing: tuple[int, ...]
    valid_s: float | None
    replaces: int = 0

    @property
    def reference(self) -> int:
        """Which text the parts belong to, 0 to 255; the same at every try, so that a handset can join them."""
        return int(self.message_id[:2], 16)


@dataclass(frozen=True, slots=True)
class PartSent:
    """What came of one part; ``provider_id`` of one that was taken."""

    end: Handed
    provider_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one copy.

    Attributes:
        taken: Names of the parts that were accepted, by number.
        reason: Technical word, not personal.
    """

    taken: Mapping[int, str]
    end: Handed
    reason: str = ""


class Wire(Protocol):
    """The way to one gateway."""

    @property
    def name(self) -> str:
        """Who it leads to; the first half of the key of every receipt."""
        ...

    @property
    def is_up(self) -> bool:
        """Whether something can leave now."""
        ...

    @property
    def cuts(self) -> bool:
        """Whether a long text leaves in parts that each have a name; otherwise the far side cuts it."""
        ...

    async def send(self, sms: OutgoingSms) -> Sent:
        """Let it leave, and say what came of it. Never raises for what the far side does."""
        ...


def outgoing(message: Message, now: datetime, wire: Wire) -> OutgoingSms:
    """Return the copy of a message that leaves now by this wire."""
    text = sms_text(message.text)
    parts = text.parts if wire.cuts else (message.text,)
    taken = message.accepted_of(message.copies)
    numbers = range(1, len(parts) + 1)
    is_alone = len(text.parts) == 1
    return OutgoingSms(
        message_id=message.message_id,
        copy=message.copies,
        to_e164=message.to_e164,
        text=message.text,
        encoding=text.encoding,
        parts=parts,
        missing=tuple(number for number in numbers if number not in taken),
        valid_s=None if message.expires_at is None else max(1.0, (message.expires_at - now).total_seconds()),
        replaces=_REPLACES.get(message.template, 0) if is_alone else 0,
    )


def joined(parts: Mapping[int, PartSent]) -> Sent:
    """Return what came of a copy by what came of its parts: the worst word decides."""
    taken = {number: part.provider_id for number, part in parts.items() if part.end is Handed.TAKEN}
    ends = {part.end: part.reason for part in parts.values()}
    for end in _LONGEST_DOUBT:
        if end in ends:
            return Sent(taken, end, ends[end])
    return Sent(taken, Handed.TAKEN)


def report(sms: OutgoingSms, gateway: str, sent: Sent, again_at: datetime | None = None) -> ReportMessage:
    """Return what the store is told."""
    return ReportMessage(
        message_id=sms.message_id,
        gateway=gateway,
        copy=sms.copy,
        of=len(sms.parts),
        taken=sent.taken,
        end=sent.end,
        reason=sent.reason,
        again_at=again_at,
    )
