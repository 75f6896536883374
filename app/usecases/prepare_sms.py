"""Write the SMS that follows an unanswered call (S2.ECALL.sms).

One is owed for every E-call of the case, and to whoever phoned instead: whoever is called three times in five minutes
gets one text, and another one after a second impact. Where no gateway is set a person sends it with the centre's phone;
the row is there before, so that it is NEXT and a red count until somebody ticks it, and its key (case, template,
recipient, attempt) makes a second one impossible.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.contact import ContactRole
from app.domain.ids import MessageId, new_id
from app.domain.message import Message, MessageState, Template, TemplateKind
from app.domain.subscription import Contract, Language
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.contact_ladder import role_of
from app.usecases.owed_messages import NOBODY_READS
from app.usecases.phone_numbers import kind_of
from app.usecases.sms_texts import text_of
from app.usecases.unit_of_work import UnitOfWork

_NOT_OF_THE_CONTRACT: Final = (ContactRole.FAMILY, ContactRole.EMPLOYER, ContactRole.OTHER)
"""The text speaks of "your car": it is theirs neither to read nor to answer."""

_NOT_LEFT: Final = (MessageState.BY_HAND, MessageState.QUEUED)
_A_DAY: Final = timedelta(days=1)
"""What is told of a battery is still true tomorrow; what is said to somebody who waits is not."""


@dataclass(frozen=True, slots=True)
class SmsChannel:
    """How SMS leave the house.

    Attributes:
        call_back_e164: The centre's number, named in the text; empty = whoever gets the SMS calls its sender back.
        is_automatic: Whether a gateway sends them; otherwise a person does, with the centre's phone.
        stop_s: How long one that a gateway sends may still be stopped.
        valid_s: How long a text to somebody who waits is worth sending: "call us" at three in the morning of the next
            day is worse than none.
    """

    call_back_e164: str
    is_automatic: bool = False
    stop_s: float = 10.0
    valid_s: float = 2700.0


class SmsAnswer(StrEnum):
    """Whether an SMS was prepared, and why not; stands in the entry of the call."""

    PREPARED = "prepared"
    NO_MOBILE = "no_mobile"
    ONE_IS_ENOUGH = "one_is_enough"
    ONE_WAITS = "one_waits"
    CONTACT_PERSON = "contact_person"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class PrepareSms:
    """Ask a person to call back, after a call to this number was not answered."""

    actor: Actor
    case: Case
    to_e164: str


@dataclass(frozen=True, slots=True)
class NewSms:
    """A text that is to leave for a number; ``stop_s`` None = as long as the channel gives."""

    template: Template
    to_e164: str
    language: Language | None
    text: str
    stop_s: float | None = None


def sms_answer(command: PrepareSms, uow: UnitOfWork) -> SmsAnswer:
    """Say whether there is an SMS to prepare. What holds automatic steps does not hold this one: a person called."""
    if command.case.is_test:
        return SmsAnswer.TEST
    if _role(command, uow) in _NOT_OF_THE_CONTRACT:
        return SmsAnswer.CONTACT_PERSON
    if not kind_of(command.to_e164).takes_sms:
        return SmsAnswer.NO_MOBILE
    earlier = earlier_sms(command.case, Template.CALL_US_BACK, command.to_e164, uow)
    counted = [one for one in earlier if one.state not in NOBODY_READS]
    if len(counted) < max(1, command.case.impacts):
        return SmsAnswer.PREPARED
    return SmsAnswer.ONE_WAITS if counted[-1].state in _NOT_LEFT else SmsAnswer.ONE_IS_ENOUGH


def prepare_sms(command: PrepareSms, uow: UnitOfWork, at: datetime, channel: SmsChannel) -> Message:
    """Store the SMS with its entry: queued, or to be sent by hand. The caller tells the desks."""
    language = language_for(command.case, command.to_e164, uow)
    text = text_of(Template.CALL_US_BACK, language, channel.call_back_e164)
    new = NewSms(Template.CALL_US_BACK, command.to_e164, language, text)
    message, entry = put_sms(new, command.case, uow, at, channel)
    write_down(uow, message.case_id, command.actor, at, entry)
    return message


def drop_call_back(case: Case, actor: Actor, uow: UnitOfWork, at: datetime) -> None:
    """Drop the SMS that ask to call back and have not left: somebody of the car has spoken."""
    for message in uow.messages.of_case(case.case_id):
        if message.template is Template.CALL_US_BACK and message.state in _NOT_LEFT:
            uow.messages.put(replace(message, state=MessageState.CANCELLED, changed_at=at, leaves_at=None))
            facts = {"message_id": message.message_id, "template": message.template}
            entry = Entry(AuditAction.SMS_CANCELLED, facts, {"number": message.to_e164})
            write_down(uow, case.case_id, actor, at, entry)


def put_sms(new: NewSms, case: Case, uow: UnitOfWork, at: datetime, channel: SmsChannel) -> tuple[Message, Entry]:
    """Store an SMS, queued or to be sent by hand, and return it with the entry that the caller writes down."""
    stop = timedelta(seconds=channel.stop_s if new.stop_s is None else new.stop_s)
    valid = _A_DAY if new.template.kind is TemplateKind.LIFE_CYCLE else timedelta(seconds=channel.valid_s)
    message = Message(
        message_id=MessageId(new_id()),
        case_id=case.case_id,
        template=new.template,
        attempt=len(earlier_sms(case, new.template, new.to_e164, uow)) + 1,
        to_e164=new.to_e164,
        language=new.language,
        text=new.text,
        state=MessageState.QUEUED if channel.is_automatic else MessageState.BY_HAND,
        created_at=at,
        changed_at=at,
        leaves_at=at + stop if channel.is_automatic else None,
        expires_at=at + valid if channel.is_automatic else None,
    )
    uow.messages.put(message)
    facts = {
        "message_id": message.message_id,
        "template": message.template,
        "attempt": str(message.attempt),
        "language": message.language or "",
    }
    personal = {"number": message.to_e164, "text": message.text}
    return message, Entry(AuditAction.SMS_PREPARED, facts, personal)


def earlier_sms(case: Case, template: Template, to_e164: str, uow: UnitOfWork) -> list[Message]:
    """Return what was prepared before for this case from this template to this number."""
    messages = uow.messages.of_case(case.case_id)
    return [one for one in messages if (one.template, one.to_e164) == (template, to_e164)]


def language_for(case: Case, to_e164: str, uow: UnitOfWork) -> Language | None:
    """Return the language to write in: the call's, or the contract's for this number; None = not known."""
    if case.call_language is not None or case.contract_id is None:
        return case.call_language
    contract = uow.contracts.find(case.contract_id)
    return None if contract is None else _contract_language(contract, to_e164)


def _role(command: PrepareSms, uow: UnitOfWork) -> ContactRole:
    contract_id = command.case.contract_id
    return role_of(None if contract_id is None else uow.contracts.find(contract_id), command.to_e164)


def _contract_language(contract: Contract, e164: str) -> Language | None:
    people = [person for person in (contract.driver, contract.subscriber) if person is not None]
    people.sort(key=lambda person: e164 not in person.numbers)
    return next((person.language for person in people if person.language is not None), None)
