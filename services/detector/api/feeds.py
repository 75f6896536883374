"""Who may feed us: admitted and shut out by an admin. A token is shown once and only its digest is kept."""

import secrets
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool

from app.api.senders import FeedInfo, OpenedFeed
from app.api.senders import OpenFeed as OpenFeedBody
from app.domain.account import Role
from app.domain.feed import Feed
from app.domain.ids import FeedId, new_id
from app.usecases.open_feed import CloseFeed, OpenFeed, close_feed, open_feed
from app.usecases.sign_in import token_digest
from app.usecases.store import JobUnit
from services.detector.api.access import Admin, Parts
from services.detector.api.commands import Command, CommandGate
from services.detector.composition import Composition

_TOKEN_BYTES: Final = 32

AdminCommand = Annotated[Command, Depends(CommandGate(Role.ADMIN))]

router = APIRouter(prefix="/v1/feeds", tags=["feeds"])


@router.post("", summary="Admit a sender")
async def post_feed(body: OpenFeedBody, command: AdminCommand) -> OpenedFeed:
    """Admit a data provider (``s2``) or another centre (``msd``)."""
    token, fresh = secrets.token_urlsafe(_TOKEN_BYTES), FeedId(new_id())

    def act(unit: JobUnit) -> str:
        opening = OpenFeed(command.actor, fresh, body.name, body.kind, token_digest(token))
        return open_feed(opening, unit, command.parts.clock).feed_id

    feed_id = FeedId(await command.once(act))
    feed = await run_in_threadpool(_find, command.parts, feed_id)
    return OpenedFeed(feed=_info(feed), token=token if feed_id == fresh else None)


@router.post("/{feed_id}/close", summary="Shut a sender out")
async def post_close(feed_id: FeedId, command: AdminCommand) -> FeedInfo:
    """End the token of a feed."""

    def act(unit: JobUnit) -> str:
        return close_feed(CloseFeed(command.actor, feed_id), unit, command.parts.clock).feed_id

    closed = FeedId(await command.once(act))
    return _info(await run_in_threadpool(_find, command.parts, closed))


@router.get("", summary="All senders")
def get_feeds(parts: Parts, _caller: Admin) -> list[FeedInfo]:
    """Return every feed, by name."""
    return [_info(feed) for feed in parts.store.read(lambda reader: reader.feeds())]


def _find(parts: Composition, feed_id: FeedId) -> Feed:
    return next(feed for feed in parts.store.read(lambda reader: reader.feeds()) if feed.feed_id == feed_id)


def _info(feed: Feed) -> FeedInfo:
    return FeedInfo(
        feed_id=feed.feed_id, name=feed.name, kind=feed.kind, is_active=feed.is_active, created_at=feed.created_at
    )
