"""Somebody, or something, picked up."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.contact import CallAttempt
from app.domain.ids import CallId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AnswerCall:
    """The call was answered, says the telephony adapter ``source``; the actor is ``SERVICE``."""

    actor: Actor
    call_id: CallId
    source: str


def answer_call(command: AnswerCall, uow: UnitOfWork, clock: Clock) -> CallAttempt:
    """Keep when it was answered; who it was is said by the operator.

    Raises:
        Conflict: ``already_answered``.
    """
    raise NotImplementedError
