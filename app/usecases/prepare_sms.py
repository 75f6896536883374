"""Write the SMS that follows an unanswered call (S2.ECALL.sms).

One is owed for every E-call of the case: whoever is called three times in five minutes gets one text, and another one
after a second impact. Today a person sends it with the centre's phone; the row is there before, so that it is NEXT and
a red count until somebody ticks it, and its key (case, template, recipient, attempt) makes a second one impossible.

The text says who called, about what, and what to do: no name, no place, no "crash", because a number may have changed
hands. It keeps to the GSM alphabet: one letter outside of it halves what fits into a part.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.contact import ContactRole
from app.domain.ids import MessageId, new_id
from app.domain.message import Message, MessageState, Template
from app.domain.subscription import Contract, Language
from app.i18n import translator
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.contact_ladder import role_of
from app.usecases.phone_numbers import kind_of, shown
from app.usecases.unit_of_work import UnitOfWork

_NOT_OF_THE_CONTRACT: Final = (ContactRole.FAMILY, ContactRole.EMPLOYER, ContactRole.OTHER)
"""The text speaks of "your car": it is theirs neither to read nor to answer."""

_WHEN_UNKNOWN: Final = (Language.NL, Language.FR, Language.DE)


@dataclass(frozen=True, slots=True)
class SmsChannel:
    """How SMS leave the house.

    Attributes:
        call_back_e164: The centre's number, named in the text; empty = whoever gets the SMS calls its sender back.
        is_automatic: Whether a gateway sends them; otherwise a person does, with the centre's phone.
        stop_s: How long one that a gateway sends may still be stopped.
    """

    call_back_e164: str
    is_automatic: bool = False
    stop_s: float = 10.0


class SmsAnswer(StrEnum):
    """Whether an SMS was prepared, and why not; stands in the entry of the call."""

    PREPARED = "prepared"
    NO_MOBILE = "no_mobile"
    ONE_IS_ENOUGH = "one_is_enough"
    CONTACT_PERSON = "contact_person"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class PrepareSms:
    """Ask a person to call back, after a call to this number was not answered."""

    actor: Actor
    case: Case
    to_e164: str


def sms_answer(command: PrepareSms, uow: UnitOfWork) -> SmsAnswer:
    """Say whether there is an SMS to prepare. What holds automatic steps does not hold this one: a person called."""
    if command.case.is_test:
        return SmsAnswer.TEST
    if _role(command, uow) in _NOT_OF_THE_CONTRACT:
        return SmsAnswer.CONTACT_PERSON
    if not kind_of(command.to_e164).takes_sms:
        return SmsAnswer.NO_MOBILE
    sent = [one for one in _earlier(command, uow) if one.state is not MessageState.CANCELLED]
    return SmsAnswer.PREPARED if len(sent) < command.case.impacts else SmsAnswer.ONE_IS_ENOUGH


def prepare_sms(command: PrepareSms, uow: UnitOfWork, at: datetime, channel: SmsChannel) -> Message:
    """Store the SMS with its entry: queued, or to be sent by hand. The caller tells the desks."""
    language = _language(command, uow)
    message = Message(
        message_id=MessageId(new_id()),
        case_id=command.case.case_id,
        template=Template.CALL_US_BACK,
        attempt=len(_earlier(command, uow)) + 1,
        to_e164=command.to_e164,
        language=language,
        text=call_us_back_text(language, channel.call_back_e164),
        state=MessageState.QUEUED if channel.is_automatic else MessageState.BY_HAND,
        created_at=at,
        changed_at=at,
        leaves_at=at + timedelta(seconds=channel.stop_s) if channel.is_automatic else None,
    )
    uow.messages.put(message)
    facts = {
        "message_id": message.message_id,
        "template": message.template,
        "attempt": str(message.attempt),
        "language": language or "",
    }
    personal = {"number": message.to_e164, "text": message.text}
    write_down(uow, message.case_id, command.actor, at, Entry(AuditAction.SMS_PREPARED, facts, personal))
    return message


def call_us_back_text(language: Language | None, call_back_e164: str) -> str:
    """Return the text; None = Dutch, French and German in one. An empty number: the sender's own is to be called."""
    languages = _WHEN_UNKNOWN if language is None else (language,)
    return "\n".join(_sentence(one, call_back_e164) for one in languages)


def _sentence(language: Language, call_back_e164: str) -> str:
    _ = translator(language)
    if not call_back_e164:
        return _(
            "VIVIUM Bijstand: we tried to call you about your car. Please call this number back. In an emergency: 112."
        )
    text = _(
        "VIVIUM Bijstand: we tried to call you about your car. Please call us back: {number}. In an emergency: 112."
    )
    return text.format(number=shown(call_back_e164))


def _role(command: PrepareSms, uow: UnitOfWork) -> ContactRole:
    contract_id = command.case.contract_id
    return role_of(None if contract_id is None else uow.contracts.find(contract_id), command.to_e164)


def _earlier(command: PrepareSms, uow: UnitOfWork) -> list[Message]:
    return [
        one
        for one in uow.messages.of_case(command.case.case_id)
        if (one.template, one.to_e164) == (Template.CALL_US_BACK, command.to_e164)
    ]


def _language(command: PrepareSms, uow: UnitOfWork) -> Language | None:
    """Return the language to write in: the call's, or the contract's for this number; None = not known."""
    case = command.case
    if case.call_language is not None or case.contract_id is None:
        return case.call_language
    contract = uow.contracts.find(case.contract_id)
    return None if contract is None else _contract_language(contract, command.to_e164)


def _contract_language(contract: Contract, e164: str) -> Language | None:
    people = [person for person in (contract.driver, contract.subscriber) if person is not None]
    people.sort(key=lambda person: e164 not in person.numbers)
    return next((person.language for person in people if person.language is not None), None)
