"""Keep what a box answered, and say of a box that said nothing that it did not.

Most boxes answer with text that does not name its question. The question open at the moment is taken, unless the answer
plainly belongs to another: one that came too late is then kept with its own question, and a stray one with none. Said
twice, the first time holds.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box_command import BoxAnswer, BoxCommand, BoxCommandState, BoxRequest
from app.domain.clock import Clock
from app.domain.ids import Imei
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.command_box import facts_of
from app.usecases.note_firmware import NoteFirmware, note_firmware
from app.usecases.unit_of_work import UnitOfWork

_ANSWERABLE = frozenset({BoxCommandState.WAITING, BoxCommandState.SENT, BoxCommandState.UNANSWERED})
"""Of those that were sent: one that waits again left before, over a connection that ended."""


@dataclass(frozen=True, slots=True)
class HearBox:
    """A box answered.

    Attributes:
        is_refusal: The box says that it did not do it.
        about: What the answer is plainly an answer to; empty = it does not show.
        wire_number: Of the question, where the box names it.
    """

    imei: Imei
    answer: BoxAnswer
    is_refusal: bool = False
    about: frozenset[BoxRequest] = frozenset()
    wire_number: int | None = None


@dataclass(frozen=True, slots=True)
class GiveUpOnBoxes:
    """Questions nobody will answer any more: not delivered in time, or sent before ``silent_since``."""

    silent_since: datetime


def hear_box(command: HearBox, uow: UnitOfWork, clock: Clock) -> BoxCommand | None:
    """Store the answer with its question, and return that; None when nobody asked.

    A version in it is a fact about the box, but only when somebody asked: the IMEI of most boxes is a claim, and
    made-up versions would fill the record.
    """
    asked = _question(command, uow)
    if asked is None:
        return None
    if command.answer.firmware is not None:
        note_firmware(NoteFirmware(command.imei, command.answer.firmware, clock.now()), uow, clock)
    state = BoxCommandState.REFUSED if command.is_refusal else BoxCommandState.ANSWERED
    answered = replace(asked, state=state, ended_at=clock.now(), answer=command.answer)
    _end(answered, AuditAction.BOX_ANSWERED, {"answer": command.answer.text}, uow, clock)
    return answered


def give_up_on_boxes(command: GiveUpOnBoxes, uow: UnitOfWork, clock: Clock) -> tuple[BoxCommand, ...]:
    """End the questions that are overdue, each with a word on how far it got; return them."""
    now = clock.now()
    overdue = uow.box_commands.overdue(now, command.silent_since)
    return tuple(_given_up(asked, uow, clock) for asked in overdue)


def _given_up(asked: BoxCommand, uow: UnitOfWork, clock: Clock) -> BoxCommand:
    was_sent = asked.state is BoxCommandState.SENT
    state = BoxCommandState.UNANSWERED if was_sent else BoxCommandState.EXPIRED
    ended = replace(asked, state=state, ended_at=clock.now())
    _end(ended, AuditAction.BOX_DID_NOT_ANSWER, {}, uow, clock)
    return ended


def _end(ended: BoxCommand, action: AuditAction, personal: dict[str, str], uow: UnitOfWork, clock: Clock) -> None:
    uow.box_commands.put(ended)
    now = clock.now()
    entry = Entry(action, facts_of(ended) | {"box_state": ended.state.value}, {"imei": ended.imei, **personal})
    if ended.case_id is None:
        write_down(uow, SYSTEM_CHAIN, SERVICE, now, entry)
    else:
        save_case(uow, uow.cases.get(ended.case_id), SERVICE, now, entry)


def _question(heard: HearBox, uow: UnitOfWork) -> BoxCommand | None:
    """Return what it answers; the newest of those sent to the box, one that is still open before all others."""
    asked = [one for one in uow.box_commands.sent_to(heard.imei) if one.state in _ANSWERABLE]
    if heard.wire_number is not None:
        return next((one for one in asked if one.wire_number == heard.wire_number), None)
    asked.sort(key=lambda one: (one.state is BoxCommandState.SENT, one.asked_at), reverse=True)
    if not heard.about:
        return asked[0] if asked and asked[0].state is BoxCommandState.SENT else None
    return next((one for one in asked if one.order.request in heard.about), None)
