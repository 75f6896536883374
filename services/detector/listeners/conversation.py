"""One box on one connection: bytes in, frames stored, answers out, whatever the format.

A link says what the bytes mean; here is only what it may not know: sockets, patience and the store. Everything a
stranger can make this hold is bounded: a read at a time, the link's own buffer, a few kilobytes of answers. A frame is
answered when the store says that it is on the disk; when the store takes nothing the connection is closed without an
answer, because a box that hears nothing keeps its frame and sends it again on its next connection.
"""

import asyncio
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.box_command import BoxCommand
from app.domain.ids import Imei
from app.logs import FactLogger
from app.usecases.store import StoreUnavailable
from services.detector.listeners.intake import Surroundings, Unaskable
from services.detector.listeners.limits import Limiter
from services.uplink.errors import UplinkError

READ_BYTES: Final = 8 * 1024


class Cut(Exception):
    """The conversation ends here, and why: a word for the log."""


@dataclass(slots=True)
class Tally:
    """What a listener counted since it started."""

    frames: int = 0
    refused: int = 0
    last_frame_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What the conversations of a listener share.

    Attributes:
        share: How many frames each box may send.
        oddities: How many frames that cannot be checked are kept of each box.
    """

    tally: Tally
    share: Limiter
    oddities: Limiter


@dataclass(frozen=True, slots=True)
class Line:
    """A connection, and what a conversation on it needs."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    given: Surroundings
    counted: Counted
    log: FactLogger


class Conversation(ABC):
    """One connection from the accepted socket to its end."""

    says_firmware = True
    """Whether its boxes tell by themselves which firmware they run."""

    def __init__(self, line: Line) -> None:
        self._reader, self._writer = line.reader, line.writer
        self._intake, self._dispatch = line.given.intake, line.given.dispatch
        self._patience = line.given.patience
        self._clock = line.given.clock
        self._tally = line.counted.tally
        self._counted = line.counted
        self._log = line.log
        self.imei: Imei | None = None
        """Whose connection it is, once it was let in."""
        self._since_good = 0
        self._has_complained = False
        self._bound_answers(self._patience.unsent_bytes)

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

    @abstractmethod
    def ask(self, command: BoxCommand) -> None:
        """Send a question to the box between its frames, and return at once.

        Raises:
            Unaskable: This box cannot be asked that, or not any more.
        """

    def _write(self, question: bytes) -> None:
        """Send bytes that nobody waits for; a connection that takes no more is found out by the next answer."""
        if self._writer.is_closing() or self._writer.transport.get_write_buffer_size():
            raise Unaskable("the box does not read")
        self._writer.write(question)

    def _bound_answers(self, most_bytes: int) -> None:
        """Let few answers wait, in our memory and in the kernel's: who does not read them is found out early."""
        self._writer.transport.set_write_buffer_limits(high=most_bytes)
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, most_bytes)

    def _hang_up(self) -> None:
        """Close; what the other side did not read by now is not waited for."""
        if self._writer.transport.get_write_buffer_size():
            self.cut()
        self._writer.close()

    @abstractmethod
    async def _log_in(self) -> Imei:
        """Let the box in, or refuse it; return who it claims to be.

        Raises:
            Cut: It was refused.
        """

    @abstractmethod
    async def _take_next(self, imei: Imei) -> None:
        """Wait for what the box says next and answer it.

        Raises:
            UplinkError: Nothing more can come of this connection.
        """

    async def _take_turn(self, imei: Imei) -> None:
        """Wait while this box sends more than its share; its next bytes are not read meanwhile."""
        wait_s = self._counted.share.wait_s(imei)
        if wait_s > 0:
            await asyncio.sleep(wait_s)

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
