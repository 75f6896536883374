"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta

from tests.support.builders import NOON


class StandingClock:
    """``Clock`` for tests of the service."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by
