"""Handing over a shift. The answers are empty: the row that changed comes to every desk as an event."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.api import shift as api
from app.domain.case import Case
from app.domain.ids import CaseId
from app.usecases.hand_over_shift import (
    WORKERS,
    AcceptCase,
    DeclineCase,
    OfferCase,
    WithdrawOffer,
    accept_case,
    decline_case,
    offer_case,
    withdraw_offer,
)
from app.usecases.store import JobUnit
from services.detector.api.access import Parts, Worker
from services.detector.api.commands import Command, WorkerCommand
from services.detector.events import EventFeed

router = APIRouter(prefix="/v1", tags=["shift"])


@router.get("/colleagues", summary="Who may take my cases")
async def get_colleagues(request: Request, parts: Parts, caller: Worker) -> list[api.ColleagueInfo]:
    """Return everybody but the caller who may work on cases: who sits at a desk first, then by name."""
    seats = cast("EventFeed", request.app.state.feed).seats.desks()
    accounts = await run_in_threadpool(parts.store.read, lambda reader: reader.all_accounts())
    found = [
        api.ColleagueInfo(account_id=one.account_id, name=one.name, desk=", ".join(seats.get(one.account_id, ())))
        for one in accounts
        if one.is_active and one.roles & WORKERS and one.account_id != caller.account.account_id
    ]
    return sorted(found, key=lambda one: (not one.desk, one.name.casefold()))


@router.post("/cases/{case_id}/offer", status_code=HTTPStatus.NO_CONTENT, summary="Offer a case to a colleague")
async def post_offer(case_id: CaseId, body: api.OfferCase, command: WorkerCommand) -> Response:
    """Offer it; until it is accepted it stays where it is."""
    offer = OfferCase(command.actor, case_id, body.to)
    return await _done(command, lambda unit: offer_case(offer, unit, command.parts.clock))


@router.post(
    "/cases/{case_id}/offer/accept", status_code=HTTPStatus.NO_CONTENT, summary="Take a case that was offered to me"
)
async def post_accept(case_id: CaseId, command: WorkerCommand) -> Response:
    """Take it, with what was promised in it."""
    accept = AcceptCase(command.actor, case_id)
    return await _done(command, lambda unit: accept_case(accept, unit, command.parts.clock))


@router.post("/cases/{case_id}/offer/decline", status_code=HTTPStatus.NO_CONTENT, summary="Leave it where it is")
async def post_decline(case_id: CaseId, command: WorkerCommand) -> Response:
    """Say no; its giver sees it."""
    decline = DeclineCase(command.actor, case_id)
    return await _done(command, lambda unit: decline_case(decline, unit, command.parts.clock))


@router.post("/cases/{case_id}/offer/withdraw", status_code=HTTPStatus.NO_CONTENT, summary="Keep a case that I offered")
async def post_withdraw(case_id: CaseId, command: WorkerCommand) -> Response:
    """Offer it to nobody."""
    withdraw = WithdrawOffer(command.actor, case_id)
    return await _done(command, lambda unit: withdraw_offer(withdraw, unit, command.parts.clock))


async def _done(command: Command, act: Callable[[JobUnit], Case]) -> Response:
    await command.once(lambda unit: act(unit).case_id)
    return Response(status_code=HTTPStatus.NO_CONTENT)
