"""Something an operator wrote down. Never changed afterwards: a correction is a new note."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import AccountId, CaseId, NoteId


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a case."""

    note_id: NoteId
    case_id: CaseId
    account_id: AccountId
    author: str
    written_at: datetime
    text: str
