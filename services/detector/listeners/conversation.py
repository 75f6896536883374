"""One box on one connection: bytes in, frames stored, answers out.

The link says what the bytes mean; here is only what it may not know: sockets, patience and the store. Everything a
stranger can make this hold is bounded: a read at a time, the link's own buffer, a few kilobytes of answers. A frame is
answered when the store says that it is on the disk; when the store takes nothing the connection is closed without an
answer, because a box that hears nothing keeps its frame and sends it again on its next connection.
"""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.clock import Clock
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, UplinkSource
from app.logs import FactLogger
from app.usecases.store import StoreUnavailable
from services.detector.listeners.intake import Intake, Patience
from services.uplink.errors import UplinkError
from services.uplink.teltonika.link import (
    NEED_DATA,
    Event,
    FrameReceived,
    KeepAlive,
    LoginRequested,
    MessageReceived,
    TeltonikaLink,
)

READ_BYTES: Final = 8 * 1024


class Cut(Exception):
    """The conversation ends here, and why: a word for the log."""


@dataclass(slots=True)
class Tally:
    """What a listener counted since it started."""

    frames: int = 0
    refused: int = 0
    last_frame_at: datetime | None = None


class Conversation:
    """One connection from the accepted socket to its end."""

    def __init__(
        self,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        intake: Intake,
        patience: Patience,
        clock: Clock,
        tally: Tally,
        log: FactLogger,
    ) -> None:
        self._reader, self._writer = streams
        self._intake = intake
        self._patience = patience
        self._clock = clock
        self._tally = tally
        self._log = log
        self.imei: Imei | None = None
        """Whose connection it is, once it was let in."""
        self._link = TeltonikaLink()
        self._since_good = 0
        self._has_complained = False
        self._bound_answers(patience.unsent_bytes)

    async def run(self, on_login: Callable[[Imei], None]) -> None:
        """Talk until the box hangs up, is cut, or the store fails.

        Args:
            on_login: Told when the box was let in, so that its older connection can be cut.
        """
        reason = "hung up"
        try:
            async with asyncio.timeout(self._patience.login_s):
                imei = await self._log_in()
            self.imei = imei
            on_login(imei)
            while True:
                await self._take_next(imei)
        except Cut as cut:
            reason = str(cut)
        except TimeoutError:
            reason = "no login in time"
        except StoreUnavailable as fault:
            reason = f"the store is {fault.condition}"
        except UplinkError as error:
            self._complain(error)
            reason = error.code.value
        except ConnectionError:
            reason = "broken"
        except asyncio.CancelledError:
            reason = "the service stops"
            raise
        finally:
            self._hang_up()
            self._log.info("the connection ended", extra={"facts": {"reason": reason}})

    def cut(self) -> None:
        """End the connection at once, whatever it is waiting for."""
        self._writer.transport.abort()

    def _bound_answers(self, most_bytes: int) -> None:
        """Let few answers wait, in our memory and in the kernel's: who does not read them is found out early."""
        self._writer.transport.set_write_buffer_limits(high=most_bytes)
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, most_bytes)

    def _hang_up(self) -> None:
        """Close; what the other side did not read by now is not waited for."""
        if self._writer.transport.get_write_buffer_size():
            self.cut()
        self._writer.close()

    async def _log_in(self) -> Imei:
        event = await self._next_event()
        if not isinstance(event, LoginRequested):
            raise Cut("spoke before its login")
        if not await self._intake.is_known(event.imei):
            self._intake.refuse_stranger(event.imei)
            self._tally.refused += 1
            await self._send(self._link.reject())
            raise Cut("a stranger")
        await self._send(self._link.accept())
        return event.imei

    async def _take_next(self, imei: Imei) -> None:
        try:
            event = await self._next_event()
        except UplinkError as error:
            if error.fatal:
                raise
            self._complain(error)
            return
        if isinstance(event, FrameReceived):
            await self._keep(event, imei)
        elif isinstance(event, MessageReceived):
            self._since_good = 0
            self._log.info("a message that nobody asked for was not kept")

    async def _keep(self, frame: FrameReceived, imei: Imei) -> None:
        self._since_good = 0
        now = self._clock.now()
        uplink = RawUplink(imei, UplinkSource.TELTONIKA_TCP, now, frame.raw, frame.digest)
        await self._intake.keep(uplink, urgent=frame.is_event)
        self._tally.frames += 1
        self._tally.last_frame_at = now
        await self._send(self._link.acknowledge(frame))

    async def _next_event(self) -> Event:
        while True:
            event = self._link.next_event()
            if event is NEED_DATA:
                self._link.receive_data(await self._read())
            elif not isinstance(event, KeepAlive):
                return event

    async def _read(self) -> bytes:
        await asyncio.sleep(0)  # a box that sends without a pause must not keep the others waiting
        try:
            async with asyncio.timeout(self._patience.idle_s):
                data = await self._reader.read(READ_BYTES)
        except TimeoutError:
            raise Cut("silent for too long") from None
        if not data:
            raise Cut("hung up")
        self._since_good += len(data)
        if self._since_good > self._patience.noise_bytes:
            raise Cut("only noise")
        return data

    async def _send(self, answer: bytes) -> None:
        if self._writer.is_closing():
            raise Cut("closed before its answer")
        self._writer.write(answer)
        try:
            async with asyncio.timeout(self._patience.drain_s):
                await self._writer.drain()
        except TimeoutError:
            raise Cut("does not read its answers") from None

    def _complain(self, error: UplinkError) -> None:
        """Count a refusal; only the first of a connection is a warning, since noise comes by the megabyte."""
        self._tally.refused += 1
        facts = {"facts": {"code": error.code.value, "bytes": len(error.raw)}}
        if self._has_complained:
            self._log.debug("bytes were refused", extra=facts)
        else:
            self._has_complained = True
            self._log.warning("bytes were refused and not acknowledged", extra=facts)
