"""The queue, and the events that continue it."""

from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Annotated, Final, cast

from fastapi import APIRouter, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse

from app.api.queue import QueueSnapshot
from app.api.service import SeatInfo
from app.domain.errors import Refusal
from app.usecases.store import StoreUnavailable
from services.detector.api.access import AnyPerson, Caller, Parts
from services.detector.api.rows import snapshot
from services.detector.composition import Composition
from services.detector.events import Callers, EventFeed

_MOST_DIGITS: Final = 18

router = APIRouter(prefix="/v1", tags=["queue"])


@router.get("/queue", summary="The whole queue")
def get_queue(parts: Parts, caller: AnyPerson) -> QueueSnapshot:
    """Return everything the queue shows now; the events after its cursor continue it. No row for who sees no cases."""
    if not caller.reads_cases:
        cursor = parts.store.read(lambda reader: reader.last_event())
        return QueueSnapshot(cursor=cursor, now=parts.clock.now(), rows=(), rejected=())
    return parts.store.read(lambda reader: snapshot(reader, parts.clock.now(), parts.settings))


@router.get(
    "/events",
    response_class=Response,  # with its own class the library would encode each event again for each stream
    responses={HTTPStatus.OK: {"content": {EventSourceResponse.media_type: {}}}},
    summary="Everything that changes (server-sent events)",
)
async def get_events(
    request: Request,
    parts: Parts,
    caller: AnyPerson,
    last_event_id: Annotated[str | None, Header(description="Number of the last event seen.")] = None,
) -> EventSourceResponse:
    """Stream ``change`` events (``EventInfo``) after the last one seen, and a ``tick`` every two seconds.

    Who sees no cases gets the ticks alone.
    """
    feed = cast("EventFeed", request.app.state.feed)
    cursor = await run_in_threadpool(feed.admit, _cursor(last_event_id))
    return EventSourceResponse(
        _seated(feed, cursor, caller, _still_signed_in(caller, parts), request.app.state.callers),
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _seated(
    feed: EventFeed, cursor: int, caller: Caller, is_admitted: Callable[[], bool], callers: Callers
) -> AsyncIterator[bytes]:
    """The stream of this person, who sits at this desk as long as it is open."""

    def elsewhere() -> tuple[SeatInfo, ...]:
        return feed.seats.elsewhere(caller.session)

    reads = caller.reads_cases
    told = feed.stream(cursor, is_admitted, elsewhere, callers) if reads else feed.ticks(is_admitted, elsewhere)
    with feed.seats.taken(caller.session):
        async for data in told:
            yield data


def _cursor(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise Refusal("invalid", fields="Last-Event-ID")
    return int(text)


def _still_signed_in(caller: Caller, parts: Composition) -> Callable[[], bool]:
    """Return what tells whether the session of a stream still holds; a database that cannot be read ends nobody's."""

    def is_signed_in() -> bool:
        try:
            found = parts.store.read(lambda reader: reader.session(caller.session.token_digest))
        except StoreUnavailable:
            return caller.session.expires_at > parts.clock.now()
        return found is not None and found[0].expires_at > parts.clock.now() and found[1].is_active

    return is_signed_in
