"""What leaves the house for a partner: one row for every order version, committed before the wire is touched.

The id of a sending is the Message-ID of its mail and the Idempotency-Key of its request, for ever: sent again after a
crash it is the same thing to whoever gets it twice. Its words are written into the row when it is made, so that a
second try cannot say something else. "Accepted" is the word of the first server that took it, "delivered" of the
mailbox; that a person reads it and comes is neither.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.ids import CaseId, OrderId, ProviderId, SendingId
from app.domain.subscription import Language


class SendingChannel(StrEnum):
    """By which road."""

    MAIL = "mail"
    REST = "rest"


class SendingPurpose(StrEnum):
    """What it asks of the partner."""

    OFFER = "offer"
    CHANGE = "change"
    CANCEL = "cancel"


class SendingState(StrEnum):
    """How far it got."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    STOPPED = "stopped"


_NEXT: Final[dict[SendingState, frozenset[SendingState]]] = {
    SendingState.QUEUED: frozenset({SendingState.SENDING, SendingState.STOPPED, SendingState.FAILED}),
    SendingState.SENDING: frozenset(
        {SendingState.QUEUED, SendingState.ACCEPTED, SendingState.DELIVERED, SendingState.FAILED}
    ),
    SendingState.ACCEPTED: frozenset({SendingState.DELIVERED, SendingState.FAILED}),
}

WAITS: Final = frozenset({SendingState.QUEUED, SendingState.SENDING})
"""The outbox has still to do something."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One order version on its way to a partner.

    Attributes:
        version: Of the order; the cancellation of an order has the version after its last.
        to: Address of mail, or base of the partner's interface.
        document: The order as JSON, as it will be sent; personal.
        leaves_at: Until then anybody may stop it; after a failed try, when the next one is due.
        tries: How often the wire was touched.
        reference: The partner's own id, or the answer of the mail server; empty = none yet.
        fault: Technical words of the last failure; not personal.
        may_have_arrived: A try of it ended so that nobody knows whether its partner has it.
    """

    sending_id: SendingId
    order_id: OrderId
    case_id: CaseId
    provider_id: ProviderId
    version: int
    purpose: SendingPurpose
    channel: SendingChannel
    to: str
    language: Language
    document: str
    state: SendingState
    tries: int
    created_at: datetime
    changed_at: datetime
    leaves_at: datetime
    reference: str = ""
    fault: str = ""
    may_have_arrived: bool = False


def may_go(state: SendingState, following: SendingState) -> bool:
    """Whether a sending may go from one state to the other."""
    return following in _NEXT.get(state, frozenset())
