"""The life of a socket that boxes come to: opened, or tried again until it is; asked how it is; closed.

A listener that cannot have its port does not stop the service, which still serves its desks and says so in its health.
What is opened, and what is done with what comes, is each listener's own; everything that is the same stands here.
"""

import asyncio
import ssl
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from dataclasses import dataclass
from time import monotonic
from typing import Final

from app.api.service import ListenerHealth, ListenerState
from app.logs import about
from services.detector.listeners.conversation import Counted, Tally
from services.detector.listeners.intake import Surroundings
from services.detector.listeners.limits import Limiter

TRY_AGAIN_S: Final = 5.0
ODDITIES_PER_S: Final = 1 / 3600
ODDITIES_AT_ONCE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen; port 0 = any free one. ``tls`` None = in clear."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None


class Listener(ABC):
    """One socket, from its start to its stop.

    Args:
        name: As health and ``service.json`` have it.
        place: Where.
        given: What it needs from the rest of the service.
    """

    def __init__(self, name: str, place: Place, given: Surroundings) -> None:
        self.name = name
        self._place = place
        self._given = given
        self._tally = Tally()
        patience = given.patience
        share = Limiter(patience.frames_per_s, patience.frames_at_once, monotonic)
        self._counted = Counted(self._tally, share, Limiter(ODDITIES_PER_S, ODDITIES_AT_ONCE, monotonic))
        self._openings = Limiter(patience.openings_per_s, patience.openings_at_once, monotonic)
        self._state = ListenerState.OFF
        self._port = place.port
        self._tasks: set[asyncio.Task[None]] = set()
        self._retry: asyncio.Task[None] | None = None
        self._log = about(type(self).__module__)

    @property
    def port(self) -> int:
        """The port boxes come to, once it listens."""
        return self._port

    def health(self) -> ListenerHealth:
        """Return how it is, for the desks; a datagram that waits to be stored counts as a connection."""
        return ListenerHealth(
            name=self.name,
            host=self._place.host,
            port=self._port,
            state=self._state,
            connections=len(self._tasks),
            frames=self._tally.frames,
            refused=self._tally.refused,
            last_frame_at=self._tally.last_frame_at,
        )

    async def start(self) -> None:
        """Listen, or go on trying to."""
        if not await self._try():
            self._retry = asyncio.create_task(self._try_until_listening())

    async def stop(self) -> None:
        """Take nobody and nothing more and hang up on everybody, without waiting for anybody."""
        if self._retry is not None:
            self._retry.cancel()
        self._close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, *([self._retry] if self._retry else []), return_exceptions=True)
        self._state = ListenerState.OFF

    @abstractmethod
    async def _open(self) -> int:
        """Open the socket; return its port.

        Raises:
            OSError: It cannot be had.
        """

    @abstractmethod
    def _close(self) -> None:
        """Close the socket, if it is open."""

    def _begin(self, work: Coroutine[object, object, None]) -> "asyncio.Task[None]":
        """Do something beside everything else, until it ends or the listener stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_end)
        return task

    async def _try(self) -> bool:
        try:
            self._port = await self._open()
        except OSError as fault:
            if self._state is not ListenerState.FAILED:
                self._log.error("no box can reach us: %s", fault.strerror, extra={"facts": {"port": self._port}})
            self._state = ListenerState.FAILED
            return False
        self._state = ListenerState.LISTENING
        self._log.info("boxes can reach us", extra={"facts": {"port": self._port}})
        return True

    async def _try_until_listening(self) -> None:
        while True:
            await asyncio.sleep(TRY_AGAIN_S)
            if await self._try():
                return

    def _on_end(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._log.error("what came from a box failed in a way that was not foreseen", exc_info=fault)
