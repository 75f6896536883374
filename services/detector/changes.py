"""Tell the streams of the event loop that the writer's thread has committed something.

The store calls ``tell`` after every commit, in its own thread; each stream waits in ``beyond`` for a number above the
last one it sent and then reads the events from the database. Nothing is queued here, so a slow desk costs no memory and
a bell that rings twice wakes nobody twice.
"""

import asyncio
from collections.abc import Sequence


class Changes:
    """The number of the last committed event, to be waited for. Made inside the loop that waits."""

    def __init__(self, last: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._last = last
        self._is_over = False
        self._bell = asyncio.Event()

    @property
    def last(self) -> int:
        """The highest number heard of."""
        return self._last

    @property
    def is_over(self) -> bool:
        """Whether the service is stopping: streams end now."""
        return self._is_over

    def tell(self, sequences: Sequence[int]) -> None:
        """A ``CommitListener``: hear of committed events, in any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hear, max(sequences))

    async def beyond(self, sequence: int) -> bool:
        """Wait until there is an event after this one; False when the service stops instead."""
        while self._last <= sequence and not self._is_over:
            await self._bell.wait()
        return not self._is_over

    def end(self) -> None:
        """Send every stream home; called in the loop, before the server stops."""
        self._is_over = True
        self._ring()

    def _hear(self, sequence: int) -> None:
        if sequence > self._last:
            self._last = sequence
            self._ring()

    def _ring(self) -> None:
        """Wake everybody who waits now; who waits later gets a bell of his own."""
        rung, self._bell = self._bell, asyncio.Event()
        rung.set()
