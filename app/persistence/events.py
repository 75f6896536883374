"""What desks are told, numbered in the order in which it was committed.

One writer commits one transaction after the other, so the number of a row *is* the order of commit; with several
writers the PostgreSQL issue has to give numbers at commit. Numbers are never used twice, also after old events were
dropped.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from app.domain.events import Event, EventKind
from app.domain.ids import CaseId, EcallId
from app.persistence.rows import AnyRow
from app.persistence.tables import events
from app.usecases.queries import NumberedEvent


class SqlEventLog:
    """``EventLog`` in the table ``events``; ``sequences`` are the numbers given in this unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.sequences: list[int] = []

    def append(self, event: Event) -> None:
        """Add an event."""
        row = insert(events).values(
            kind=event.kind.value, at=event.at, case_id=event.case_id, ecall_id=event.ecall_id, rings=event.rings
        )
        key = self._connection.execute(row).inserted_primary_key
        if key is None:
            raise RuntimeError("the database gave an event no number")
        self.sequences.append(key[0])

    def prune(self, before: datetime) -> None:
        """Drop events older than that, but never the last one: a cursor must have something to stand on."""
        last = select(func.max(events.c.sequence)).scalar_subquery()
        self._connection.execute(delete(events).where(events.c.at < before, events.c.sequence < last))


def last_event(connection: Connection) -> int:
    """Return the highest number given; 0 = none yet."""
    return int(connection.execute(select(func.max(events.c.sequence))).scalar() or 0)


def first_event(connection: Connection) -> int:
    """Return the lowest number still kept; 0 = none yet."""
    return int(connection.execute(select(func.min(events.c.sequence))).scalar() or 0)


def events_after(connection: Connection, sequence: int, limit: int) -> tuple[NumberedEvent, ...]:
    """Return events after the given one, in order."""
    found = select(events).where(events.c.sequence > sequence).order_by(events.c.sequence).limit(limit)
    return tuple(_event_from(row) for row in connection.execute(found))


def _event_from(row: AnyRow) -> NumberedEvent:
    event = Event(
        kind=EventKind(row.kind),
        at=row.at,
        case_id=None if row.case_id is None else CaseId(row.case_id),
        ecall_id=None if row.ecall_id is None else EcallId(row.ecall_id),
        rings=row.rings,
    )
    return NumberedEvent(row.sequence, event)
