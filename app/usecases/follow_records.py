"""What open cases learn when a contract, its people or its box change on record.

A case reads its contract as it is now; what was decided from it (whether the automatic steps are held back) is worked
out again here, by the same use case that worked it out first, so that a truck that waited for a contract leaves in the
transaction that brings it. The case's own chain says that its record changed, because the operator in it sees another
number than a moment ago.

A case whose box is mended to another contract goes over to it, and with it the ladder, the driver and the cards. What a
box sends never moves a case to another contract, and a box that loses its contract leaves the case the one it had.
"""

from collections.abc import Collection
from dataclasses import replace

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState
from app.domain.clock import Clock
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId, ContractId, Imei
from app.settings import Settings
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.record_ecall import RecordEcall, record_ecall
from app.usecases.unit_of_work import UnitOfWork


def follow_records(
    contract_ids: Collection[ContractId],
    imeis: Collection[Imei],
    actor: Actor,
    uow: UnitOfWork,
    clock: Clock,
    settings: Settings,
) -> None:
    """Let the open cases of these contracts and boxes see what is on record now."""
    for case_id in uow.records.open_cases_of(contract_ids, imeis):
        _follow(case_id, actor, uow, clock, settings)


def _follow(case_id: CaseId, actor: Actor, uow: UnitOfWork, clock: Clock, settings: Settings) -> None:
    case = _of_its_contract(uow.cases.get(case_id), uow)
    now = clock.now()
    write_down(uow, case_id, actor, now, Entry(AuditAction.RECORD_CHANGED, {}))
    uow.events.append(Event(EventKind.CASE_CHANGED, now, case_id=case_id))
    if case.state is CaseState.OPEN and case.ecall_ids:
        ecall = uow.ecalls.get(case.ecall_ids[-1])
        record_ecall(RecordEcall(ecall, case.verdict, case.place), uow, clock, settings)


def _of_its_contract(case: Case, uow: UnitOfWork) -> Case:
    box = uow.boxes.find(case.imei)
    if box is None or box.contract_id in (None, case.contract_id):
        return case
    return uow.cases.save(replace(case, contract_id=box.contract_id))
