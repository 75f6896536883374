"""What the notes panel shows."""

from dataclasses import dataclass

from ui.log_line import LogLine
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class NotesState:
    """The panel.

    Attributes:
        case_id: Another case has its own field.
        lines: Notes of the case, oldest first.
        draft: What stands in the field; the view leaves the field alone when it stands there already.
        kept: Says that the text in the field is kept, and that it is not saved; empty = the field is empty.
        problem: What went wrong with saving, and that the text is still here; empty = nothing.
        can_write: Whether the field takes text; if not, ``save`` says why.
    """

    case_id: str
    lines: tuple[LogLine, ...]
    draft: str
    save: Offer
    kept: str
    problem: str
    can_write: bool
