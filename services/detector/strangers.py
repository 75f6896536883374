"""IMEIs without a box record that tried to log in: each told once, and all of them within bounds.

A stranger tries again every few seconds for as long as it lives, and somebody who makes IMEIs up can be a million
strangers. So one IMEI is written down once per ``stranger_again_s``, all together at most ``MOST_TOLD`` in that time,
and only the last ``MOST_SHOWN`` are shown. Every refusal is counted at the listener all the same.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from app.api.service import StrangerInfo
from app.domain.ids import Imei

MOST_SHOWN: Final = 20
MOST_TOLD: Final = 50


class Strangers:
    """What is known of strangers since the service started. ``shown`` may be read in any thread."""

    def __init__(self, again_after: timedelta) -> None:
        self._again_after = again_after
        self._told_at: OrderedDict[Imei, datetime] = OrderedDict()
        self._seen_at: OrderedDict[Imei, datetime] = OrderedDict()
        self._shown: tuple[StrangerInfo, ...] = ()

    @property
    def shown(self) -> tuple[StrangerInfo, ...]:
        """The last ones, newest first."""
        return self._shown

    def note(self, imei: Imei, now: datetime) -> bool:
        """Take note of an attempt; True when it is to be written down and told to the desks."""
        self._seen_at[imei] = now
        self._seen_at.move_to_end(imei)
        while len(self._seen_at) > MOST_SHOWN:
            self._seen_at.popitem(last=False)
        self._show()
        return self._is_to_be_told(imei, now)

    def forget(self, imei: Imei) -> None:
        """Show this one no more: it has a box record now."""
        if self._seen_at.pop(imei, None) is not None:
            self._show()

    def _is_to_be_told(self, imei: Imei, now: datetime) -> bool:
        while self._told_at and now - next(iter(self._told_at.values())) >= self._again_after:
            self._told_at.popitem(last=False)
        if imei in self._told_at or len(self._told_at) >= MOST_TOLD:
            return False
        self._told_at[imei] = now
        return True

    def _show(self) -> None:
        newest_first = reversed(self._seen_at.items())
        self._shown = tuple(StrangerInfo(imei=imei, seen_at=seen_at) for imei, seen_at in newest_first)
