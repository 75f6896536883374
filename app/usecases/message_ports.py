"""Where SMS and what gateways said of them are kept; part of ``app.usecases.ports`` in all but its file."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from app.domain.gateway import Backlog
from app.domain.ids import CaseId, MessageId
from app.domain.message import Message, Receipt


class MessageRepository(Protocol):
    """SMS, unique per (case, template, recipient, attempt), and the receipts that came before their SMS was known."""

    def put(self, message: Message) -> None:
        """Store or replace the message, and know it by the names its gateway gave its parts.

        Raises:
            Conflict: ``already_sent``: there is another one of this case, template, recipient and attempt.
        """
        ...

    def get(self, message_id: MessageId) -> Message:
        """Return the message.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def of_case(self, case_id: CaseId) -> tuple[Message, ...]:
        """Return the messages of a case, oldest first."""
        ...

    def due(self, now: datetime) -> tuple[Message, ...]:
        """Return what may leave now: queued, or perhaps sent and to be sent once more; oldest first."""
        ...

    def queued(self) -> tuple[Message, ...]:
        """Return every queued message, oldest first."""
        ...

    def sending(self) -> tuple[Message, ...]:
        """Return the messages that are being sent, oldest first."""
        ...

    def of_part(self, gateway: str, provider_id: str) -> MessageId | None:
        """Return the newest message a gateway gave this name to, or None."""
        ...

    def hold_receipt(self, receipt: Receipt) -> None:
        """Keep a receipt of a part that is not known yet; of two of the same name the better one stays."""
        ...

    def take_receipts(self, gateway: str, provider_ids: Collection[str], since: datetime) -> tuple[Receipt, ...]:
        """Return the receipts held for these names that came since then, and hold them no more."""
        ...

    def drop_receipts(self, before: datetime) -> None:
        """Hold no receipt that is older: a gateway may give the same name again."""
        ...


class MessageReader(Protocol):
    """Reads of the outbox; every method is one short read."""

    def messages_waiting(self, limit: int) -> tuple[Message, ...]:
        """Return what is to leave now or later, the first to leave first."""
        ...

    def messages_sending(self) -> tuple[Message, ...]:
        """Return the messages that are being sent, oldest first."""
        ...

    def messages_accepted(self, gateway: str, since: datetime, limit: int) -> tuple[Message, ...]:
        """Return the messages a gateway took since then and has given no last word of, oldest first."""
        ...

    def sms_backlog(self, now: datetime) -> Backlog:
        """Return how many SMS should have left by now, and since when the first of them should."""
        ...

    def cases_without_help(self, hit_before: datetime, hit_since: datetime) -> tuple[CaseId, ...]:
        """Return the open cases of cars hit in that time that nobody claims, or has claimed since."""
        ...
