"""A time as a person types it while somebody speaks: the hour of the day, or in how many minutes."""

import re
from datetime import datetime, timedelta

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]?([0-5]\d)")
_MINUTES = re.compile(r"\+\s*(\d{1,3})")
LATE_AT_MOST = timedelta(hours=1)
"""A time of day that was longer ago is the one to come."""


def typed_time(typed: str, now: datetime) -> datetime | None:
    """Return the instant of a typed time: "14:20", "1420", "14h20", "+25" (minutes from now); None = it is none.

    A time of day is the nearest one that was not more than an hour ago.
    """
    typed = typed.strip()
    minutes = _MINUTES.fullmatch(typed)
    if minutes is not None:
        return now + timedelta(minutes=int(minutes[1]))
    clock = _CLOCK.fullmatch(typed)
    if clock is None:
        return None
    local = now.astimezone()
    at = local.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    days = (at + timedelta(days=day) for day in (-1, 0, 1))
    return next(day for day in days if day >= local - LATE_AT_MOST)
