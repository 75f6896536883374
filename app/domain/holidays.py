"""The legal holidays of Belgium: partners have other hours then, and employers are not at work."""

from datetime import date


def is_holiday(day: date) -> bool:
    """Whether it is one of the ten legal holidays of Belgium."""
    if (day.month, day.day) in {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}:
        return True
    return (day - _easter(day.year)).days in {1, 39, 50}


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the computation of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - moon + 15) % 30
    quarter, left = divmod(rest, 4)
    weekday = (32 + 2 * leap + 2 * quarter - epact - left) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
