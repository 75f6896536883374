"""Lengths of journeys and licences, counted the way the conditions count: months first, then days.

"Minder dan 3 maanden" is a calendar length: how many days it is depends on the day the journey began, which the caller
may not know. So months are compared with months and days only break a tie. A length told in days alone ("P120D") would
then always be short; it is moved across where every calendar agrees, and left where the calendars differ.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final, Self

MONTHS_PER_YEAR: Final = 12
DAYS_PER_WEEK: Final = 7

_ISO: Final = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_COMMON: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP: Final = (31, 29, *_COMMON[2:])
_CYCLE: Final = _LEAP + _COMMON * 3


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in calendar months and days, ordered as the conditions order it."""

    months: int
    days: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the length an ISO 8601 text gives in years, months, weeks and days ("P1Y", "P2M29D").

        Raises:
            ValueError: It is not such a text; hours are not a length of a journey.
        """
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not an ISO 8601 duration of years, months, weeks and days")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        return cls(years * MONTHS_PER_YEAR + months, weeks * DAYS_PER_WEEK + days)

    def __lt__(self, other: "Duration") -> bool:
        """Whether it is shorter; where one is certainly not shorter in days, months do not make it so."""
        if self.least_days() >= other.most_days():
            return False
        if other.least_days() > self.most_days():
            return True
        return (self.months, self.days) < (other.months, other.days)

    def __le__(self, other: "Duration") -> bool:
        return not other < self

    def __gt__(self, other: "Duration") -> bool:
        return other < self

    def __ge__(self, other: "Duration") -> bool:
        return not self < other

    def __str__(self) -> str:
        parts = ((self.months // MONTHS_PER_YEAR, "Y"), (self.months % MONTHS_PER_YEAR, "M"), (self.days, "D"))
        return "P" + ("".join(f"{count}{letter}" for count, letter in parts if count) or "0D")

    def least_days(self) -> int:
        """Return the fewest days it can be, whatever the day it begins."""
        return _span(self.months)[0] + self.days

    def most_days(self) -> int:
        """Return the most days it can be, whatever the day it begins."""
        return _span(self.months)[1] + self.days


@cache
def _span(months: int) -> tuple[int, int]:
    """The fewest and the most days in so many calendar months."""
    lengths = _CYCLE * (months // len(_CYCLE) + 2)
    sums = (0, *accumulate(lengths))
    spans = [sums[start + months] - sums[start] for start in range(len(_CYCLE))]
    return min(spans), max(spans)
