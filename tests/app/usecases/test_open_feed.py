"""Who may feed us is written down."""

import pytest

from app.domain.audit import AuditAction
from app.domain.errors import NotFound, Refusal
from app.domain.feed import FeedKind
from app.domain.ids import FeedId
from app.usecases.actor import SERVICE
from app.usecases.open_feed import CloseFeed, OpenFeed, close_feed, open_feed
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

CLOCK = StandingClock()
FEED = FeedId("f" * 32)


def test_a_feed_is_opened_and_closed_once() -> None:
    unit = InMemoryUnitOfWork()
    opened = open_feed(OpenFeed(SERVICE, FEED, " Centre ", FeedKind.MSD, "d" * 64), unit, CLOCK)
    unit.check_audited()
    assert (opened.name, opened.is_active) == ("Centre", True)
    for _ in range(2):
        assert not close_feed(CloseFeed(SERVICE, FEED), unit, CLOCK).is_active
    assert unit.audit.actions() == [AuditAction.FEED_OPENED, AuditAction.FEED_CLOSED]


def test_a_feed_has_a_name_and_exists() -> None:
    unit = InMemoryUnitOfWork()
    with pytest.raises(Refusal, match="invalid"):
        open_feed(OpenFeed(SERVICE, FEED, " ", FeedKind.S2, "d" * 64), unit, CLOCK)
    with pytest.raises(NotFound):
        close_feed(CloseFeed(SERVICE, FEED), unit, CLOCK)
