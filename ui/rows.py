"""The rows of the queue as last told, newest version of each.

Events may repeat a row or bring an older one after a newer; the version decides, so applying the same event twice
changes nothing. Of the same version the later event stands: a claim becomes stale without anybody changing the case.
"""

from collections.abc import Iterator

from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import EventInfo
from app.domain.case import CaseState
from app.domain.ids import CaseId


def is_news(row: QueueRow, known: QueueRow | None) -> bool:
    """Whether the row of an event says more than the row as last known."""
    return known is None or (row.version >= known.version and row != known)


class Rows:
    """Keeps rows by case."""

    def __init__(self) -> None:
        self._rows: dict[CaseId, QueueRow] = {}

    def replace(self, snapshot: QueueSnapshot) -> None:
        """Start again from a snapshot."""
        self._rows = {row.case_id: row for row in snapshot.rows}

    def apply(self, event: EventInfo) -> bool:
        """Take the row of an event; say whether it was news."""
        row = event.row
        if row is None:
            return False
        if not is_news(row, self._rows.get(row.case_id)):
            return False
        self._rows[row.case_id] = row
        return True

    def all_rows(self) -> Iterator[QueueRow]:
        """Give every case, closed ones with something left to do too, in no order."""
        return iter(self._rows.values())

    def open_rows(self) -> Iterator[QueueRow]:
        """Give every case that is not closed, in no order."""
        return (row for row in self._rows.values() if row.state is CaseState.OPEN)

    def waiting(self) -> tuple[QueueRow, ...]:
        """Return the open cases that nobody has claimed, the longest waiting first."""
        return tuple(sorted((row for row in self.open_rows() if row.claim is None), key=lambda row: row.waits_since))
