"""What reaches people outside: calls, SMS, tow trucks, and 112 by voice.

A call is dialled after its attempt is on the disk, never before; the receipt names the call, so a command sent again
after a lost answer (or a killed service) still makes the phone ring, and a phone that rings does not ring twice.
"""

import time
from dataclasses import replace

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

from app.api import commands as api
from app.api.cases import CaseDetail
from app.api.numbers import NumberInfo, ReadNumber
from app.domain.contact import CallOutcome
from app.domain.gateway import Channel
from app.domain.hand_over import HandOverId
from app.domain.ids import CallId, CaseId, MessageId, OrderId
from app.usecases.cancel_message import CancelMessage, cancel_message
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.complete_hand_over import CompleteHandOver, complete_hand_over
from app.usecases.decline_tow import DeclineTow, decline_tow
from app.usecases.disclose_tow import DiscloseTow, disclose_tow
from app.usecases.end_call import EndCall, end_call
from app.usecases.hand_over import HandOver, hand_over
from app.usecases.mark_sent_by_hand import MarkSentByHand, mark_sent_by_hand
from app.usecases.order_tow import OrderTow, order_tow
from app.usecases.send_by_gateway import SendByGateway, send_by_gateway
from app.usecases.send_by_hand_instead import SendByHandInstead, send_by_hand_instead
from app.usecases.start_call import Exchange, StartCall, start_call
from app.usecases.store import JobUnit
from app.usecases.write_sms import WriteSms, write_sms
from services.detector.api.access import Worker
from services.detector.api.commands import WorkerCommand, shown_case
from services.detector.api.people_shown import number_info
from services.detector.api.telephone import let_ring
from services.detector.exchange import exchange_of, ready_exchange

router = APIRouter(prefix="/v1", tags=["contact"])


@router.post("/cases/{case_id}/calls", summary="Call a number")
async def post_call(case_id: CaseId, body: api.StartCall, command: WorkerCommand) -> CaseDetail:
    """Keep the attempt, then dial where the house has a phone for that."""
    ready = None if body.by_hand else await run_in_threadpool(ready_exchange, command.parts, command.actor.desk)
    exchange = None if ready is None else Exchange(ready.telephony.source, time.monotonic())
    start = StartCall(command.actor, case_id, body.e164, body.person, exchange)
    call_id = await command.once(lambda unit: start_call(start, unit, command.parts.clock).call_id)
    if ready is not None:
        await let_ring(command, CallId(call_id), ready)
    return await shown_case(command.parts, case_id)


@router.post("/numbers/read", summary="Read a typed number")
async def post_number(body: ReadNumber, caller: Worker) -> NumberInfo:
    """Say what the number plan says of it; nothing is kept, so the answer needs no key."""
    del caller
    return number_info(body.text)


@router.post("/calls/{call_id}/outcome", summary="Say how a call ended")
async def post_outcome(call_id: CallId, body: api.EndCall, command: WorkerCommand) -> CaseDetail:
    """Keep how the call ended and who it was; unanswered, an SMS is prepared with it."""
    parts = command.parts
    end = EndCall(command.actor, call_id, body.outcome, body.disposition)
    detail = await command.case(lambda unit: end_call(end, unit, parts.clock, parts.sms).case_id)
    exchange = exchange_of(parts)
    if exchange is not None and body.outcome is not CallOutcome.ANSWERED:
        exchange.hangup(call_id)  # said while it still rings: nobody is to pick up now
    return detail


@router.post("/messages/{message_id}/sent-by-hand", summary="Tick an SMS")
async def post_sent_by_hand(message_id: MessageId, command: WorkerCommand) -> CaseDetail:
    """Keep that somebody sent this SMS with the centre's phone."""
    tick = MarkSentByHand(command.actor, message_id)
    return await command.case(lambda unit: mark_sent_by_hand(tick, unit, command.parts.clock).case_id)


@router.post("/messages/{message_id}/by-hand", summary="Send an SMS by hand instead")
async def post_by_hand_instead(message_id: MessageId, command: WorkerCommand) -> CaseDetail:
    """Take a queued SMS back from the gateway: a person sends it now."""
    instead = SendByHandInstead(command.actor, message_id)
    return await command.case(lambda unit: send_by_hand_instead(instead, unit, command.parts.clock).case_id)


@router.post("/messages/{message_id}/by-gateway", summary="Send an SMS by the gateway after all")
async def post_by_gateway(message_id: MessageId, command: WorkerCommand) -> CaseDetail:
    """Give an SMS of the tray to the gateway, when it can be reached."""
    parts = command.parts
    channel = replace(parts.sms, is_automatic=parts.sms.is_automatic and not parts.gateways.is_down(Channel.SMS))
    give = SendByGateway(command.actor, message_id, channel)
    return await command.case(lambda unit: send_by_gateway(give, unit, parts.clock).case_id)


@router.post("/cases/{case_id}/messages", summary="Write an SMS")
async def post_message(case_id: CaseId, body: api.WriteSms, command: WorkerCommand) -> CaseDetail:
    """Keep a text that was read and confirmed; it leaves at once, or a person sends it."""
    parts = command.parts
    write = WriteSms(command.actor, case_id, body.e164, body.text)
    return await command.case(lambda unit: write_sms(write, unit, parts.clock, parts.sms).case_id)


@router.post("/messages/{message_id}/cancel", summary="Cancel an SMS")
async def post_message_cancel(message_id: MessageId, command: WorkerCommand) -> CaseDetail:
    """Drop an SMS that has not left."""
    cancel = CancelMessage(command.actor, message_id)
    return await command.case(lambda unit: cancel_message(cancel, unit, command.parts.clock).case_id)


@router.post("/cases/{case_id}/tow", summary="Order a tow truck")
async def post_tow(case_id: CaseId, command: WorkerCommand, body: api.OrderTow | None = None) -> CaseDetail:
    """Order a tow truck; one car never gets two, and a motorway is left to the police."""
    places = body or api.OrderTow()
    order = OrderTow(command.actor, case_id, places.pick_up, places.deliver_to)

    def act(unit: JobUnit) -> CaseId:
        order_tow(order, unit, command.parts.clock)
        return case_id

    return await command.case(act)


@router.post("/cases/{case_id}/no-tow", summary="Send no tow truck")
async def post_no_tow(case_id: CaseId, command: WorkerCommand, body: api.DeclineTow | None = None) -> CaseDetail:
    """Answer "Send tow?" with no."""
    decline = DeclineTow(command.actor, case_id, "" if body is None else body.reason)
    return await command.case(lambda unit: decline_tow(decline, unit, command.parts.clock).case_id)


@router.post("/orders/{order_id}/state", summary="Write down what a provider said")
async def post_order_state(order_id: OrderId, body: api.ChangeOrder, command: WorkerCommand) -> CaseDetail:
    """Move an order to the state its provider told."""
    change = ChangeOrder(command.actor, order_id, body.state, body.provider, body.eta_at, body.reason)
    return await command.case(lambda unit: change_order(change, unit, command.parts.clock).case_id)


@router.post("/orders/{order_id}/disclosure", summary="Write down what a firm was told")
async def post_disclosure(order_id: OrderId, body: api.DiscloseTow, command: WorkerCommand) -> CaseDetail:
    """Keep which fields of the text were told to whom, when."""
    told = DiscloseTow(command.actor, order_id, body.way, body.language, body.to)
    return await command.case(lambda unit: disclose_tow(told, unit, command.parts.clock).case_id)


@router.post("/cases/{case_id}/hand-over", summary="Tick a hand-over to 112 or 101")
async def post_hand_over(case_id: CaseId, body: api.HandOver, command: WorkerCommand) -> CaseDetail:
    """Keep that the case was told to them by voice, and what was said."""
    told = HandOver(command.actor, case_id, body.to, body.text, body.reference, body.their_operator)
    return await command.case(lambda unit: hand_over(told, unit, command.parts.clock).case_id)


@router.post("/hand-overs/{hand_over_id}", summary="Complete a hand-over")
async def post_hand_over_completed(
    hand_over_id: HandOverId, body: api.CompleteHandOver, command: WorkerCommand
) -> CaseDetail:
    """Keep their number, their operator and the steps that were done."""
    known = CompleteHandOver(command.actor, hand_over_id, body.reference, body.their_operator, body.done)
    return await command.case(lambda unit: complete_hand_over(known, unit, command.parts.clock).case_id)
