"""Say how a call ended and who it was."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.contact import CallAttempt, CallOutcome, Disposition
from app.domain.ids import CallId
from app.usecases.actor import Actor
from app.usecases.prepare_sms import SmsChannel
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class EndCall:
    """How a call ended. ``source``: "operator" or the name of the telephony adapter."""

    actor: Actor
    call_id: CallId
    outcome: CallOutcome
    disposition: Disposition | None = None
    source: str = "operator"


def end_call(command: EndCall, uow: UnitOfWork, clock: Clock, sms: SmsChannel) -> CallAttempt:
    """Keep outcome and disposition; unanswered, an SMS is prepared at once in the same transaction.

    Raises:
        Conflict: ``already_answered``, ``not_yours``.
        Refusal: ``invalid``: a disposition without "answered".
    """
    raise NotImplementedError
