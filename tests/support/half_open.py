"""A line between two programs that can be left open on one side only: what is said into it is heard by nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class HalfOpenLine:
    """Hands bytes on, until it is frozen."""

    def __init__(self, to_port: int) -> None:
        self.port = 0
        self.is_dead = False
        """Whether new connections are swallowed too."""
        self.opened = 0
        self._to_port = to_port
        self._frozen: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    def freeze(self) -> None:
        """Let whatever is open now hear and say nothing more."""
        self._frozen.update(range(self.opened))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one connection."""
        place = self.opened
        self.opened += 1
        there = await asyncio.open_connection("127.0.0.1", self._to_port)
        self._writers += [writer, there[1]]
        for source, sink in ((reader, there[1]), (there[0], writer)):
            task = asyncio.create_task(self._hand_on(place, source, sink))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Close everything."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _hand_on(self, place: int, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while said := await source.read(65_536):
                if not self.is_dead and place not in self._frozen:
                    sink.write(said)
                    await sink.drain()
            sink.close()


@asynccontextmanager
async def a_half_open_line(to_port: int) -> AsyncIterator[HalfOpenLine]:
    """Run it on a free port of the loopback."""
    line = HalfOpenLine(to_port)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        await line.end()
