"""A simulated box on a real socket: it logs in, sends, waits for the count, and sends again what was not acknowledged.

It behaves like the firmware it stands for: a packet leaves its memory only when the answer names its number of records;
no answer, a wrong number or a broken connection means the same packet again, later and on a new connection. Asked
something while it waits for an answer, it says it. What it
lived through is returned as a ``Report``, so that a drill can say how many packets had to be sent twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.domain.ids import Imei
from services.simulator.questions import CHECKSUM_BYTES, LENGTH_BYTES, PREAMBLE, answer_to
from services.simulator.scenario import Transmission
from services.simulator.teltonika_box import login

ACCEPTED: Final = b"\x01"
_COUNT_BYTES: Final = 4
_RECORDS_AT: Final = 9
_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 30.0

Sleep = Callable[[float], Awaitable[None]]


class BoxRefused(Exception):
    """The service does not know the IMEI and said so."""


class NotAnswered(Exception):
    """The service closed, was silent, or named another number of records."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a box lived through."""

    acknowledged: int = 0
    resent: int = 0
    connections: int = 0


@dataclass(frozen=True, slots=True)
class Firmware:
    """How patient the box is.

    Attributes:
        answer_timeout_s: How long it waits for an answer before it sends again.
        speed: How many times faster than real time it lives.
        attempts: How often it tries one packet before it gives up; None = for ever.
        sleep: How it waits; tests pass one that does not.
    """

    answer_timeout_s: float = 10.0
    speed: float = 1.0
    attempts: int | None = None
    sleep: Sleep = asyncio.sleep


class SimulatedBox:
    """One box with one IMEI and at most one connection."""

    def __init__(self, imei: Imei, host: str, port: int, firmware: Firmware | None = None) -> None:
        self._imei = imei
        self._host = host
        self._port = port
        self._firmware = firmware or Firmware()
        self._connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.report = Report()

    async def play(self, scenario: Iterable[Transmission]) -> Report:
        """Send every packet of a scenario until it is acknowledged.

        Raises:
            BoxRefused: The login was answered with 00.
            NotAnswered: A packet was tried as often as the firmware allows.
        """
        try:
            for transmission in scenario:
                await self._firmware.sleep(transmission.delay_s / self._firmware.speed)
                await self._deliver(transmission.packet)
        finally:
            await self._hang_up()
        return self.report

    async def send_raw(self, frame: bytes) -> bytes:
        """Log in, send bytes as they are once, and return what came back: up to four bytes, empty when nothing did.

        Raises:
            BoxRefused: The login was answered with 00.
        """
        try:
            reader, writer = await self._connected()
            writer.write(frame)
            await writer.drain()
            async with asyncio.timeout(self._firmware.answer_timeout_s):
                return await reader.readexactly(_COUNT_BYTES)
        except asyncio.IncompleteReadError as short:
            return short.partial
        except (TimeoutError, ConnectionError):
            return b""
        finally:
            await self._hang_up()

    async def _deliver(self, packet: bytes) -> None:
        pause_s = _FIRST_PAUSE_S
        tries = 0
        while True:
            tries += 1
            try:
                await self._try(packet)
            except (NotAnswered, OSError, TimeoutError, asyncio.IncompleteReadError) as fault:
                await self._hang_up()
                if tries == self._firmware.attempts:
                    raise NotAnswered(f"given up after {tries} tries: {fault}") from fault
                self.report = replace(self.report, resent=self.report.resent + 1)
                await self._firmware.sleep(pause_s / self._firmware.speed)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            else:
                self.report = replace(self.report, acknowledged=self.report.acknowledged + 1)
                return

    async def _try(self, packet: bytes) -> None:
        reader, writer = await self._connected()
        writer.write(packet)
        await writer.drain()
        async with asyncio.timeout(self._firmware.answer_timeout_s):
            answer = await reader.readexactly(_COUNT_BYTES)
            while answer == PREAMBLE:
                writer.write(answer_to(await _question(reader), packet))
                answer = await reader.readexactly(_COUNT_BYTES)
        if int.from_bytes(answer) != packet[_RECORDS_AT]:
            raise NotAnswered(f"answered {answer.hex()}, {packet[_RECORDS_AT]} records were sent")

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._connection is None:
            self._connection = await asyncio.open_connection(self._host, self._port)
            self.report = replace(self.report, connections=self.report.connections + 1)
            reader, writer = self._connection
            writer.write(login(self._imei))
            await writer.drain()
            async with asyncio.timeout(self._firmware.answer_timeout_s):
                answer = await reader.readexactly(1)
            if answer != ACCEPTED:
                raise BoxRefused(f"the service does not know {self._imei}")
        return self._connection

    async def _hang_up(self) -> None:
        if self._connection is None:
            return
        _, writer = self._connection
        self._connection = None
        writer.close()
        try:
            await writer.wait_closed()
        except OSError:
            return


async def _question(reader: asyncio.StreamReader) -> bytes:
    """Return the data part of the question whose preamble was read."""
    length = int.from_bytes(await reader.readexactly(LENGTH_BYTES))
    return (await reader.readexactly(length + CHECKSUM_BYTES))[:-CHECKSUM_BYTES]
