"""The one way to ask what time it is.

Handlers receive a ``Clock`` so that a test can say "ten minutes later" without waiting. All instants are aware and in
UTC; local time exists only on the screen and in texts for people.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present instant, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the only place that reads the clock


def age_s(earlier: datetime, later: datetime) -> float:
    """Return the seconds from the earlier to the later instant; negative when they are the other way round."""
    return (later - earlier) / timedelta(seconds=1)
