"""A service that takes everything a Teltonika box sends, on a real socket: the other end for simulated boxes."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from app.domain.ids import Imei
from services.uplink.teltonika.link import NEED_DATA, FrameReceived, LoginRequested, TeltonikaLink


@dataclass(slots=True)
class TakenByService:
    """What a service took: the port it listens on and every frame in the order it came."""

    port: int
    frames: list[FrameReceived] = field(default_factory=list)


@asynccontextmanager
async def a_box_service(strangers: Collection[Imei] = ()) -> AsyncIterator[TakenByService]:
    """Listen; accept every box but the strangers; acknowledge every frame."""
    taken = TakenByService(0)

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = TeltonikaLink()
        while data := await reader.read(4096):
            link.receive_data(data)
            while (event := link.next_event()) is not NEED_DATA:
                if isinstance(event, LoginRequested):
                    writer.write(link.reject() if event.imei in strangers else link.accept())
                elif isinstance(event, FrameReceived):
                    taken.frames.append(event)
                    writer.write(link.acknowledge(event))
        writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    taken.port = server.sockets[0].getsockname()[1]
    async with server:
        yield taken
