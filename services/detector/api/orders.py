"""Orders to partners: whom to ask, ask, stop, change; and what others were told of a person."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool

from app.api import providers as api
from app.api.cases import CaseDetail
from app.domain.ids import CaseId, OrderId
from app.domain.service_order import ServiceKind
from app.usecases.ask_another import AskAnother, ask_another
from app.usecases.disclose_facts import DiscloseFacts, disclose_facts
from app.usecases.offer_order import OfferOrder, StopOrder, offer_order, stop_order
from app.usecases.order_service import OrderService, Wish, order_service
from app.usecases.queries import Reader
from app.usecases.recommend import Need, Recommendation, need_of, recommend
from app.usecases.revise_order import ReviseOrder, revise_order
from services.detector.api.access import CaseReader, Parts
from services.detector.api.commands import WorkerCommand
from services.detector.api.orders_shown import partners_info

router = APIRouter(prefix="/v1", tags=["orders"])


@router.get("/cases/{case_id}/partners", summary="Whom to ask for a service")
async def get_partners(
    case_id: CaseId, parts: Parts, _caller: CaseReader, kind: Annotated[ServiceKind, Query()]
) -> api.PartnersInfo:
    """Return everybody who does this, the best first, with the reasons; nothing is kept."""
    now = parts.clock.now()

    def read(reader: Reader) -> tuple[Need, Recommendation]:
        brief = reader.brief(case_id)
        need = need_of(kind, brief.case, None if brief.box is None else brief.box.car, brief.orders, now)
        return need, recommend(need, reader.providers(), reader.orders_running_at())

    need, found = await run_in_threadpool(parts.store.read, read)
    return partners_info(need, found, parts.order_channels)


@router.post("/cases/{case_id}/orders", summary="Order a taxi, a hotel, a rental car, a way home")
async def post_order(case_id: CaseId, body: api.OrderService, command: WorkerCommand) -> CaseDetail:
    """Place the order, and give it to the partner that was chosen."""
    parts = command.parts
    wish = Wish(body.pick_up, body.deliver_to, body.need, body.wanted_at)
    order = OrderService(command.actor, case_id, body.kind, wish, body.provider_id)
    return await command.case(lambda unit: order_service(order, unit, parts.clock, parts.order_channels).case_id)


@router.post("/orders/{order_id}/offer", summary="Ask a partner")
async def post_offer(order_id: OrderId, body: api.OfferOrder, command: WorkerCommand) -> CaseDetail:
    """Let the order leave for the partner, or put the partner on it to be phoned."""
    parts, offer = command.parts, OfferOrder(command.actor, order_id, body.provider_id)
    return await command.case(lambda unit: offer_order(offer, unit, parts.clock, parts.order_channels).case_id)


@router.post("/orders/{order_id}/another", summary="Ask another partner")
async def post_another(order_id: OrderId, body: api.OfferOrder, command: WorkerCommand) -> CaseDetail:
    """Call it off with the partner that may have it, and ask this one."""
    parts, other = command.parts, AskAnother(command.actor, order_id, body.provider_id)
    return await command.case(lambda unit: ask_another(other, unit, parts.clock, parts.order_channels).case_id)


@router.post("/orders/{order_id}/stop", summary="Do not let an order leave")
async def post_stop(order_id: OrderId, command: WorkerCommand) -> CaseDetail:
    """Keep back what has not left."""
    stop = StopOrder(command.actor, order_id)
    return await command.case(lambda unit: stop_order(stop, unit, command.parts.clock).case_id)


@router.post("/orders/{order_id}/words", summary="Change what an order says")
async def post_words(order_id: OrderId, body: api.ReviseOrder, command: WorkerCommand) -> CaseDetail:
    """Store the next version, and let it leave where the order did."""
    parts = command.parts
    wish = Wish(body.pick_up, body.deliver_to, body.need, body.wanted_at)
    revise = ReviseOrder(command.actor, order_id, wish)
    return await command.case(lambda unit: revise_order(revise, unit, parts.clock, parts.order_channels).case_id)


@router.post("/cases/{case_id}/disclosures", summary="Write down what somebody was told")
async def post_disclosure(case_id: CaseId, body: api.DiscloseFacts, command: WorkerCommand) -> CaseDetail:
    """Keep which facts of a person were told to whom, and why they may know them."""
    told = DiscloseFacts(command.actor, case_id, body.recipient, body.to, body.fields, body.basis, body.way)
    return await command.case(lambda unit: disclose_facts(told, unit, command.parts.clock).case_id)
