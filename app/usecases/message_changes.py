"""What every change of an SMS leaves behind: the row, its entry in the case's chain, a new version and an event."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from app.domain.audit import AuditAction
from app.domain.message import Message, MessageState
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.unit_of_work import UnitOfWork

ENTRY_OF: Final[Mapping[MessageState, AuditAction]] = {
    MessageState.QUEUED: AuditAction.SMS_PUT_BACK,
    MessageState.ACCEPTED: AuditAction.SMS_ACCEPTED,
    MessageState.DELIVERED: AuditAction.SMS_DELIVERED,
    MessageState.UNDELIVERED: AuditAction.SMS_UNDELIVERED,
    MessageState.EXPIRED: AuditAction.SMS_EXPIRED,
    MessageState.REJECTED: AuditAction.SMS_REJECTED,
    MessageState.UNKNOWN: AuditAction.SMS_UNKNOWN,
    MessageState.CANCELLED: AuditAction.SMS_CANCELLED,
    MessageState.BY_HAND: AuditAction.SMS_LEFT_TO_PEOPLE,
}


def change_message(
    message: Message,
    uow: UnitOfWork,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, str] = MappingProxyType({}),
    action: AuditAction | None = None,
) -> Message:
    """Store a changed message with its entry, whose action is that of its state unless another is named.

    ``facts`` come beside its id and template, and are not personal.
    """
    changed = replace(message, changed_at=at)
    uow.messages.put(changed)
    known = {"message_id": message.message_id, "template": message.template, **facts}
    entry = Entry(action or ENTRY_OF[message.state], known, {"number": message.to_e164})
    save_case(uow, uow.cases.get(message.case_id), actor, at, entry)
    return changed
