"""The HTTP server of the desks, inside the loop of the service.

uvicorn is given a socket that is bound already, no signals (the service has its own) and no access log (paths name
cases). Port 0: any free one, told in ``service.json``.
"""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import uvicorn
from fastapi import FastAPI

HOST: Final = "127.0.0.1"
_KEEP_ALIVE_S: Final = 75
_ENDS_WITHIN_S: Final = 3


class ServerFailed(Exception):
    """The server ended although nobody asked it to."""


class _Server(uvicorn.Server):
    """Says when it is ready, and leaves signals to the service."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: "Sequence[socket.socket] | None" = None) -> None:
        """Start, and say so."""
        await super().startup(None if sockets is None else list(sockets))
        self.ready.set()


@dataclass(frozen=True, slots=True)
class Site:
    """Where an application is served; port 0 = any free one. With a certificate, encrypted."""

    host: str = HOST
    port: int = 0
    certificate: str = ""
    key: str = ""


def listening_at(site: Site, backlog: int) -> socket.socket:
    """Return a socket whose connections, all of them, send at once what they are given.

    Raises:
        OSError: The port is taken.
    """
    bound = socket.create_server((site.host, site.port), backlog=backlog)
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


class WebServer:
    """Serves an application; unless told otherwise on a port of the loopback."""

    def __init__(self, application: FastAPI, site: Site | None = None) -> None:
        self.site = site or Site()
        config = uvicorn.Config(
            application,
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=_ENDS_WITHIN_S,
            ssl_certfile=self.site.certificate or None,
            ssl_keyfile=self.site.key or None,
        )
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Listen; return the port.

        Raises:
            ServerFailed: It does not start.
            OSError: The port is taken.
        """
        bound = listening_at(self.site, self._server.config.backlog)
        port = int(bound.getsockname()[1])
        self._task = asyncio.create_task(self._server.serve(sockets=[bound]))
        ready = asyncio.create_task(self._server.ready.wait())
        await asyncio.wait({self._task, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._task.done():
            bound.close()
            raise ServerFailed from self._task.exception()
        return port

    async def ended(self) -> None:
        """Wait until it ends by itself, which it should not.

        Raises:
            ServerFailed: Always.
        """
        if self._task is not None:
            await asyncio.wait({self._task})
            raise ServerFailed from self._task.exception()

    async def stop(self) -> None:
        """End; streams must have been sent home before."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.wait({self._task})
