"""What the notes panel shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotesState:
    """The panel."""
