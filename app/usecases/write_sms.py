"""Send a text that the operator wrote, to the number it is for.

It was read and confirmed with Enter before it came here, so it has no time to be stopped beyond that. After a crash it
is never sent again by itself: nobody can say of words that are not known whether a second copy is harmless.
"""

from dataclasses import dataclass
from typing import Final

from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.ids import CaseId
from app.domain.message import Message, Template
from app.domain.sms_text import sms_text
from app.usecases.actor import Actor
from app.usecases.case_changes import save_case
from app.usecases.holding import require_holder
from app.usecases.phone_numbers import e164_of, kind_of
from app.usecases.prepare_sms import NewSms, SmsChannel, put_sms
from app.usecases.unit_of_work import UnitOfWork

MOST_PARTS: Final = 6


@dataclass(frozen=True, slots=True)
class WriteSms:
    """Send this text, as it is, to this number."""

    actor: Actor
    case_id: CaseId
    to: str
    text: str


def write_sms(command: WriteSms, uow: UnitOfWork, clock: Clock, channel: SmsChannel) -> Message:
    """Store the text: it leaves at once, or a person sends it.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
        Refusal: ``invalid_number``, ``takes_no_sms``, ``text_missing``, ``text_too_long``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    number, text, now = _number(command.to), _text(command.text), clock.now()
    new = NewSms(Template.OPERATORS_TEXT, number, case.call_language, text, stop_s=0.0)
    message, entry = put_sms(new, case, uow, now, channel)
    save_case(uow, case, command.actor, now, entry)
    return message


def _number(typed: str) -> str:
    number = e164_of(typed)
    if number is None:
        raise Refusal("invalid_number")
    if not kind_of(number).takes_sms:
        raise Refusal("takes_no_sms")
    return number


def _text(typed: str) -> str:
    text = typed.strip()
    if not text:
        raise Refusal("text_missing")
    if len(sms_text(text).parts) > MOST_PARTS:
        raise Refusal("text_too_long", most=str(MOST_PARTS))
    return text
