"""SMS: one row each, kept for ever; the parts a gateway took stand in the row, their names in an index beside it."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Table, delete, func, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.errors import Conflict, NotFound
from app.domain.gateway import NO_BACKLOG, Backlog
from app.domain.ids import CaseId, MessageId
from app.domain.message import Message, MessageState, Receipt, SentPart, Template, better
from app.domain.subscription import Language
from app.persistence.message_tables import held_receipts, message_names
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import (
    CASE_OPEN,
    MESSAGE_ACCEPTED,
    MESSAGE_SENDING,
    MESSAGE_TO_LEAVE,
    cases,
    messages,
)

_QUEUED: Final = messages.c.state == MessageState.QUEUED.value


class SqlMessageRepository:
    """``MessageRepository`` in the tables ``messages``, ``message_names`` and ``held_receipts``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, message: Message) -> None:
        """Store or replace the message; a second of one case, template, recipient and attempt is a ``Conflict``."""
        row = _row(message)
        same = [messages.c[name] == row[name] for name in ("case_id", "template", "to_e164", "attempt")]
        other = select(messages.c.message_id).where(*same, messages.c.message_id != message.message_id)
        if self._connection.execute(other).first() is not None:
            raise Conflict("already_sent")
        self._obligation.changed("message", message.case_id)
        put_row(self._connection, messages, row)
        for part in message.parts:
            if part.provider_id:
                name = {"gateway": message.gateway, "provider_id": part.provider_id}
                put_row(self._connection, message_names, {**name, "message_id": message.message_id})

    def get(self, message_id: MessageId) -> Message:
        """Return the message, or raise ``NotFound``."""
        for found in find_messages(self._connection, messages.c.message_id == message_id):
            return found
        raise NotFound("not_found", what="message")

    def of_case(self, case_id: CaseId) -> tuple[Message, ...]:
        """Return the messages of a case, oldest first."""
        return find_messages(self._connection, messages.c.case_id == case_id)

    def due(self, now: datetime) -> tuple[Message, ...]:
        """Return what may leave now, oldest first."""
        return find_messages(self._connection, MESSAGE_TO_LEAVE & (messages.c.leaves_at <= now))

    def queued(self) -> tuple[Message, ...]:
        """Return every queued message, oldest first."""
        return find_messages(self._connection, MESSAGE_TO_LEAVE & _QUEUED)

    def sending(self) -> tuple[Message, ...]:
        """Return the messages that are being sent, oldest first."""
        return find_messages(self._connection, MESSAGE_SENDING)

    def of_part(self, gateway: str, provider_id: str) -> MessageId | None:
        """Return the newest message a gateway gave this name to, or None."""
        named = select(message_names.c.message_id).where(_is_named(message_names, gateway, provider_id))
        found = self._connection.execute(named).scalar()
        return None if found is None else MessageId(found)

    def hold_receipt(self, receipt: Receipt) -> None:
        """Keep a receipt of a part that is not known yet; of two of the same name the better one stays."""
        same = _is_named(held_receipts, receipt.gateway, receipt.provider_id)
        before = self._connection.execute(select(held_receipts).where(same)).first()
        if before is not None and better(MessageState(before.state), receipt.state).value == before.state:
            return
        put_row(
            self._connection,
            held_receipts,
            {
                "gateway": receipt.gateway,
                "provider_id": receipt.provider_id,
                "state": receipt.state.value,
                "received_at": receipt.received_at,
                "reason": receipt.reason,
            },
        )

    def take_receipts(self, gateway: str, provider_ids: Collection[str], since: datetime) -> tuple[Receipt, ...]:
        """Return the receipts held for these names that came since then, and hold them no more."""
        same = (held_receipts.c.gateway == gateway) & held_receipts.c.provider_id.in_(provider_ids)
        found = self._connection.execute(select(held_receipts).where(same, held_receipts.c.received_at >= since)).all()
        if found:
            self._connection.execute(delete(held_receipts).where(same))
        return tuple(
            Receipt(row.gateway, row.provider_id, MessageState(row.state), row.received_at, row.reason) for row in found
        )

    def drop_receipts(self, before: datetime) -> None:
        """Hold no receipt that is older."""
        self._connection.execute(delete(held_receipts).where(held_receipts.c.received_at < before))


class SqlMessageReader:
    """``MessageReader`` over a connection that cannot write."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def messages_waiting(self, limit: int) -> tuple[Message, ...]:
        """Return what is to leave now or later, the first to leave first."""
        first = (messages.c.leaves_at, messages.c.created_at, messages.c.message_id)
        chosen = (
            select(messages).where(MESSAGE_TO_LEAVE, messages.c.leaves_at.is_not(None)).order_by(*first).limit(limit)
        )
        return tuple(_message_from(row) for row in self._connection.execute(chosen))

    def messages_sending(self) -> tuple[Message, ...]:
        """Return the messages that are being sent, oldest first."""
        return find_messages(self._connection, MESSAGE_SENDING)

    def messages_accepted(self, gateway: str, since: datetime, limit: int) -> tuple[Message, ...]:
        """Return the messages a gateway took since then and has given no last word of, oldest first."""
        these = MESSAGE_ACCEPTED & (messages.c.changed_at >= since) & (messages.c.gateway == gateway)
        chosen = select(messages).where(these).order_by(messages.c.changed_at, messages.c.message_id).limit(limit)
        return tuple(_message_from(row) for row in self._connection.execute(chosen))

    def sms_backlog(self, now: datetime) -> Backlog:
        """Return how many SMS should have left by now, and since when the first of them should."""
        due = MESSAGE_TO_LEAVE & _QUEUED & (messages.c.leaves_at <= now)
        count = self._connection.execute(select(func.count(messages.c.message_id)).where(due)).scalar_one()
        oldest = select(messages.c.leaves_at, messages.c.case_id).where(due).order_by(messages.c.leaves_at).limit(1)
        found = self._connection.execute(oldest).one_or_none()
        return NO_BACKLOG if found is None else Backlog(count, found.leaves_at, CaseId(found.case_id))

    def cases_without_help(self, hit_before: datetime, hit_since: datetime) -> tuple[CaseId, ...]:
        """Return the open cases of cars hit in that time that nobody claims, or has claimed since."""
        hit_at = func.coalesce(cases.c.struck_at, cases.c.received_at)
        nobody = cases.c.claim_account_id.is_(None)
        since = cases.c.first_claimed_at.is_(None) | (cases.c.first_claimed_at < hit_at)
        these = CASE_OPEN & (hit_at >= hit_since) & (hit_at <= hit_before) & nobody & since
        chosen = select(cases.c.case_id).where(these).order_by(cases.c.received_at)
        return tuple(CaseId(row.case_id) for row in self._connection.execute(chosen))


def find_messages(connection: Connection, where: ColumnElement[bool]) -> tuple[Message, ...]:
    """Return messages, oldest first."""
    chosen = select(messages).where(where).order_by(messages.c.created_at, messages.c.message_id)
    return tuple(_message_from(row) for row in connection.execute(chosen))


def _is_named(table: Table, gateway: str, provider_id: str) -> ColumnElement[bool]:
    return (table.c.gateway == gateway) & (table.c.provider_id == provider_id)


def _row(message: Message) -> dict[str, object]:
    return {
        "message_id": message.message_id,
        "case_id": message.case_id,
        "template": message.template.value,
        "attempt": message.attempt,
        "to_e164": message.to_e164,
        "language": None if message.language is None else message.language.value,
        "text": message.text,
        "state": message.state.value,
        "created_at": message.created_at,
        "changed_at": message.changed_at,
        "leaves_at": message.leaves_at,
        "expires_at": message.expires_at,
        "tries": message.tries,
        "copies": message.copies,
        "gateway": message.gateway,
        "parts": [_part_row(part) for part in message.parts] or None,
        "reason": message.reason,
    }


def _part_row(part: SentPart) -> list[object]:
    return [part.copy, part.number, part.of, part.provider_id, part.state.value]


def _part_from(row: list[object]) -> SentPart:
    copy, number, of, provider_id, state = row
    return SentPart(int(str(copy)), int(str(number)), int(str(of)), str(provider_id), MessageState(str(state)))


def _message_from(row: AnyRow) -> Message:
    return Message(
        message_id=MessageId(row.message_id),
        case_id=CaseId(row.case_id),
        template=Template(row.template),
        attempt=row.attempt,
        to_e164=row.to_e164,
        language=None if row.language is None else Language(row.language),
        text=row.text,
        state=MessageState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
        leaves_at=row.leaves_at,
        expires_at=row.expires_at,
        tries=row.tries or 0,
        copies=row.copies or 0,
        gateway=row.gateway or "",
        parts=tuple(_part_from(part) for part in row.parts or ()),
        reason=row.reason or "",
    )
