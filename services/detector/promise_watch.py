"""Watches for promises whose time comes: nobody does anything, and every desk has to see it.

What was announced is remembered here and nowhere else: after a restart every overdue promise is announced once more,
which changes nothing on a screen that shows it already. One read a second by an index of the open ones.
"""

import asyncio
from collections.abc import Mapping, Set
from typing import Final

from app.domain.clock import Clock
from app.domain.ids import CaseId, PromiseId
from app.usecases.announce_by_clock import AnnounceByClock, announce_by_clock
from app.usecases.store import Store, StoreUnavailable

LOOK_EVERY_S: Final = 1.0


class PromiseWatch:
    """Announces the promises that became overdue."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._told: Set[PromiseId] = frozenset()

    async def run(self) -> None:
        """Look every second until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Announce what became overdue since the last look; what the database does not take, at the next one."""
        try:
            overdue = await asyncio.to_thread(self._overdue)
            fresh = AnnounceByClock(frozenset(case for one, case in overdue.items() if one not in self._told))
            if fresh.case_ids:
                job = self._store.submit(lambda unit: announce_by_clock(fresh, unit, self._clock), urgent=True)
                await asyncio.wrap_future(job)
        except StoreUnavailable:
            return  # the health in the ticks tells the desks
        self._told = overdue.keys()

    def _overdue(self) -> Mapping[PromiseId, CaseId]:
        return self._store.read(lambda reader: reader.overdue_promises(self._clock.now()))
