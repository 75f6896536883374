"""A socket that boxes connect to, whatever they speak.

Keeps what one connection cannot know: how many there are, from where, and which of two connections of the same box is
the newer. The newer wins: a box that lost its network does not know that the old connection still looks alive from
here.
"""

import asyncio
import itertools
from collections import Counter
from typing import Final

from app.domain.ids import Imei
from app.logs import about
from services.detector.listeners.conversation import Conversation, Line
from services.detector.listeners.intake import Surroundings
from services.detector.listeners.listener import Listener, Place

_BACKLOG: Final = 512
_BUFFER_BYTES: Final = 16 * 1024


class TcpListener(Listener):
    """Accepts boxes and lets each have its ``Conversation``.

    Args:
        name: Of the listener, as health and ``service.json`` have it.
        kind: What is spoken here.
        place: Where; with a TLS context, encrypted.
        given: What it needs from the rest of the service.
    """

    def __init__(self, name: str, kind: type[Conversation], place: Place, given: Surroundings) -> None:
        super().__init__(name, place, given)
        self._kind = kind
        self._numbers = itertools.count(1)
        self._per_address: Counter[str] = Counter()
        self._by_imei: dict[Imei, Conversation] = {}
        self._server: asyncio.Server | None = None

    async def _open(self) -> int:
        place = self._place
        self._server = await asyncio.start_server(
            self._on_connection,
            place.host,
            place.port,
            limit=_BUFFER_BYTES,
            backlog=_BACKLOG,
            ssl=place.tls,
            ssl_handshake_timeout=None if place.tls is None else self._given.patience.login_s,
        )
        return int(self._server.sockets[0].getsockname()[1])

    def _close(self) -> None:
        if self._server is not None:
            self._server.close()

    def _on_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address, patience = str((writer.get_extra_info("peername") or ("",))[0]), self._given.patience
        crowded = self._per_address[address] >= patience.per_address or len(self._tasks) >= patience.connections
        if crowded or not self._openings.allows(address):
            self._tally.refused += 1
            writer.transport.abort()
            return
        self._per_address[address] += 1
        task = self._begin(self._converse(reader, writer))
        task.add_done_callback(lambda ended: self._on_hung_up(ended, address, writer))

    def _on_hung_up(self, task: "asyncio.Task[None]", address: str, writer: asyncio.StreamWriter) -> None:
        self._per_address[address] -= 1
        if not self._per_address[address]:
            del self._per_address[address]
        if task.cancelled():  # perhaps before its first step
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        log = about(__name__, connection=next(self._numbers))
        conversation = self._kind(Line(reader, writer, self._given, self._counted, log))

        def on_login(imei: Imei) -> None:
            older = self._by_imei.get(imei)
            self._by_imei[imei] = conversation
            if older is not None:
                log.info("a newer connection of the same box takes the place of the older")
                older.cut()
            self._given.dispatch.connected(imei, conversation)

        try:
            await conversation.run(on_login)
        finally:
            imei = conversation.imei
            if imei is not None:
                self._given.dispatch.gone(imei, conversation)
                if self._by_imei.get(imei) is conversation:
                    del self._by_imei[imei]
