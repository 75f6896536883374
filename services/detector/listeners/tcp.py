"""A socket that boxes connect to, whatever they speak.

Keeps what one connection cannot know: how many there are, from where, and which of two connections of the same box is
the newer. The newer wins: a box that lost its network does not know that the old connection still looks alive from
here. A listener that cannot have its port does not stop the service, which still serves its desks and says so in its
health; it tries again every few seconds.
"""

import asyncio
import itertools
import ssl
from collections import Counter
from dataclasses import dataclass
from time import monotonic
from typing import Final

from app.api.service import ListenerHealth, ListenerState
from app.domain.clock import Clock
from app.domain.ids import Imei
from app.logs import about
from services.detector.listeners.conversation import Conversation, Counted, Line, Tally
from services.detector.listeners.intake import Intake, Patience
from services.detector.listeners.limits import Limiter

TRY_AGAIN_S: Final = 5.0
ODDITIES_PER_S: Final = 1 / 3600
ODDITIES_AT_ONCE: Final = 3.0
_BACKLOG: Final = 512
_BUFFER_BYTES: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen; port 0 = any free one. ``tls`` None = in clear."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None


class TcpListener:
    """Accepts boxes and lets each have its ``Conversation``.

    Args:
        name: Of the listener, as health and ``service.json`` have it.
        kind: What is spoken here.
        place: Where; with a TLS context, encrypted.
    """

    def __init__(
        self,
        name: str,
        kind: type[Conversation],
        place: Place,
        intake: Intake,
        clock: Clock,
        patience: Patience | None = None,
    ) -> None:
        self.name = name
        self._kind = kind
        self._place = place
        self._intake = intake
        self._clock = clock
        self._patience = patience or Patience()
        self._tally = Tally()
        share = Limiter(self._patience.frames_per_s, self._patience.frames_at_once, monotonic)
        self._counted = Counted(self._tally, share, Limiter(ODDITIES_PER_S, ODDITIES_AT_ONCE, monotonic))
        self._openings = Limiter(self._patience.openings_per_s, self._patience.openings_at_once, monotonic)
        self._state = ListenerState.OFF
        self._port = place.port
        self._numbers = itertools.count(1)
        self._per_address: Counter[str] = Counter()
        self._by_imei: dict[Imei, Conversation] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._retry: asyncio.Task[None] | None = None
        self._log = about(__name__)

    @property
    def port(self) -> int:
        """The port boxes connect to, once it listens."""
        return self._port

    def health(self) -> ListenerHealth:
        """Return how it is, for the desks."""
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
        """Accept nobody more and hang up on everybody, without waiting for anybody."""
        if self._retry is not None:
            self._retry.cancel()
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, *([self._retry] if self._retry else []), return_exceptions=True)
        self._state = ListenerState.OFF

    async def _try(self) -> bool:
        try:
            self._server = await asyncio.start_server(
                self._on_connection,
                self._place.host,
                self._place.port,
                limit=_BUFFER_BYTES,
                backlog=_BACKLOG,
                ssl=self._place.tls,
                ssl_handshake_timeout=None if self._place.tls is None else self._patience.login_s,
            )
        except OSError as fault:
            if self._state is not ListenerState.FAILED:
                self._log.error("no box can reach us: %s", fault.strerror, extra={"facts": {"port": self._port}})
            self._state = ListenerState.FAILED
            return False
        self._port = int(self._server.sockets[0].getsockname()[1])
        self._state = ListenerState.LISTENING
        self._log.info("boxes can reach us", extra={"facts": {"port": self._port}})
        return True

    async def _try_until_listening(self) -> None:
        while True:
            await asyncio.sleep(TRY_AGAIN_S)
            if await self._try():
                return

    def _on_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = str((writer.get_extra_info("peername") or ("",))[0])
        crowded = self._per_address[address] >= self._patience.per_address
        if crowded or not self._openings.allows(address) or len(self._tasks) >= self._patience.connections:
            self._tally.refused += 1
            writer.transport.abort()
            return
        self._per_address[address] += 1
        task = asyncio.create_task(self._converse(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(lambda ended: self._on_end(ended, address, writer))

    def _on_end(self, task: "asyncio.Task[None]", address: str, writer: asyncio.StreamWriter) -> None:
        self._tasks.discard(task)
        self._per_address[address] -= 1
        if not self._per_address[address]:
            del self._per_address[address]
        if task.cancelled():  # perhaps before its first step
            writer.transport.abort()
        elif (fault := task.exception()) is not None:
            self._log.error("a conversation failed in a way that was not foreseen", exc_info=fault)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        log = about(__name__, connection=next(self._numbers))
        conversation = self._kind(Line(reader, writer, self._intake, self._patience, self._clock, self._counted, log))

        def on_login(imei: Imei) -> None:
            older = self._by_imei.get(imei)
            self._by_imei[imei] = conversation
            if older is not None:
                log.info("a newer connection of the same box takes the place of the older")
                older.cut()

        try:
            await conversation.run(on_login)
        finally:
            imei = conversation.imei
            if imei is not None and self._by_imei.get(imei) is conversation:
                del self._by_imei[imei]
