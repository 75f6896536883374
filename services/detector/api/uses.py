"""The ledger of a case: what was given under its clauses is entered, and a wrong entry taken back."""

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

from app.api import commands as api
from app.api.cases import CaseDetail
from app.domain.ids import CaseId, UseId
from app.usecases.record_use import RecordUse, UndoUse, record_use, undo_use
from services.detector.api.case_shown import assessed
from services.detector.api.commands import WorkerCommand

router = APIRouter(prefix="/v1", tags=["cases"])


@router.post("/cases/{case_id}/uses", summary="Enter what was given")
async def post_use(case_id: CaseId, body: api.RecordUse, command: WorkerCommand) -> CaseDetail:
    """Keep what was given under a clause; beyond its limit only with who pays the rest.

    The limits are worked out before the transaction and hold for the version of the case they were read at.
    """
    parts = command.parts
    file = await run_in_threadpool(parts.store.read, lambda reader: reader.file(case_id))
    told = assessed(file, parts.settings, parts.rulebook)
    version = file.brief.case.version
    use = RecordUse(
        command.actor, case_id, body.clause, body.limit, body.amount, body.rest_paid_by, version, body.since
    )
    return await command.case(lambda unit: record_use(use, unit, parts.clock, told).case_id)


@router.post("/cases/{case_id}/uses/{use_id}/undo", summary="Take an entry back")
async def post_undo(case_id: CaseId, use_id: UseId, command: WorkerCommand) -> CaseDetail:
    """Take a wrong entry back by a counter entry."""
    undo = UndoUse(command.actor, case_id, use_id)
    return await command.case(lambda unit: undo_use(undo, unit, command.parts.clock).case_id)
