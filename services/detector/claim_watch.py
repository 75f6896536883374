"""Watches for desks that fall silent: a claim becomes stale, or is renewed again, without anybody doing anything.

What was announced is remembered here and nowhere else: after a restart every silent desk is announced once more, which
changes nothing on a screen that shows it already. One read a second by an index; a write only when something changed.
"""

import asyncio
from collections.abc import Set
from datetime import timedelta
from typing import Final

from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.announce_by_clock import AnnounceByClock, announce_by_clock
from app.usecases.store import Store, StoreUnavailable

LOOK_EVERY_S: Final = 1.0


class ClaimWatch:
    """Announces claims that became stale, and those that are not stale any more."""

    def __init__(self, store: Store, clock: Clock, stale_s: float) -> None:
        self._store = store
        self._clock = clock
        self._lease = timedelta(seconds=stale_s)
        self._told: Set[CaseId] = frozenset()

    async def run(self) -> None:
        """Look every second until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Announce what changed since the last look; what the database does not take is announced at the next one."""
        try:
            silent = await asyncio.to_thread(self._silent)
            changed = AnnounceByClock(silent ^ self._told)
            if changed.case_ids:
                job = self._store.submit(lambda unit: announce_by_clock(changed, unit, self._clock), urgent=True)
                await asyncio.wrap_future(job)
        except StoreUnavailable:
            return  # the health in the ticks tells the desks
        self._told = silent

    def _silent(self) -> frozenset[CaseId]:
        return self._store.read(lambda reader: reader.silent_since(self._clock.now() - self._lease))
