"""Check that the record and the tables tell the same story: events without holes, no case without a chain."""

from sqlalchemy import Connection, func, select, text

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.case import CaseState
from app.persistence.findings import Findings
from app.persistence.tables import audit_entries, cases, events
from app.usecases.audit_report import FindingKind


def check_presence(connection: Connection, findings: Findings) -> None:
    """Report holes in the events, and cases and chains that do not belong together."""
    _check_events(connection, findings)
    _check_cases(connection, findings)
    _check_chains(connection, findings)
    _check_states(connection, findings)


def _check_events(connection: Connection, findings: Findings) -> None:
    """Old events are dropped from the start; a hole in the middle or a missing end is no retention."""
    column = events.c.sequence
    count, first, last = connection.execute(select(func.count(), func.min(column), func.max(column))).one()
    given = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'events'")).scalar() or 0
    findings.events = count
    if (count and count != last - first + 1) or (last or 0) != given:
        detail = f"{count} events from {first} to {last}, {given} were written"
        findings.add(FindingKind.EVENT_MISSING, detail, entry=last)


def _check_cases(connection: Connection, findings: Findings) -> None:
    audited = select(audit_entries.c.sequence).where(audit_entries.c.chain == cases.c.case_id)
    for row in connection.execute(select(cases.c.case_id, cases.c.number).where(~audited.exists())):
        findings.add(FindingKind.CASE_WITHOUT_AUDIT, f"case {row.number} has no entry", chain=row.case_id)


def _check_chains(connection: Connection, findings: Findings) -> None:
    chains = select(audit_entries.c.chain).where(audit_entries.c.chain != SYSTEM_CHAIN).distinct().subquery()
    known = select(cases.c.case_id).where(cases.c.case_id == chains.c.chain)
    for row in connection.execute(select(chains.c.chain).where(~known.exists())):
        findings.add(FindingKind.CHAIN_WITHOUT_CASE, "there is no case of this id", chain=row.chain)


def _check_states(connection: Connection, findings: Findings) -> None:
    """The last entry that says "closed" or "reopened" must agree with the case; without any, it is open."""
    turning = [AuditAction.CASE_CLOSED.value, AuditAction.CASE_REOPENED.value]
    last_said = (
        select(audit_entries.c.action)
        .where(audit_entries.c.chain == cases.c.case_id, audit_entries.c.action.in_(turning))
        .order_by(audit_entries.c.chain_sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    said = func.coalesce(last_said, AuditAction.CASE_REOPENED.value)
    is_closed, said_closed = cases.c.state == CaseState.CLOSED.value, said == AuditAction.CASE_CLOSED.value
    for row in connection.execute(select(cases.c.case_id, cases.c.number).where(is_closed != said_closed)):
        detail = f"whether case {row.number} is open is not what its entries say"
        findings.add(FindingKind.CASE_STATE_NOT_AUDITED, detail, chain=row.case_id)
