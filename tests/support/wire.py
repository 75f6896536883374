"""The box end of a connection to the service, for tests that say what bytes to send and when."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.domain.ids import Imei
from services.simulator.teltonika_box import login

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Wire:
    """A connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def send_often(self, data: bytes, times: int) -> None:
        """Send the same bytes again and again."""
        for _ in range(times):
            await self.send(data)

    async def answer(self, count: int) -> bytes:
        """Wait for that many bytes."""
        return await self.reader.readexactly(count)

    async def ended(self) -> bytes:
        """Wait for the other side to close; return what came before that."""
        try:
            return await self.reader.read()
        except ConnectionResetError:
            return b""


@asynccontextmanager
async def a_wire(port: int) -> AsyncIterator[Wire]:
    """Connect; hang up at the end."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        yield Wire(reader, writer)
    finally:
        writer.transport.abort()


@asynccontextmanager
async def a_box(port: int, imei: Imei) -> AsyncIterator[Wire]:
    """Connect as a box that is let in."""
    async with a_wire(port) as wire:
        await wire.send(login(imei))
        answer = await wire.answer(1)
        if answer != b"\x01":
            raise ConnectionError(f"the login was answered with {answer.hex()}")
        yield wire
