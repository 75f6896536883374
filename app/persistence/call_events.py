"""What exchanges told of calls, one row an event, and the telephones of desks."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.call_event import CallEvent, CallEventKind, HungUpBy
from app.domain.contact import CallOutcome
from app.domain.ids import CallId, CaseId
from app.persistence.call_tables import call_events, desk_telephones
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import CALL_NOT_ENDED, calls


class SqlCallEventLog:
    """``CallEventLog`` in the table ``call_events``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def append(self, event: CallEvent) -> None:
        """Store a new event."""
        self._obligation.changed("call event", event.case_id)
        self._connection.execute(insert(call_events).values(**_row(event)))

    def of_call(self, call_id: CallId) -> tuple[CallEvent, ...]:
        """Return the events of a call in their order."""
        return find_call_events(self._connection, call_events.c.call_id == call_id)

    def of_case(self, case_id: CaseId) -> tuple[CallEvent, ...]:
        """Return the events of every call of a case, those of one call in their order."""
        return find_call_events(self._connection, call_events.c.case_id == case_id)

    def of_open_calls(self) -> tuple[CallEvent, ...]:
        """Return the events of every call that has not ended, those of one call in their order."""
        still_on = select(calls.c.call_id).where(CALL_NOT_ENDED)
        return find_call_events(self._connection, call_events.c.call_id.in_(still_on))


class SqlDeskTelephones:
    """``DeskTelephones`` in the table ``desk_telephones``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def find(self, desk: str) -> str:
        """Return the endpoint; empty = none is known."""
        return find_desk_telephones(self._connection).get(desk, "")

    def put(self, desk: str, endpoint: str) -> None:
        """Store it in place of the one before; empty forgets it."""
        self._obligation.changed("desk telephone")
        if endpoint:
            put_row(self._connection, desk_telephones, {"desk": desk, "endpoint": endpoint})
        else:
            self._connection.execute(delete(desk_telephones).where(desk_telephones.c.desk == desk))


def find_call_events(connection: Connection, where: ColumnElement[bool]) -> tuple[CallEvent, ...]:
    """Return events, those of one call in their order."""
    chosen = select(call_events).where(where).order_by(call_events.c.call_id, call_events.c.sequence)
    return tuple(_event_from(row) for row in connection.execute(chosen))


def find_desk_telephones(connection: Connection) -> Mapping[str, str]:
    """Return the endpoint of every desk that has one; some dozens of rows at most."""
    return {row.desk: row.endpoint for row in connection.execute(select(desk_telephones))}


def _row(event: CallEvent) -> dict[str, object]:
    return {
        "call_id": event.call_id,
        "sequence": event.sequence,
        "case_id": event.case_id,
        "kind": event.kind.value,
        "at": event.at,
        "monotonic_s": event.monotonic_s,
        "source": event.source,
        "outcome": None if event.outcome is None else event.outcome.value,
        "duration_s": event.duration_s,
        "hung_up_by": None if event.hung_up_by is None else event.hung_up_by.value,
        "cause": event.cause,
    }


def _event_from(row: AnyRow) -> CallEvent:
    return CallEvent(
        call_id=CallId(row.call_id),
        case_id=CaseId(row.case_id),
        sequence=row.sequence,
        kind=CallEventKind(row.kind),
        at=row.at,
        monotonic_s=row.monotonic_s,
        source=row.source,
        outcome=None if row.outcome is None else CallOutcome(row.outcome),
        duration_s=row.duration_s,
        hung_up_by=None if row.hung_up_by is None else HungUpBy(row.hung_up_by),
        cause=row.cause,
    )
