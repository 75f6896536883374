"""Ask for a call."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.contact import CallAttempt
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class StartCall:
    """Call a number for a case."""

    actor: Actor
    case_id: CaseId
    to_e164: str
    person: str


def start_call(command: StartCall, uow: UnitOfWork, clock: Clock) -> CallAttempt:
    """Store the attempt. Whoever runs this lets ``Telephony`` dial after the commit, never before.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``call_running``.
        Refusal: ``invalid_number``.
    """
    raise NotImplementedError
