"""The line of a call, the telephone of a desk, 112 at the press of a button, and who calls back."""

import time

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool

from app.api import telephone as api
from app.api.cases import CaseDetail
from app.domain.call_event import CallEventKind, CallLine
from app.domain.contact import CallAttempt
from app.domain.errors import Conflict, Refusal
from app.domain.ids import CallId, CaseId, OrderId
from app.usecases.call_emergency import CallEmergency, call_emergency
from app.usecases.call_partner import CallPartner, call_partner
from app.usecases.call_ports import Originate
from app.usecases.holding import require_holder
from app.usecases.miss_call import DealtWithMissedCall, dealt_with_missed_call
from app.usecases.set_desk_telephone import SetDeskTelephone, set_desk_telephone
from app.usecases.start_call import Exchange
from app.usecases.store import JobUnit
from app.usecases.take_call_back import TakeCallBack, take_call_back
from app.usecases.take_call_by_hand import TakeCallByHand, take_call_by_hand
from services.detector.api.access import Parts, Worker
from services.detector.api.commands import Command, WorkerCommand, committed, shown_case
from services.detector.callers_shown import cases_of
from services.detector.exchange import ReadyExchange, callers_of, exchange_of, number_of, ready_exchange

router = APIRouter(prefix="/v1", tags=["telephone"])


@router.get("/telephone", summary="The telephone of this desk")
def get_telephone(parts: Parts, caller: Worker) -> api.TelephoneInfo:
    """Return the endpoint at the exchange."""
    desk = caller.session.desk
    endpoint = parts.store.read(lambda reader: reader.desk_telephones()).get(desk, "")
    return api.TelephoneInfo(desk=desk, endpoint=endpoint)


@router.post("/telephone", summary="Say which telephone stands at this desk")
async def post_telephone(body: api.SetTelephone, command: WorkerCommand) -> api.TelephoneInfo:
    """Store it; the audit keeps who said so."""
    setting = SetDeskTelephone(command.actor, body.endpoint)
    endpoint = await command.once(lambda unit: set_desk_telephone(setting, unit, command.parts.clock))
    return api.TelephoneInfo(desk=command.actor.desk, endpoint=endpoint)


@router.post("/calls/{call_id}/hangup", summary="Hang up")
async def post_hangup(call_id: CallId, command: WorkerCommand) -> CaseDetail:
    """Let the exchange end the call; that it ended is told by the exchange."""
    call = await _line_of(command, call_id)
    exchange = exchange_of(command.parts)
    if exchange is not None:
        exchange.hangup(call_id)
    return await shown_case(command.parts, call.case_id)


@router.post("/calls/{call_id}/digits", summary="Send keys")
async def post_digits(call_id: CallId, body: api.SendDigits, command: WorkerCommand) -> CaseDetail:
    """Send these keys to whoever was called."""
    call = await _line_of(command, call_id)
    exchange = exchange_of(command.parts)
    if exchange is not None:
        exchange.dtmf(call_id, body.digits)
    return await shown_case(command.parts, call.case_id)


@router.post("/calls/{call_id}/by-hand", summary="Go on without the exchange")
async def post_by_hand(call_id: CallId, command: WorkerCommand) -> CaseDetail:
    """Keep that the operator dials this call; what the exchange still holds of it is let go."""
    take = TakeCallByHand(command.actor, call_id, time.monotonic())
    detail = await command.case(lambda unit: take_call_by_hand(take, unit, command.parts.clock).case_id)
    exchange = exchange_of(command.parts)
    if exchange is not None:
        exchange.hangup(call_id)
    return detail


@router.post("/cases/{case_id}/emergency-calls", summary="Call 112 or 101")
async def post_emergency_call(case_id: CaseId, body: api.CallEmergency, command: WorkerCommand) -> CaseDetail:
    """Keep the attempt, then let the operator's telephone ring and after it theirs."""
    ready = await run_in_threadpool(ready_exchange, command.parts, command.actor.desk)
    if ready is None:
        raise Refusal("no_exchange")
    asked = CallEmergency(command.actor, case_id, body.to, Exchange(ready.telephony.source, time.monotonic()))
    call_id = await command.once(lambda unit: call_emergency(asked, unit, command.parts.clock).call_id)
    await let_ring(command, CallId(call_id), ready)
    return await shown_case(command.parts, case_id)


@router.post("/orders/{order_id}/calls", summary="Phone the firm of an order")
async def post_partner_call(order_id: OrderId, body: api.CallPartner, command: WorkerCommand) -> CaseDetail:
    """Write it down, then let the operator's telephone ring and after it theirs; without an exchange the desk dials."""
    parts = command.parts
    ready = None if body.by_hand else await run_in_threadpool(ready_exchange, parts, command.actor.desk)
    exchange = None if ready is None else Exchange(ready.telephony.source, time.monotonic())
    asked = CallPartner(command.actor, order_id, body.place, exchange, body.e164)

    def act(unit: JobUnit) -> str:
        call = call_partner(asked, unit, parts.clock)
        return "" if call is None else call.call_id

    call_id = await command.once(act)
    if ready is not None and call_id:
        await let_ring(command, CallId(call_id), ready)
    order = await committed(parts, lambda unit: unit.orders.get(order_id))
    return await shown_case(parts, order.case_id)


@router.post("/cases/{case_id}/call-backs", summary="Put a caller into his case")
async def post_call_back(case_id: CaseId, body: api.TakeCallBack, command: WorkerCommand) -> CaseDetail:
    """Keep that this caller is about that case; who it is said by the operator, as with every call."""
    parts, exchange = command.parts, exchange_of(command.parts)
    caller = next((one for one in callers_of(parts) if one.caller_id == body.caller_id), None)
    if caller is None or exchange is None:
        return await command.case(_caller_gone)
    e164, _number = number_of(caller)
    briefs = await run_in_threadpool(parts.store.read, lambda reader: reader.briefs([case_id]))
    person = next((one.person for one in cases_of(e164, briefs)), "")
    taken = TakeCallBack(
        command.actor, case_id, caller.number, person, caller.since, caller.answered_at, exchange.source
    )
    return await command.case(lambda unit: take_call_back(taken, unit, parts.clock).case_id)


@router.post("/missed-calls/{missed_id}/done", summary="Say that a missed call is dealt with")
async def post_missed_call_done(missed_id: str, request: Request, command: WorkerCommand) -> api.MissedCallDone:
    """Keep who says so; no desk is told of it any more."""
    dealt = DealtWithMissedCall(command.actor, missed_id)
    done = await command.once(lambda unit: dealt_with_missed_call(dealt, unit, command.parts.clock))
    request.app.state.callers.dealt_with()
    return api.MissedCallDone(missed_id=done)


def _caller_gone(_unit: JobUnit) -> CaseId:
    """Refuse, inside the command: one that was stored before they hung up is answered with what was stored."""
    raise Conflict("caller_gone")


async def let_ring(command: Command, call_id: CallId, ready: ReadyExchange) -> None:
    """Ask the exchange for a stored call that it has not ended yet; asked twice, it rings once."""
    parts = command.parts

    def read(unit: JobUnit) -> tuple[CallAttempt, CallLine]:
        return unit.calls.get(call_id), CallLine(unit.call_events.of_call(call_id))

    call, line = await committed(parts, read)
    begun = line.first(CallEventKind.REQUESTED)
    if begun is None or begun.source != ready.telephony.source or not line.is_up or call.outcome is not None:
        return
    if call.answered_at is not None:
        return
    order = Originate(
        call_id=call_id,
        case_id=call.case_id,
        operator=call.account_id,
        agent_endpoint=ready.endpoint,
        to_e164=call.to_e164,
        purpose=call.purpose,
        ring_timeout_s=ready.ring_limit_s,
    )
    ready.telephony.originate(order)


async def _line_of(command: Command, call_id: CallId) -> CallAttempt:
    """Return the call, when this person may touch it: who made it, or who holds the case now."""

    def read(unit: JobUnit) -> CallAttempt:
        call = unit.calls.get(call_id)
        if call.account_id != command.actor.account_id:
            require_holder(unit.cases.get(call.case_id), command.actor)
        return call

    return await committed(command.parts, read)
