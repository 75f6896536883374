"""End a session."""

from dataclasses import dataclass

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.ids import SessionId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SignOut:
    """End the actor's session."""

    actor: Actor
    session_id: SessionId


def sign_out(command: SignOut, uow: UnitOfWork, clock: Clock) -> None:
    """Forget the session. Claims stay until they are stale: nothing is released behind somebody's back."""
    uow.accounts.end_session(command.session_id)
    facts = {"desk": command.actor.desk, "session_id": command.session_id}
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), Entry(AuditAction.SIGNED_OUT, facts))
