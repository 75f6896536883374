"""Opening hours as people type them: ``mon-fri 08:00-18:00; sat 09:00-12:00; hol 10:00-12:00``, or ``always``.

An end before its start is the next day's: ``fri 20:00-06:00``. ``hol`` are the legal holidays, which have hours of
their own: without any, the partner is closed on them. ``daily`` is every day and holidays too.
"""

import re
from typing import Final

from app.domain.provider import MINUTES_A_DAY, Opening, OpenOn
from app.usecases.import_cells import CellFault

ALWAYS: Final = "always"
_DAILY: Final = "daily"
_PART: Final = re.compile(r"([a-z]{3}|daily)(?:-([a-z]{3}))? (\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_WEEK: Final = tuple(OpenOn)[:7]


def hours_of(typed: str) -> tuple[Opening, ...]:
    """Return the intervals, in the order of the week.

    Raises:
        CellFault: ``not_hours`` (part): it cannot be meant.
    """
    text = " ".join(typed.casefold().split())
    if text == ALWAYS:
        text = f"{_DAILY} 00:00-24:00"
    found = {one for part in text.split(";") if part.strip() for one in _part(part.strip())}
    order = list(OpenOn)
    return tuple(sorted(found, key=lambda one: (order.index(one.on), one.from_min, one.to_min)))


def hours_text(hours: tuple[Opening, ...]) -> str:
    """Return the intervals as they are typed; days with the same hours after each other as one part."""
    if hours == hours_of(ALWAYS):
        return ALWAYS
    parts: list[tuple[OpenOn, OpenOn, int, int]] = []
    for times in dict.fromkeys((one.from_min, one.to_min) for one in hours):
        for on in (one.on for one in hours if (one.from_min, one.to_min) == times):
            if parts and parts[-1][2:] == times and _follows(parts[-1][1], on):
                parts[-1] = (parts[-1][0], on, *times)
            else:
                parts.append((on, on, *times))
    return "; ".join(
        f"{first}{'' if first is last else f'-{last}'} {_clock(from_min)}-{_clock(to_min)}"
        for first, last, from_min, to_min in parts
    )


def _follows(before: OpenOn, after: OpenOn) -> bool:
    return after in _WEEK and before in _WEEK and _WEEK.index(after) == _WEEK.index(before) + 1


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _part(part: str) -> tuple[Opening, ...]:
    found = _PART.fullmatch(part)
    if found is None:
        raise CellFault("not_hours", part=part[:40])
    first, last, *clock = found.groups()
    from_h, from_m, to_h, to_m = map(int, clock)
    from_min, to_min = from_h * 60 + from_m, to_h * 60 + to_m
    is_clock = max(from_m, to_m) < 60 and from_min < MINUTES_A_DAY and 0 < to_min <= MINUTES_A_DAY  # noqa: PLR2004
    if not is_clock:
        raise CellFault("not_hours", part=part[:40])
    return tuple(Opening(on, from_min, to_min) for on in _days(first, last, part))


def _days(first: str, last: str | None, part: str) -> tuple[OpenOn, ...]:
    if first == _DAILY and last is None:
        return tuple(OpenOn)
    try:
        start, end = OpenOn(first), OpenOn(last or first)
    except ValueError as fault:
        raise CellFault("not_hours", part=part[:40]) from fault
    if start is end:
        return (start,)
    if OpenOn.HOLIDAY in (start, end):
        raise CellFault("not_hours", part=part[:40])
    from_day, to_day = _WEEK.index(start), _WEEK.index(end)
    return _WEEK[from_day : to_day + 1] if from_day < to_day else _WEEK[from_day:] + _WEEK[: to_day + 1]
