"""Jobs for the store, audited as they must be."""

from collections.abc import Callable

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId
from app.usecases.store import JobUnit
from tests.support.builders import NOON, a_case, an_audit_record


def open_case(case: Case | None = None) -> Callable[[JobUnit], Case]:
    """A job that opens a case as the pipeline does: number, case, entry and event."""

    def job(unit: JobUnit) -> Case:
        opened = case or a_case(number=unit.cases.next_number(NOON.year))
        unit.cases.add(opened)
        unit.audit.append(an_audit_record(opened.case_id, action=AuditAction.CASE_OPENED))
        unit.events.append(Event(EventKind.CASE_CHANGED, NOON, case_id=opened.case_id, rings=True))
        return opened

    return job


def write_entry(chain: str | CaseId, **changes: object) -> Callable[[JobUnit], None]:
    """A job that only writes to the audit."""

    def job(unit: JobUnit) -> None:
        unit.audit.append(an_audit_record(chain, **changes))

    return job
