"""What others feed us over HTTPS: batches of S2 frames, minimum sets of data. Answered when it is on the disk.

Everything here may be sent again: an S2 frame has its place, a minimum set of data its digest. A database that takes
nothing is a 503, and the sender sends the same again.
"""

import asyncio
import base64
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Depends

from app.api.senders import (
    FedAnswer,
    FedFrame,
    FedMsd,
    FedMsdAnswer,
    FedOutcome,
    S2Batch,
    S2BatchAnswer,
)
from app.domain.errors import Refusal
from app.domain.feed import Feed, FeedKind
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, UplinkSource
from app.usecases.report_security_event import SecurityKind
from app.usecases.store_s2_frame import Novelty
from services.detector.api.access import FromFeed, Parts
from services.detector.composition import Composition
from services.detector.s2_frames import milliseconds, store_command
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.msd.messages import MAX_BYTES, read_msd
from services.uplink.s2.answers import acknowledgement
from services.uplink.s2.keys import Direction, KeyRing
from services.uplink.s2.link import S2FrameReceived, open_frame
from services.uplink.s2.seal import check_frame

_OUTCOMES: Final = {
    Novelty.NEW: FedOutcome.STORED,
    Novelty.REPEATED: FedOutcome.REPEATED,
    Novelty.CONFLICTING: FedOutcome.CONFLICTING,
}
_UNKNOWN_CAR_DIGITS: Final = 13

S2Feed = Annotated[Feed, Depends(FromFeed(FeedKind.S2))]
MsdFeed = Annotated[Feed, Depends(FromFeed(FeedKind.MSD))]

router = APIRouter(prefix="/v1/intake", tags=["intake"])


@router.post("/s2", summary="S2 frames of many boxes")
async def post_s2(body: S2Batch, parts: Parts, feed: S2Feed) -> S2BatchAnswer:
    """Store frames; the answers stand in the order of the frames."""
    return S2BatchAnswer(frames=tuple(await asyncio.gather(*(_take(one, parts, feed) for one in body.frames))))


@router.post("/msd", summary="One minimum set of data (EN 15722)")
async def post_msd(body: FedMsd, parts: Parts, feed: MsdFeed) -> FedMsdAnswer:
    """Store a minimum set of data. One that cannot be read is stored all the same; a person looks at it."""
    if not 0 < len(body.msd) <= MAX_BYTES:
        raise Refusal("invalid", fields="msd")
    vin = _vin(body.msd)
    imei = Imei(body.imei) if body.imei is not None else _stand_in(vin or body.msd.hex())
    now = parts.clock.now()
    digest = sha256(body.msd).hexdigest()
    await parts.intake.keep(RawUplink(imei, UplinkSource.MSD_FEED, now, body.msd, digest), urgent=True)
    parts.feed_tally.took(feed, now, _aware(body.collected_at))
    return FedMsdAnswer(imei=imei, is_readable=vin is not None)


async def _take(fed: FedFrame, parts: Composition, feed: Feed) -> FedAnswer:
    try:
        frame, ring = await _opened(fed.frame, parts)
    except UplinkError as error:
        parts.feed_tally.refused(feed)
        return FedAnswer(outcome=FedOutcome.REFUSED, code=error.code.value)
    now = parts.clock.now()
    stored = await parts.intake.keep_s2(store_command(frame, UplinkSource.S2_FEED, now), urgent=frame.is_event)
    if stored.novelty is Novelty.CONFLICTING:
        parts.feed_tally.refused(feed)
        parts.intake.report(SecurityKind.CONFLICTING, frame.header.imei, UplinkSource.S2_FEED, frame.digest)
        return FedAnswer(outcome=FedOutcome.CONFLICTING)
    parts.feed_tally.took(feed, now, _aware(fed.collected_at))
    keys = ring.find(frame.header.key_id, Direction.DOWN)
    assert keys is not None, "the frame was opened with the same key id"
    answer = acknowledgement(frame.header, stored.window, milliseconds(now), keys)
    return FedAnswer(outcome=_OUTCOMES[stored.novelty], answer=base64.b64encode(answer).decode())


async def _opened(raw: bytes, parts: Composition) -> tuple[S2FrameReceived, KeyRing]:
    header = check_frame(raw)
    ring = await parts.intake.ring_of(header.imei)
    if ring is None:
        parts.intake.refuse_stranger(header.imei, UplinkSource.S2_FEED)
        raise UplinkError(UplinkErrorCode.UNKNOWN_DEVICE, "no box of ours, or without a key", raw=raw)
    try:
        return open_frame(raw, ring), ring
    except UplinkError as error:
        if error.code is UplinkErrorCode.NOT_AUTHENTIC:
            parts.intake.report(SecurityKind.FORGED, header.imei, UplinkSource.S2_FEED, sha256(raw).hexdigest())
        raise


def _vin(msd: bytes) -> str | None:
    """Return whose car it is; None = it cannot be read."""
    try:
        return read_msd(msd).vin
    except UplinkError:
        return None


def _stand_in(of_car: str) -> Imei:
    """Return what stands for the IMEI of a car whose box is not ours: no real one begins with 00."""
    number = int.from_bytes(sha256(of_car.encode()).digest()[:8]) % 10**_UNKNOWN_CAR_DIGITS
    return Imei(f"00{number:0{_UNKNOWN_CAR_DIGITS}d}")


def _aware(instant: datetime | None) -> datetime | None:
    """A time without a zone is taken for UTC."""
    return instant.replace(tzinfo=UTC) if instant is not None and instant.tzinfo is None else instant
