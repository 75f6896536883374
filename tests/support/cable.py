"""The cable to a peer: what is sent passes through it, until a test pulls it out or lets it go dead.

Pulled out, every connection ends and no new one is made. Dead, connections are made and nothing comes through any more,
as with a router that hangs; nobody is told.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

HOST = "127.0.0.1"


class Cable:
    """One cable. ``port``: the end that our side plugs into."""

    def __init__(self, peer_port: int) -> None:
        self.port = 0
        self._peer_port = peer_port
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._passes = asyncio.Event()
        self._is_out = False

    async def plug_in(self) -> None:
        """Let everything through, over the same port as before."""
        self._is_out = False
        self._passes.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._carry, HOST, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    def go_dead(self) -> None:
        """Let nothing through any more; who is connected stays so."""
        self._passes.clear()

    async def pull_out(self) -> None:
        """End everything; who waits to get through is let go, because a server's own task may not be cancelled."""
        self._is_out = True
        self._passes.set()
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._writers:
            writer.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._passes.wait()
            if self._is_out:
                raise ConnectionAbortedError
            far_reader, far_writer = await asyncio.open_connection(HOST, self._peer_port)
        except OSError:
            writer.close()
            return
        self._writers.add(far_writer)
        for source, target in ((reader, far_writer), (far_reader, writer)):
            way = asyncio.create_task(self._let_through(source, target))
            self._ways.add(way)
            way.add_done_callback(self._ways.discard)

    async def _let_through(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(4096):
                await self._passes.wait()
                target.write(data)
                await target.drain()
        target.close()


@asynccontextmanager
async def a_cable(peer_port: int) -> AsyncIterator[Cable]:
    """A cable that is plugged in; pulled out at the end."""
    cable = Cable(peer_port)
    await cable.plug_in()
    try:
        yield cable
    finally:
        await cable.pull_out()
