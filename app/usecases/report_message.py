"""Say what came of an SMS that was given to a gateway.

Answers may come late, twice, or after the receipt of the very part they are about, and a line may die after half of a
text. So nothing here depends on what came first: the parts that were taken are joined with what is known, and how far
the text got follows from its parts alone. Only when no copy was taken whole does the answer itself decide: back into
the queue where the gateway surely took nothing, refused for good, or perhaps sent.

"Perhaps sent" is sent once more after a while for the texts to a driver in need, and left alone for every other one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState, Receipt, SentPart, better, reached
from app.usecases.actor import SERVICE
from app.usecases.message_changes import change_message
from app.usecases.unit_of_work import UnitOfWork

MOST_COPIES: Final = 2
HELD_FOR: Final = timedelta(minutes=15)
"""A receipt overtakes its answer by seconds; a name that a gateway gave long ago may be given again."""

_SAID_BY_PEOPLE: Final = (MessageState.DONE_BY_HAND, MessageState.CANCELLED)
"""Settled after its gateway had failed; hearing of that failure once more changes nothing."""


class Handed(StrEnum):
    """How it ended on the wire."""

    TAKEN = "taken"
    TRY_LATER = "try_later"
    NOT_LEFT = "not_left"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class ReportMessage:
    """What a gateway said of one copy of a message.

    Attributes:
        copy: The message's ``copies`` when it was taken.
        of: How many parts the text has.
        taken: Names of the parts that were accepted, by number.
        reason: Technical word of the gateway; empty = it gave none.
        again_at: When to try again what did not leave.
    """

    message_id: MessageId
    gateway: str
    copy: int
    of: int
    taken: Mapping[int, str]
    end: Handed
    reason: str = ""
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeepReceipts:
    """What a gateway told of parts, in the order in which it did."""

    receipts: tuple[Receipt, ...]


def report_message(command: ReportMessage, uow: UnitOfWork, clock: Clock, again_after: timedelta) -> Message:
    """Keep what came of it; the same said twice changes nothing. ``again_after``: until a second copy of an emergency.

    A report about an earlier copy may add its parts, but what is being sent now goes on.
    """
    message, now = uow.messages.get(command.message_id), clock.now()
    parts = _joined(message.parts, _new_parts(command))
    receipts = uow.messages.take_receipts(command.gateway, list(command.taken.values()), now - HELD_FOR)
    parts = _told(parts, receipts)
    known = replace(message, parts=parts, gateway=command.gateway)
    return _settle(message, _after(known, command, now, again_after), uow, now)


def keep_receipts(command: KeepReceipts, uow: UnitOfWork, clock: Clock) -> None:
    """Join receipts with their messages; one of a part that is not known yet is held for the answer it overtook."""
    now = clock.now()
    uow.messages.drop_receipts(now - HELD_FOR)
    for receipt in command.receipts:
        message_id = uow.messages.of_part(receipt.gateway, receipt.provider_id)
        if message_id is None:
            uow.messages.hold_receipt(receipt)
            continue
        message = uow.messages.get(message_id)
        known = replace(message, parts=_told(message.parts, (receipt,)))
        _settle(message, _by_parts(known) or known, uow, now)


def park_messages(uow: UnitOfWork, clock: Clock, again_after: timedelta, silent_for: timedelta | None = None) -> int:
    """Say of what was being sent that it was perhaps sent: nobody waits for its answer any more.

    ``silent_for``: only of what has been so for so long; None = of all, whatever a clock once said.
    """
    sending, now = uow.messages.sending(), clock.now()
    orphans = [one for one in sending if silent_for is None or one.changed_at <= now - silent_for]
    for one in orphans:
        command = ReportMessage(one.message_id, one.gateway, one.copies, 1, {}, Handed.NO_ANSWER, "service_stopped")
        report_message(command, uow, clock, again_after)
    return len(orphans)


def _new_parts(command: ReportMessage) -> tuple[SentPart, ...]:
    return tuple(SentPart(command.copy, number, command.of, name) for number, name in sorted(command.taken.items()))


def _joined(parts: tuple[SentPart, ...], fresh: Iterable[SentPart]) -> tuple[SentPart, ...]:
    known = {(part.copy, part.number) for part in parts}
    added = tuple(part for part in fresh if (part.copy, part.number) not in known)
    return tuple(sorted((*parts, *added), key=lambda part: (part.copy, part.number)))


def _told(parts: tuple[SentPart, ...], receipts: Iterable[Receipt]) -> tuple[SentPart, ...]:
    for receipt in receipts:
        parts = tuple(
            replace(part, state=better(part.state, receipt.state) if _is_last_word(part, receipt) else part.state)
            for part in parts
        )
    return parts


def _is_last_word(part: SentPart, receipt: Receipt) -> bool:
    """Whether the receipt is about this part and says more than that it is on its way."""
    return part.provider_id == receipt.provider_id and receipt.state is not MessageState.ACCEPTED


def _by_parts(message: Message) -> Message | None:
    """Return the message as far as its parts got; None = they do not tell, because no copy was taken whole."""
    state = reached(message.parts)
    if state is None or (message.state in _SAID_BY_PEOPLE and state is not MessageState.DELIVERED):
        return None
    return replace(message, state=state, leaves_at=None)


def _after(message: Message, command: ReportMessage, now: datetime, again_after: timedelta) -> Message:
    settled = _by_parts(message)
    if settled is not None:
        return settled
    if message.state is not MessageState.SENDING or command.copy != message.copies:
        return message
    if command.end is Handed.REFUSED:
        return replace(message, state=MessageState.REJECTED, leaves_at=None, reason=command.reason)
    if command.end is Handed.NO_ANSWER:
        is_again = message.template.kind.is_sent_once_more and message.copies < MOST_COPIES
        leaves_at = now + again_after if is_again else None
        return replace(message, state=MessageState.UNKNOWN, leaves_at=leaves_at, reason=command.reason)
    again_at = command.again_at or now
    if message.has_expired(again_at):
        return replace(message, state=MessageState.EXPIRED, leaves_at=None, reason=command.reason)
    return replace(message, state=MessageState.QUEUED, leaves_at=again_at, reason=command.reason)


def _settle(before: Message, after: Message, uow: UnitOfWork, now: datetime) -> Message:
    """Store what changed, if anything did."""
    is_news = after.state is not before.state
    if not is_news and after.parts == before.parts:
        return before
    facts = {"sms_reason": after.reason} if after.reason and is_news else {}
    if len(after.parts) > len(before.parts) and is_news:
        facts["provider_ids"] = " ".join(part.provider_id for part in after.parts)
    if not is_news:
        facts["parts"] = ", ".join(f"{part.copy}.{part.number} {part.state}" for part in after.parts)
    return change_message(after, uow, SERVICE, now, facts, None if is_news else AuditAction.SMS_PART_TOLD)
