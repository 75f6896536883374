"""Text messages to people, and how far each one got.

Words follow facts: a message whose channel is "by hand" is to do until somebody ticks it, and "delivered" is only ever
said by a receipt. The row is written before anything leaves the house, and is unique per (case, template, recipient,
attempt).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import CaseId, MessageId
from app.domain.subscription import Language


class Template(StrEnum):
    """The texts the centre sends; wording and languages are in the catalogues."""

    CALL_US_BACK = "call_us_back"


class MessageState(StrEnum):
    """States of an outgoing SMS (``integration.md`` 2.2), plus those of the tray."""

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


@dataclass(frozen=True, slots=True)
class Message:
    """One SMS.

    Attributes:
        language: None = several languages in one text.
        leaves_at: Until then anybody may stop it, and no channel may take it; None = a person sends it.
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
