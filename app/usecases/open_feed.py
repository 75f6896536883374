"""Let somebody feed us what boxes said, with a token of their own; and shut them out again."""

from dataclasses import dataclass, replace

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.feed import Feed, FeedKind
from app.domain.ids import FeedId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OpenFeed:
    """Admit a sender. Its token was made by whoever calls; only the digest comes here."""

    actor: Actor
    feed_id: FeedId
    name: str
    kind: FeedKind
    token_digest: str


@dataclass(frozen=True, slots=True)
class CloseFeed:
    """Shut a sender out."""

    actor: Actor
    feed_id: FeedId


def open_feed(command: OpenFeed, uow: UnitOfWork, clock: Clock) -> Feed:
    """Store the feed.

    Raises:
        Refusal: ``invalid``: it has no name.
    """
    name = command.name.strip()
    if not name:
        raise Refusal("invalid", fields="name")
    feed = Feed(command.feed_id, name, command.kind, command.token_digest, is_active=True, created_at=clock.now())
    uow.feeds.put(feed)
    _enter(AuditAction.FEED_OPENED, feed, command.actor, uow, clock)
    return feed


def close_feed(command: CloseFeed, uow: UnitOfWork, clock: Clock) -> Feed:
    """End its token; doing so twice changes nothing.

    Raises:
        NotFound: ``not_found``.
    """
    feed = uow.feeds.get(command.feed_id)
    if not feed.is_active:
        return feed
    closed = replace(feed, is_active=False)
    uow.feeds.put(closed)
    _enter(AuditAction.FEED_CLOSED, closed, command.actor, uow, clock)
    return closed


def _enter(action: AuditAction, feed: Feed, actor: Actor, uow: UnitOfWork, clock: Clock) -> None:
    facts = {"feed_id": feed.feed_id, "name": feed.name, "kind": feed.kind.value}
    write_down(uow, SYSTEM_CHAIN, actor, clock.now(), Entry(action, facts))
