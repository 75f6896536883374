"""A case: opened, read, taken, given back, noted and closed. Every answer is the whole case after the change."""

from fastapi import APIRouter, Response

from app.api import commands as api
from app.api.cases import CaseDetail
from app.domain.errors import Conflict
from app.domain.ids import CaseId, EcallId
from app.usecases.answer_fact import AnswerFact, answer_fact
from app.usecases.change_priority import ChangePriority, change_priority
from app.usecases.claim_case import ClaimCase, claim_case
from app.usecases.close_case import CloseCase, close_case
from app.usecases.holds import event_day
from app.usecases.queries import Reader
from app.usecases.release_case import ReleaseCase, release_case
from app.usecases.renew_claims import RenewClaims, renew_claims
from app.usecases.set_call_language import SetCallLanguage, set_call_language
from app.usecases.store import JobUnit
from app.usecases.take_over_case import TakeOverCase, take_over_case
from app.usecases.view_case import ViewCase, view_case
from app.usecases.write_note import WriteNote, write_note
from services.detector.api.access import Caller, CaseReader, Parts
from services.detector.api.case_shown import case_detail
from services.detector.api.commands import ReaderCommand, WorkerCommand, committed
from services.detector.api.ecalls_shown import curve_bytes

router = APIRouter(prefix="/v1", tags=["cases"])


@router.post("/cases/{case_id}/views", summary="Open a case")
async def post_view(case_id: CaseId, command: ReaderCommand) -> CaseDetail:
    """Return the case and write into its timeline who opened it, once a session."""
    view = ViewCase(command.actor, case_id, command.caller.session.started_at)
    return await command.case(lambda unit: view_case(view, unit, command.parts.clock).case_id)


@router.get("/cases/{case_id}", summary="Read a case again")
def get_case(case_id: CaseId, parts: Parts, caller: CaseReader) -> CaseDetail:
    """Return a case this session has opened before."""

    def read(reader: Reader) -> CaseDetail:
        file = reader.file(case_id)
        _require_viewed(reader, case_id, caller)
        number = parts.sms.call_back_e164
        return case_detail(file, parts.clock.now(), parts.settings, parts.edition, parts.rulebook, number)

    return parts.store.read(read)


@router.get("/ecalls/{ecall_id}/curve", response_class=Response, summary="The crash curve of an E-call")
def get_curve(ecall_id: EcallId, parts: Parts, caller: CaseReader) -> Response:
    """Return a line of JSON (``CurveHeader``), then int16 little-endian samples, channel by channel."""

    def read(reader: Reader) -> bytes:
        ecall = reader.ecall(ecall_id)
        case_id = reader.case_of_ecall(ecall_id)
        if case_id is not None:
            _require_viewed(reader, case_id, caller)
        box = reader.box(ecall.imei)
        return curve_bytes(ecall, None if box is None else box.model, parts.thresholds)

    return Response(parts.store.read(read), media_type="application/octet-stream")


@router.post("/cases/{case_id}/claim", summary="Claim a case")
async def post_claim(case_id: CaseId, command: WorkerCommand) -> CaseDetail:
    """Take the case; of many who try, one does."""
    claim = ClaimCase(command.actor, case_id)
    return await command.case(lambda unit: claim_case(claim, unit, command.parts.clock).case_id)


@router.post("/cases/{case_id}/take-over", summary="Take over a case")
async def post_take_over(case_id: CaseId, body: api.TakeOverCase, command: WorkerCommand) -> CaseDetail:
    """Take a case from a silent desk, or as a supervisor; the reason is kept."""
    parts = command.parts
    take_over = TakeOverCase(command.actor, case_id, body.reason)
    stale_s = parts.settings.claim_stale_s
    return await command.case(lambda unit: take_over_case(take_over, unit, parts.clock, stale_s=stale_s).case_id)


@router.post("/cases/{case_id}/release", summary="Give a case back")
async def post_release(case_id: CaseId, command: WorkerCommand) -> CaseDetail:
    """Let anybody claim the case."""
    release = ReleaseCase(command.actor, case_id)
    return await command.case(lambda unit: release_case(release, unit, command.parts.clock).case_id)


@router.post("/claims/renew", status_code=204, summary="Renew claims")
async def post_renewal(body: api.RenewClaims, command: WorkerCommand) -> Response:
    """Say that this desk still works on these cases. Repeating it does no harm, so no reply is kept for it.

    Cases that are not theirs any more are passed over: their events have said so already.
    """
    renewal = RenewClaims(command.actor, body.case_ids)
    await committed(command.parts, lambda unit: renew_claims(renewal, unit, command.parts.clock))
    return Response(status_code=204)


@router.post("/cases/{case_id}/language", summary="Set the language of the call")
async def post_language(case_id: CaseId, body: api.SetCallLanguage, command: WorkerCommand) -> CaseDetail:
    """Keep which language the person on the phone speaks."""
    choice = SetCallLanguage(command.actor, case_id, body.language)
    return await command.case(lambda unit: set_call_language(choice, unit, command.parts.clock).case_id)


@router.post("/cases/{case_id}/answers", summary="Answer a question")
async def post_answer(case_id: CaseId, body: api.AnswerFact, command: WorkerCommand) -> CaseDetail:
    """Keep an answer, or take it back with null; every card follows."""
    parts = command.parts
    answer = AnswerFact(command.actor, case_id, body.fact, body.value, body.is_not_known)

    def act(unit: JobUnit) -> CaseId:
        case = unit.cases.get(case_id)
        editions = parts.rulebook.of_day(event_day(case.event_at, case.received_at, parts.settings))
        return answer_fact(answer, unit, parts.clock, editions).case_id

    return await command.case(act)


@router.post("/cases/{case_id}/notes", summary="Write a note")
async def post_note(case_id: CaseId, body: api.WriteNote, command: WorkerCommand) -> CaseDetail:
    """Add a note; it is never changed afterwards."""
    note = WriteNote(command.actor, case_id, body.text)
    return await command.case(lambda unit: write_note(note, unit, command.parts.clock).case_id)


@router.post("/cases/{case_id}/priority", summary="Change the priority")
async def post_priority(case_id: CaseId, body: api.ChangePriority, command: WorkerCommand) -> CaseDetail:
    """Change the priority by hand; the reason is kept."""
    change = ChangePriority(command.actor, case_id, body.priority, body.reason, body.before)
    return await command.case(lambda unit: change_priority(change, unit, command.parts.clock).case_id)


@router.post("/cases/{case_id}/close", summary="Close a case")
async def post_close(case_id: CaseId, body: api.CloseCase, command: WorkerCommand) -> CaseDetail:
    """Close the case with an outcome; what goes on without it is named."""
    close = CloseCase(command.actor, case_id, body.version, body.outcome, body.keep, body.nobody_reached, body.reason)
    return await command.case(lambda unit: close_case(close, unit, command.parts.clock).case_id)


def _require_viewed(reader: Reader, case_id: CaseId, caller: Caller) -> None:
    """Pass when this session has opened the case: seeing it is audited, and a second way in would not be.

    Raises:
        Conflict: ``view_first``.
    """
    if not reader.has_viewed(case_id, caller.account.account_id, caller.session.started_at):
        raise Conflict("view_first")
