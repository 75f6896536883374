"""Calls that nobody took and that belong to no case, read from the record: it is all that is kept of them.

One that was dealt with is said so by another entry; and whoever wrote down that they spoke with the number since, or
dialled it in a case, has dealt with it without saying so. Of a number that tried several times the last one stands.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.call_event import MissedCall
from app.persistence.audit import find_entries
from app.persistence.caller_tables import callers
from app.persistence.tables import audit_entries, calls

_ACTIONS = (AuditAction.CALL_MISSED.value, AuditAction.MISSED_CALL_DONE.value)


def find_missed_calls(connection: Connection, since: datetime) -> tuple[MissedCall, ...]:
    """Return those that still need somebody, the oldest first."""
    columns = audit_entries.c
    where = and_(columns.chain == SYSTEM_CHAIN, columns.at >= since, columns.action.in_(_ACTIONS))
    standing: dict[str, MissedCall] = {}
    for entry in find_entries(connection, where):
        missed_id = entry.record.facts.get("missed_id", "")
        if entry.record.action is AuditAction.MISSED_CALL_DONE:
            standing = {e164: one for e164, one in standing.items() if one.missed_id != missed_id}
        elif not entry.personal_erased:
            e164 = entry.record.personal.get("number", "")
            standing.pop(e164, None)
            standing[e164] = MissedCall(missed_id, e164, entry.record.at)
    spoken = _last_spoken(connection, [e164 for e164 in standing if e164])
    return tuple(one for one in standing.values() if one.e164 not in spoken or spoken[one.e164] < one.at)


def _last_spoken(connection: Connection, numbers: Collection[str]) -> dict[str, datetime]:
    """Return when each of these numbers last called in, or was called."""
    if not numbers:
        return {}
    found: dict[str, datetime] = {}
    for number, at in ((callers.c.e164, callers.c.called_at), (calls.c.to_e164, calls.c.requested_at)):
        last = select(number, func.max(at, type_=at.type)).where(number.in_(numbers)).group_by(number)
        for e164, when in connection.execute(last):
            found[e164] = max(when, found.get(e164, when))
    return found
