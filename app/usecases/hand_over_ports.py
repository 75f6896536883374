"""Where hand-overs are kept; part of ``app.usecases.ports`` in all but its file."""

from typing import Protocol

from app.domain.hand_over import HandOverId, HandOverRecord
from app.domain.ids import CaseId


class HandOverRepository(Protocol):
    """What 112 and 101 were told."""

    def put(self, hand_over: HandOverRecord) -> None:
        """Store or replace it."""
        ...

    def get(self, hand_over_id: HandOverId) -> HandOverRecord:
        """Return it.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def of_case(self, case_id: CaseId) -> tuple[HandOverRecord, ...]:
        """Return the hand-overs of a case, oldest first."""
        ...
