"""What the use cases of callers need from outside; part of ``app.usecases.ports`` in all but its file."""

from typing import Protocol

from app.domain.ids import CaseId
from app.domain.phone_case import Caller


class CallerRepository(Protocol):
    """Who called in, append-only."""

    def add(self, caller: Caller) -> None:
        """Store a new caller."""
        ...

    def of_case(self, case_id: CaseId) -> tuple[Caller, ...]:
        """Return the callers of a case, oldest first."""
        ...
