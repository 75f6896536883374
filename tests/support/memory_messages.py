"""SMS in dictionaries, with the names gateways gave them and the receipts that came too early."""

from collections.abc import Collection
from datetime import datetime

from app.domain.errors import Conflict, NotFound
from app.domain.ids import CaseId, MessageId
from app.domain.message import Message, MessageState, Receipt, better
from app.persistence.obligation import Obligation


class InMemoryMessageRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.messages: dict[MessageId, Message] = {}
        self.names: dict[tuple[str, str], MessageId] = {}
        self.held: dict[tuple[str, str], Receipt] = {}

    def put(self, message: Message) -> None:
        if any(_key(one) == _key(message) and one.message_id != message.message_id for one in self.messages.values()):
            raise Conflict("already_sent")
        self._obligation.changed("message", message.case_id)
        self.messages[message.message_id] = message
        for part in message.parts:
            if part.provider_id:
                self.names[message.gateway, part.provider_id] = message.message_id

    def get(self, message_id: MessageId) -> Message:
        if message_id not in self.messages:
            raise NotFound("not_found", what="message")
        return self.messages[message_id]

    def of_case(self, case_id: CaseId) -> tuple[Message, ...]:
        return tuple(one for one in self._oldest_first() if one.case_id == case_id)

    def due(self, now: datetime) -> tuple[Message, ...]:
        waits = [one for one in self._oldest_first() if one.state in (MessageState.QUEUED, MessageState.UNKNOWN)]
        return tuple(one for one in waits if one.leaves_at is not None and one.leaves_at <= now)

    def queued(self) -> tuple[Message, ...]:
        return tuple(one for one in self._oldest_first() if one.state is MessageState.QUEUED)

    def sending(self) -> tuple[Message, ...]:
        return tuple(one for one in self._oldest_first() if one.state is MessageState.SENDING)

    def of_part(self, gateway: str, provider_id: str) -> MessageId | None:
        return self.names.get((gateway, provider_id))

    def hold_receipt(self, receipt: Receipt) -> None:
        key = (receipt.gateway, receipt.provider_id)
        before = self.held.get(key)
        if before is None or better(before.state, receipt.state) is not before.state:
            self.held[key] = receipt

    def take_receipts(self, gateway: str, provider_ids: Collection[str], since: datetime) -> tuple[Receipt, ...]:
        keys = [key for key in self.held if key[0] == gateway and key[1] in provider_ids]
        found = tuple(self.held[key] for key in keys if self.held[key].received_at >= since)
        for key in keys if found else ():
            del self.held[key]
        return found

    def drop_receipts(self, before: datetime) -> None:
        self.held = {key: one for key, one in self.held.items() if one.received_at >= before}

    def _oldest_first(self) -> list[Message]:
        return sorted(self.messages.values(), key=lambda one: (one.created_at, one.message_id))


def _key(message: Message) -> tuple[object, ...]:
    return (message.case_id, message.template, message.to_e164, message.attempt)
