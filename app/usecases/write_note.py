"""Write a note."""

from dataclasses import dataclass

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.ids import CaseId, NoteId, new_id
from app.domain.note import Note
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_writer
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
    case = uow.cases.get(command.case_id)
    actor = command.actor
    require_writer(case, actor)
    text = command.text.strip()
    if not text:
        raise Refusal("invalid")
    now = clock.now()
    note = Note(NoteId(new_id()), case.case_id, actor.account_id, actor.name, now, text)
    uow.notes.add(note)
    facts = {"note_id": note.note_id, "length": str(len(text))}
    save_case(uow, case, actor, now, Entry(AuditAction.NOTE_WRITTEN, facts, {"text": text}))
    return note
