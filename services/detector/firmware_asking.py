"""Boxes that have come and say by themselves nothing of their firmware: asked for it, a few at a time.

After a restart every box comes at once; those that are not looked at yet wait here, in memory, and a box that hangs up
before its turn is looked at when it comes again.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Final

from app.domain.box_command import BoxCommand
from app.domain.clock import Clock
from app.domain.ids import Imei
from app.usecases.ask_firmware import AskFirmware, ask_firmware, is_of_service
from app.usecases.store import JobUnit, Store

MOST_OUTSTANDING: Final = 50
"""Questions of the service that may be open at once, over all boxes."""
MOST_AT_ONCE: Final = 10
"""Boxes that are looked at in one transaction, which people wait behind."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a box is asked, and how long after its login."""

    again_after: timedelta
    settled_after: timedelta


class FirmwareAsking:
    """Used inside one event loop, by the dispatcher."""

    def __init__(self, store: Store, clock: Clock, pace: Pace) -> None:
        self._store = store
        self._clock = clock
        self._pace = pace
        self._came_at: dict[Imei, datetime] = {}

    def came(self, imei: Imei) -> None:
        """Take note of a login."""
        self._came_at.pop(imei, None)
        self._came_at[imei] = self._clock.now()

    def gone(self, imei: Imei) -> None:
        """Take note that the box hung up."""
        self._came_at.pop(imei, None)

    async def look(self, questions: Iterable[BoxCommand]) -> bool:
        """Ask some of those that have been connected for a while; say whether any was asked.

        Args:
            questions: All that are open.

        Raises:
            StoreUnavailable: Nothing was; they wait.
        """
        room = MOST_OUTSTANDING - sum(is_of_service(one) for one in questions)
        settled = self._clock.now() - self._pace.settled_after
        came_long_ago = takewhile(lambda box: box[1] <= settled, self._came_at.items())
        imeis = tuple(imei for imei, _ in islice(came_long_ago, max(0, min(room, MOST_AT_ONCE))))
        if not imeis:
            return False
        command = AskFirmware(imeis, self._pace.again_after)

        def job(unit: JobUnit) -> int:
            return len(ask_firmware(command, unit, self._clock))

        asked = await asyncio.wrap_future(self._store.submit(job))
        for imei in imeis:
            self._came_at.pop(imei, None)
        return asked > 0
