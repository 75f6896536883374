"""Write the SMS that follows an unanswered call."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.case import Case
from app.domain.message import Message
from app.domain.subscription import Language
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SmsChannel:
    """How SMS leave the house.

    Attributes:
        call_back_e164: The centre's number, named in the text.
        is_automatic: Whether a gateway sends them; otherwise a person does, with the centre's phone.
    """

    call_back_e164: str
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class PrepareSms:
    """Ask a person to call back, after a call to this number was not answered."""

    actor: Actor
    case: Case
    to_e164: str


def prepare_sms(command: PrepareSms, uow: UnitOfWork, at: datetime, channel: SmsChannel) -> Message | None:
    """Store the SMS; None when there is nothing to send: the number takes none, or one already waits."""
    raise NotImplementedError


def call_us_back_text(language: Language | None, call_back_e164: str) -> str:
    """Return the text; None = Dutch, French and German in one."""
    raise NotImplementedError
