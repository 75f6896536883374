"""Instants and durations as text: one way to write a time, so that two panels never disagree.

Times are local, 24 hours, always in the same shape: a timeline that follows the habits of four languages cannot be
compared line by line. Clocks that somebody waits for run in minutes and seconds; ages say their two largest units.
"""

from collections.abc import Callable
from datetime import datetime

from app.i18n import _

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MONTH, _YEAR = 30.44 * _DAY, 365.25 * _DAY
_TENTHS_BELOW_S = 10


def clock_text(seconds: float) -> str:
    """Return a running clock: "0:07", "12:41", "1:02:03". Negative counts as zero."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def age_text(seconds: float) -> str:
    """Return an age in its two largest units: "0.2 s", "41 s", "2 min", "3 h 5 min", "2 d 4 h", "3 y 2 m"."""
    seconds = max(0.0, seconds)
    if seconds < _MINUTE:
        return short_age_text(seconds)
    if seconds < _HOUR:
        return _("{minutes} min").format(minutes=int(seconds // _MINUTE))
    for larger, smaller, words in _PAIRS:
        if seconds < larger * _NEXT_UNIT[larger]:
            return _pair(seconds, larger, smaller, words())
    return _pair(seconds, _YEAR, _MONTH, _("{large} y {small} m"))


def short_age_text(seconds: float) -> str:
    """Return an age of less than a minute, with tenths below ten seconds."""
    digits = 1 if seconds < _TENTHS_BELOW_S else 0
    return _("{seconds} s").format(seconds=number(seconds, digits))


def number(value: float, digits: int = 0) -> str:
    """Return a number with the decimal sign of the screen's language."""
    return _("{whole}.{fraction}").format(**_parts(value, digits)) if digits else f"{value:.0f}"


def moment(at: datetime) -> str:
    """Return date and time, local: "2031-03-09 22:14:07"."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def time_of_day(at: datetime) -> str:
    """Return the time, local: "22:14:07"."""
    return at.astimezone().strftime("%H:%M:%S")


def since_text(at: datetime, now: datetime) -> str:
    """Return hour and minute, with the day when it was another day: "14:03", "2031-03-08 14:03"."""
    local = at.astimezone()
    same_day = local.date() == now.astimezone().date()
    return local.strftime("%H:%M" if same_day else "%Y-%m-%d %H:%M")


def _parts(value: float, digits: int) -> dict[str, str]:
    whole, fraction = f"{value:.{digits}f}".split(".")
    return {"whole": whole, "fraction": fraction}


def _pair(seconds: float, larger: float, smaller: float, words: str) -> str:
    large, rest = divmod(seconds, larger)
    return words.format(large=int(large), small=int(rest // smaller))


_PAIRS: tuple[tuple[float, float, Callable[[], str]], ...] = (
    (_HOUR, _MINUTE, lambda: _("{large} h {small} min")),
    (_DAY, _HOUR, lambda: _("{large} d {small} h")),
    (_MONTH, _DAY, lambda: _("{large} m {small} d")),
)
_NEXT_UNIT = {_HOUR: 24.0, _DAY: 30.44, _MONTH: 12.0}
"""How many of a unit make one of the next."""
