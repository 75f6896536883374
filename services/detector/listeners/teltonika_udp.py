"""The port that Teltonika boxes send datagrams to.

A datagram is login and frame in one and is answered when it is on the disk, with a datagram. There is no connection to
cut, and the sender's address may be made up: so nobody is answered but a box on record, a bounded number of datagrams
waits, and what is too much is dropped. A box that hears nothing sends again.
"""

import asyncio
from collections.abc import Coroutine
from time import monotonic
from typing import Final

from app.api.service import ListenerHealth, ListenerState
from app.domain.clock import Clock
from app.domain.uplink import RawUplink, UplinkSource
from app.logs import about
from app.usecases.store import StoreUnavailable
from services.detector.listeners.conversation import Tally
from services.detector.listeners.intake import Intake, Patience
from services.detector.listeners.limits import Limiter
from services.detector.listeners.tcp import TRY_AGAIN_S, Place
from services.uplink.errors import UplinkError
from services.uplink.teltonika.datagram import acknowledge_datagram, is_keep_alive, read_datagram

_COMPLAINTS_PER_S: Final = 1 / 60

Address = tuple[str, int]


class TeltonikaUdpListener(asyncio.DatagramProtocol):
    """Takes datagrams, keeps them and answers them."""

    def __init__(self, name: str, place: Place, intake: Intake, clock: Clock, patience: Patience | None = None) -> None:
        self.name = name
        self._place = place
        self._intake = intake
        self._clock = clock
        self._patience = patience or Patience()
        self._share = Limiter(self._patience.frames_per_s, self._patience.frames_at_once, monotonic)
        self._openings = Limiter(self._patience.openings_per_s, self._patience.openings_at_once, monotonic)
        self._complaints = Limiter(_COMPLAINTS_PER_S, 1, monotonic)
        self._tally = Tally()
        self._state = ListenerState.OFF
        self._port = place.port
        self._transport: asyncio.DatagramTransport | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._retry: asyncio.Task[None] | None = None
        self._log = about(__name__)

    @property
    def port(self) -> int:
        """The port boxes send to, once it listens."""
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
        """Take nothing more."""
        if self._retry is not None:
            self._retry.cancel()
        if self._transport is not None:
            self._transport.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, *([self._retry] if self._retry else []), return_exceptions=True)
        self._state = ListenerState.OFF

    async def _try(self) -> bool:
        loop = asyncio.get_running_loop()
        try:
            transport, _ = await loop.create_datagram_endpoint(
                lambda: self, local_addr=(self._place.host, self._place.port)
            )
        except OSError as fault:
            if self._state is not ListenerState.FAILED:
                self._log.error("no box can reach us: %s", fault.strerror, extra={"facts": {"port": self._port}})
            self._state = ListenerState.FAILED
            return False
        self._transport = transport
        self._port = int(transport.get_extra_info("sockname")[1])
        self._state = ListenerState.LISTENING
        self._log.info("boxes can reach us", extra={"facts": {"port": self._port}})
        return True

    async def _try_until_listening(self) -> None:
        while True:
            await asyncio.sleep(TRY_AGAIN_S)
            if await self._try():
                return

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Take a datagram, unless too many wait or its address sends too many."""
        if is_keep_alive(data):
            return
        if len(self._tasks) >= self._patience.datagrams or not self._openings.allows(addr[0]):
            self._tally.refused += 1
            return
        self._begin(self._take(data, addr))

    def error_received(self, exc: Exception) -> None:
        """An answer did not arrive: the box sends again."""
        self._log.debug("an answer did not arrive", extra={"facts": {"fault": type(exc).__name__}})

    async def _take(self, data: bytes, address: Address) -> None:
        try:
            await self._keep_and_answer(data, address)
        except UplinkError as error:
            self._complain("bytes were refused and not acknowledged", error.code.value)
        except StoreUnavailable as fault:
            self._complain("a datagram was not stored and not acknowledged", fault.condition.value)

    async def _keep_and_answer(self, data: bytes, address: Address) -> None:
        datagram = read_datagram(data)
        answer = acknowledge_datagram(datagram)
        if not await self._intake.is_known(datagram.imei):
            self._tally.refused += 1
            self._intake.refuse_stranger(datagram.imei, UplinkSource.TELTONIKA_UDP)
            return
        if answer is None:
            self._log.info("a message that nobody asked for was not kept")
            return
        if not datagram.is_event and not self._share.allows(datagram.imei):
            self._tally.refused += 1
            return
        now = self._clock.now()
        uplink = RawUplink(datagram.imei, UplinkSource.TELTONIKA_UDP, now, datagram.raw, datagram.digest)
        await self._intake.keep(uplink, urgent=datagram.is_event)
        self._tally.frames += 1
        self._tally.last_frame_at = now
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(answer, address)

    def _complain(self, what: str, code: str) -> None:
        """Count a refusal; one warning a minute, since addresses can be made up."""
        self._tally.refused += 1
        if self._complaints.allows(code):
            self._log.warning(what, extra={"facts": {"code": code}})

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_end)

    def _on_end(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._log.error("a datagram failed in a way that was not foreseen", exc_info=task.exception())
