"""What the feeds of others brought since the service started: counts, and how late it was."""

from dataclasses import dataclass
from datetime import datetime

from app.api.service import ListenerHealth, ListenerState
from app.domain.feed import Feed
from app.domain.ids import FeedId


@dataclass(slots=True)
class _Counted:
    name: str
    frames: int = 0
    refused: int = 0
    last_frame_at: datetime | None = None
    delay_s: float | None = None


class FeedTally:
    """Counts by feed. ``health`` may be called in any thread."""

    def __init__(self) -> None:
        self._by_feed: dict[FeedId, _Counted] = {}
        self._failed: tuple[ListenerHealth, ...] = ()

    def took(self, feed: Feed, at: datetime, collected_at: datetime | None) -> None:
        """Count something that was stored; ``collected_at``: when the sender had it."""
        counted = self._of(feed)
        counted.frames += 1
        counted.last_frame_at = at
        if collected_at is not None:
            counted.delay_s = max(0.0, (at - collected_at).total_seconds())

    def refused(self, feed: Feed) -> None:
        """Count something that was not."""
        self._of(feed).refused += 1

    def cannot_listen(self, host: str, port: int) -> None:
        """Say that nobody can feed us from outside."""
        self._failed = (_health("feeds", ListenerState.FAILED, _Counted("feeds"), host, port),)

    def health(self) -> tuple[ListenerHealth, ...]:
        """Return how each feed is that sent something."""
        known = tuple(_health(one.name, ListenerState.LISTENING, one) for one in list(self._by_feed.values()))
        return self._failed + known

    def _of(self, feed: Feed) -> _Counted:
        return self._by_feed.setdefault(feed.feed_id, _Counted(feed.name))


def _health(name: str, state: ListenerState, counted: _Counted, host: str = "", port: int = 0) -> ListenerHealth:
    return ListenerHealth(
        name=name,
        host=host,
        port=port,
        state=state,
        connections=0,
        frames=counted.frames,
        refused=counted.refused,
        last_frame_at=counted.last_frame_at,
        delay_s=counted.delay_s,
    )
