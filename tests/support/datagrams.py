"""The box end of a datagram port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from tests.support.wait import until
from tests.support.wire import LOOPBACK


class Sender(asyncio.DatagramProtocol):
    """Sends datagrams and keeps what came back."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self._came = asyncio.Event()
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002 - the library's words
        self.received.append(data)
        self._came.set()

    def send(self, datagram: bytes) -> None:
        """Send one datagram."""
        assert self._transport is not None
        self._transport.sendto(datagram)

    async def until_received(self, datagram: bytes) -> None:
        """Wait for this very datagram."""
        while datagram not in self.received:
            self._came.clear()
            await self._came.wait()

    async def answers(self, count: int) -> list[bytes]:
        """Wait for that many answers in all."""
        await until(lambda: len(self.received) >= count)
        return self.received[:]


@asynccontextmanager
async def a_sender(port: int) -> AsyncIterator[Sender]:
    """A socket that speaks with one port."""
    loop = asyncio.get_running_loop()
    transport, sender = await loop.create_datagram_endpoint(Sender, remote_addr=(LOOPBACK, port))
    try:
        yield sender
    finally:
        transport.close()
