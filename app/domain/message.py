"""Text messages to people, and how far each one got.

Words follow facts: a message whose channel is "by hand" is to do until somebody ticks it, "accepted" is only ever said
by a gateway that gave an id, and "delivered" only by a receipt. The row is written before anything leaves the house,
and is unique per (case, template, recipient, attempt).

No client can close the window between "it left" and "we know that it left": the protocols have no key that makes a
second copy impossible. So what happens to a message that was *being sent* when the line or the service died is decided
by its template. Most are parked: perhaps sent, and nobody sends them again. The texts to a driver in need are sent once
more after a minute without an answer, because a second copy harms nobody and none might.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.ids import CaseId, MessageId
from app.domain.subscription import Language


class TemplateKind(StrEnum):
    """What a text is for; it decides what is done when nobody knows whether it was sent."""

    EMERGENCY = "emergency"
    LIFE_CYCLE = "life_cycle"
    WRITTEN = "written"

    @property
    def is_sent_once_more(self) -> bool:
        """Whether one that was perhaps sent is sent a second time; such a text is harmless when doubled."""
        return self is TemplateKind.EMERGENCY


class Template(StrEnum):
    """The texts the centre sends; wording and languages are in the catalogues."""

    CALL_US_BACK = "call_us_back"
    WE_HAVE_YOUR_SIGNAL = "we_have_your_signal"
    BATTERY_DROP = "battery_drop"
    OPERATORS_TEXT = "operators_text"

    @property
    def kind(self) -> TemplateKind:
        """What it is for."""
        return _KINDS[self]


_KINDS: Final = {
    Template.CALL_US_BACK: TemplateKind.EMERGENCY,
    Template.WE_HAVE_YOUR_SIGNAL: TemplateKind.EMERGENCY,
    Template.BATTERY_DROP: TemplateKind.LIFE_CYCLE,
    Template.OPERATORS_TEXT: TemplateKind.WRITTEN,
}


class MessageState(StrEnum):
    """States of an outgoing SMS, and those of the tray."""

    BY_HAND = "by_hand"
    DONE_BY_HAND = "done_by_hand"
    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    EXPIRED = "expired"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"

    @property
    def failed(self) -> bool:
        """Whether it is known that nobody will read it."""
        return self in (MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.REJECTED)


_LAST_WORDS: Final = (
    MessageState.REJECTED,
    MessageState.EXPIRED,
    MessageState.UNDELIVERED,
    MessageState.DELIVERED,
)
_WORDS: Final = (MessageState.ACCEPTED, *_LAST_WORDS)
"""What a gateway says of one part. Whichever of two words came first, the later one in this order holds."""

_HOPE: Final = (*_LAST_WORDS[:3], MessageState.ACCEPTED, MessageState.DELIVERED)
"""How much may still be hoped of a copy, the least first."""


def better(one: MessageState, other: MessageState) -> MessageState:
    """Return which of two words about one part holds: the same for every order in which they come."""
    return max(one, other, key=_WORDS.index)


@dataclass(frozen=True, slots=True)
class SentPart:
    """One part of a text as a gateway took it.

    Attributes:
        copy: 1, or 2 for what was sent once more.
        number: From 1.
        of: How many parts the text has.
        provider_id: Name the gateway gave it; empty = it gave none, and there will be no receipt.
        state: ``ACCEPTED``, or what its receipts say.
    """

    copy: int
    number: int
    of: int
    provider_id: str
    state: MessageState = MessageState.ACCEPTED


@dataclass(frozen=True, slots=True)
class Message:
    """One SMS.

    Attributes:
        language: None = several languages in one text.
        leaves_at: Until then anybody may stop it, and no channel may take it; None = a person sends it, or nobody does
            any more. Of one that was perhaps sent: when it is sent once more.
        expires_at: Later than this it is worth nothing; None = the gateway decides.
        tries: How often it was given to a gateway.
        copies: How often it may be at the driver's: 0 before it left, 2 when it was sent once more.
        gateway: Who took it; the first half of the key of its receipts.
        parts: What was accepted, by copy and number.
        reason: Why it was refused or put back, in a technical word; empty = it was not.
    """

    message_id: MessageId
    case_id: CaseId
    template: Template
    attempt: int
    to_e164: str
    language: Language | None
    text: str
    state: MessageState
    created_at: datetime
    changed_at: datetime
    leaves_at: datetime | None = None
    expires_at: datetime | None = None
    tries: int = 0
    copies: int = 0
    gateway: str = ""
    parts: tuple[SentPart, ...] = ()
    reason: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether the service has still to do something about it."""
        waits_again = self.state is MessageState.UNKNOWN and self.leaves_at is not None
        return self.state in (MessageState.QUEUED, MessageState.SENDING) or waits_again

    def has_expired(self, now: datetime) -> bool:
        """Whether it is too late to send it."""
        return self.expires_at is not None and self.expires_at <= now

    def accepted_of(self, copy: int) -> frozenset[int]:
        """Return the numbers of the parts of a copy that a gateway took."""
        return frozenset(part.number for part in self.parts if part.copy == copy)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a gateway said of one part after it took it.

    Attributes:
        gateway: Who says so.
        provider_id: The name that gateway gave the part.
        state: ``DELIVERED``, ``UNDELIVERED``, ``EXPIRED``, ``REJECTED``, or ``ACCEPTED`` for "not yet".
        reason: Its technical word for why; empty = it gave none.
    """

    gateway: str
    provider_id: str
    state: MessageState
    received_at: datetime
    reason: str = ""


def reached(parts: Iterable[SentPart]) -> MessageState | None:
    """Return how far a text got by its parts; None = no copy of it was taken whole.

    A copy is worth what its worst part is: half a text is none. Of two copies the better one counts. The answer
    depends on the parts alone, so no order of answers and receipts makes it another.
    """
    copies: dict[int, list[SentPart]] = {}
    for part in parts:
        copies.setdefault(part.copy, []).append(part)
    whole = [min((part.state for part in copy), key=_HOPE.index) for copy in copies.values() if _is_whole(copy)]
    return max(whole, key=_HOPE.index, default=None)


def _is_whole(copy: list[SentPart]) -> bool:
    return len({part.number for part in copy}) == copy[0].of
