"""Frames that cannot be read: seen, read again with today's decoder, or dealt with by a person."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool

from app.api.senders import FrameInfo, QuarantinedInfo, ReleaseFrame, UplinkInfo
from app.domain.account import Role
from app.domain.ids import UplinkId
from app.domain.uplink import QuarantinedUplink, StoredUplink
from app.usecases.quarantine import (
    DecodeAgain,
    ReleaseUplink,
    ViewUplink,
    decode_again,
    release_uplink,
    view_uplink,
)
from app.usecases.store import JobUnit
from services.detector.api.access import Caller, Parts, Person
from services.detector.api.commands import Command, CommandGate
from services.detector.composition import Composition

MOST_SHOWN: Final = 500
SEERS = (Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR)
READERS_AGAIN = (Role.SUPERVISOR, Role.ADMIN)

Seer = Annotated[Caller, Depends(Person(*SEERS))]
ReadAgainCommand = Annotated[Command, Depends(CommandGate(*READERS_AGAIN))]
SupervisorCommand = Annotated[Command, Depends(CommandGate(Role.SUPERVISOR))]

router = APIRouter(prefix="/v1/quarantine", tags=["quarantine"])


@router.get("", summary="Frames that wait for a person")
def get_quarantine(parts: Parts, _caller: Seer) -> list[QuarantinedInfo]:
    """Return them, oldest first, at most 500, without what is in them."""
    return [_quarantined(one) for one in parts.store.read(lambda reader: reader.quarantined(MOST_SHOWN))]


@router.post("/{uplink_id}/views", summary="See what is in a frame")
async def post_view(uplink_id: int, command: SupervisorCommand) -> FrameInfo:
    """Return its bytes; a frame may tell where somebody is, so looking at it is audited like opening a case."""

    def act(unit: JobUnit) -> str:
        view_uplink(ViewUplink(command.actor, UplinkId(uplink_id)), unit, command.parts.clock)
        return str(uplink_id)

    receipt = await command.once(act)
    uplink = await run_in_threadpool(_find, command.parts, UplinkId(int(receipt)))
    return FrameInfo(uplink_id=uplink.uplink_id, hex=uplink.raw.payload.hex())


@router.post("/{uplink_id}/decode", summary="Read a frame again")
async def post_decode(uplink_id: int, command: ReadAgainCommand) -> UplinkInfo:
    """Read it with today's decoder and do everything that follows; it stays when it still cannot be read."""
    parts = command.parts

    def act(unit: JobUnit) -> str:
        again = DecodeAgain(command.actor, UplinkId(uplink_id))
        decode_again(again, unit, parts.clock, lambda uplink: parts.process(uplink, unit))
        return str(uplink_id)

    return await _after(command, await command.once(act))


@router.post("/{uplink_id}/release", summary="Say that a frame was dealt with")
async def post_release(uplink_id: int, body: ReleaseFrame, command: SupervisorCommand) -> UplinkInfo:
    """Take it out of the quarantine; nothing is made of it, its bytes and the reason are kept."""

    def act(unit: JobUnit) -> str:
        release_uplink(ReleaseUplink(command.actor, UplinkId(uplink_id), body.reason), unit, command.parts.clock)
        return str(uplink_id)

    return await _after(command, await command.once(act))


async def _after(command: Command, receipt: str) -> UplinkInfo:
    uplink = await run_in_threadpool(_find, command.parts, UplinkId(int(receipt)))
    return UplinkInfo(uplink_id=uplink.uplink_id, state=uplink.state)


def _find(parts: Composition, uplink_id: UplinkId) -> StoredUplink:
    found = parts.store.read(lambda reader: reader.uplink(uplink_id))
    assert found is not None, "the command found it a moment ago, and no frame ever goes away"
    return found


def _quarantined(one: QuarantinedUplink) -> QuarantinedInfo:
    raw = one.uplink.raw
    return QuarantinedInfo(
        uplink_id=one.uplink.uplink_id,
        imei=raw.imei,
        source=raw.source,
        received_at=raw.received_at,
        reason=one.reason,
        bytes=len(raw.payload),
    )
