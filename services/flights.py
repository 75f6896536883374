"""What every outbox does alike: look for what may leave, let it leave beside the rest, keep what came of it.

Each thing that is on its way is a flight under a key, and one key flies once at a time. Whoever stops waits a moment
for the flights to land. A fault that nobody foresaw ends neither the looking nor the other flights, and the next look
comes after its pause: rung at once, a fault that stays would be met without end.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any, Final, Generic, TypeVar

from app.usecases.gateway_ports import GatewayGiven
from app.usecases.store import JobUnit, StoreUnavailable

LOOK_EVERY_S: Final = 1.0
LAND_WITHIN_S: Final = 3.0
STORE_AGAIN_S: Final = 0.5

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Flights(Generic[K]):
    """The work of one outbox. Used inside one event loop, once.

    Args:
        what: What flies, for the log: "an SMS".
        look: Begins what may leave now; called again and again.
        pause_s: How long to wait before the next look, unless woken.
    """

    def __init__(
        self,
        given: GatewayGiven,
        what: str,
        look: Callable[[], Awaitable[None]],
        pause_s: Callable[[], float] = lambda: LOOK_EVERY_S,
    ) -> None:
        self._store = given.store
        self._log = given.log
        self._what = what
        self._look = look
        self._pause_s = pause_s
        self._flying: dict[K, asyncio.Task[None]] = {}
        self._bell = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """How many are on their way."""
        return len(self._flying)

    def __contains__(self, key: K) -> bool:
        """Whether it is on its way."""
        return key in self._flying

    def start(self) -> None:
        """Begin to look."""
        self._work = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Take nothing more, and wait a moment for what is on its way."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        if self._flying:
            _, late = await asyncio.wait(self._flying.values(), timeout=LAND_WITHIN_S)
            for flight in late:
                flight.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def wake(self) -> None:
        """Look now."""
        self._bell.set()

    def begin(self, key: K, flight: Coroutine[Any, Any, None]) -> None:
        """Let it leave."""
        task = asyncio.create_task(flight)
        self._flying[key] = task
        task.add_done_callback(lambda done: self._landed(key, done))

    async def submit(self, job: Callable[[JobUnit], T]) -> T:
        """Run a job of the store.

        Raises:
            StoreUnavailable: Nothing of it was kept.
        """
        return await asyncio.wrap_future(self._store.submit(job, urgent=True))

    async def keep(self, job: Callable[[JobUnit], T]) -> T:
        """Keep what came of a flight, however long the store takes: nobody else knows it."""
        while True:
            try:
                return await self.submit(job)
            except StoreUnavailable:
                await asyncio.sleep(STORE_AGAIN_S)

    async def _run(self) -> None:
        while True:
            try:
                await self._look()
            except Exception:
                self._log.exception("looking for %s that may leave went wrong", self._what)
            try:
                async with asyncio.timeout(self._pause_s()):
                    await self._bell.wait()
            except TimeoutError:
                continue
            self._bell.clear()

    def _landed(self, key: K, done: "asyncio.Task[None]") -> None:
        self._flying.pop(key, None)
        if not done.cancelled() and done.exception() is not None:
            self._log.error("%s failed in a way that was not foreseen", self._what, exc_info=done.exception())
            return
        self._bell.set()
