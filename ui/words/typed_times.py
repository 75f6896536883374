"""A time as a person types it while somebody speaks: the hour of the day, in how many minutes, or a day."""

import re
from datetime import date, datetime, timedelta

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]?([0-5]\d)")
_MINUTES = re.compile(r"\+\s*(\d{1,3})")
_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
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


def typed_day(typed: str) -> date | None:
    """Return a typed day: "31/12/2026", "31.12.2026", "2026-12-31"; None = it is none."""
    found = _DAY.fullmatch(typed.strip()) or _ISO_DAY.fullmatch(typed.strip())
    try:
        return None if found is None else date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
