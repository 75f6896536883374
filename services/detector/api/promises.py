"""What was promised to somebody for a time: made, moved, kept, withdrawn."""

from fastapi import APIRouter

from app.api import promises as api
from app.api.cases import CaseDetail
from app.domain.ids import CaseId, PromiseId
from app.usecases.keep_promise import KeepPromise, keep_promise
from app.usecases.make_promise import MakePromise, make_promise
from app.usecases.move_promise import MovePromise, move_promise
from app.usecases.withdraw_promise import WithdrawPromise, withdraw_promise
from services.detector.api.commands import WorkerCommand

router = APIRouter(prefix="/v1", tags=["promises"])


@router.post("/cases/{case_id}/promises", summary="Promise something")
async def post_promise(case_id: CaseId, body: api.MakePromise, command: WorkerCommand) -> CaseDetail:
    """Start a clock of whoever promised."""
    promised = MakePromise(command.actor, case_id, body.kind, body.to, body.due_at, body.text)
    return await command.case(lambda unit: make_promise(promised, unit, command.parts.clock).case_id)


@router.post("/promises/{promise_id}/keep", summary="Tick a promise")
async def post_kept(promise_id: PromiseId, command: WorkerCommand) -> CaseDetail:
    """Keep that it was kept; of a truck that is coming: that it is with the car."""
    kept = KeepPromise(command.actor, promise_id)
    return await command.case(lambda unit: keep_promise(kept, unit, command.parts.clock).case_id)


@router.post("/promises/{promise_id}/move", summary="Move a promise")
async def post_moved(promise_id: PromiseId, body: api.MovePromise, command: WorkerCommand) -> CaseDetail:
    """Give it another time; the reason is kept."""
    moved = MovePromise(command.actor, promise_id, body.due_at, body.reason)
    return await command.case(lambda unit: move_promise(moved, unit, command.parts.clock).case_id)


@router.post("/promises/{promise_id}/withdraw", summary="Withdraw a promise")
async def post_withdrawn(promise_id: PromiseId, body: api.WithdrawPromise, command: WorkerCommand) -> CaseDetail:
    """Stop its clock because nobody waits for it; the reason is kept."""
    withdrawn = WithdrawPromise(command.actor, promise_id, body.reason)
    return await command.case(lambda unit: withdraw_promise(withdrawn, unit, command.parts.clock).case_id)
