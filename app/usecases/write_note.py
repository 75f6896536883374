"""Write a note."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.domain.note import Note
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Add a note to a case."""

    actor: Actor
    case_id: CaseId
    text: str


def write_note(command: WriteNote, uow: UnitOfWork, clock: Clock) -> Note:
    """Add the note; a supervisor may without holding the case.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
        Refusal: ``invalid``: it is blank.
    """
    raise NotImplementedError
