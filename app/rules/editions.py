"""Which edition decides a case: the one in force on the day of the event, whatever was printed since."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

CONDITIONS = "conditions"
S2_PACK = "s2_pack"


class Dated(Protocol):
    """What says from when an edition decides."""

    @property
    def name(self) -> str:
        """Name of the edition."""
        ...

    @property
    def series(self) -> str:
        """What it is an edition of: ``CONDITIONS`` or ``S2_PACK``."""
        ...

    @property
    def valid_from(self) -> date:
        """First day of the events it decides."""
        ...


def in_force(editions: Iterable[Dated], series: str, event_day: date) -> str:
    """Return the name of the edition of a series that decides an event of a day.

    Raises:
        LookupError: The event is older than every edition there is.
    """
    begun = [edition for edition in editions if edition.series == series and edition.valid_from <= event_day]
    if not begun:
        raise LookupError(f"no edition of {series} was in force on {event_day}")
    return max(begun, key=lambda edition: edition.valid_from).name
