"""A small real service on a real port, told by the test how to behave: answer, refuse, be silent, be killed, come back.

Speaks just enough of the contract for the desk's network code: ``answers`` are given in order to whatever is asked,
``/v1/queue`` and ``/v1/events`` come from a list of events that outlives a kill, as the database of the real service
does.
"""

import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, RefusalInfo
from tests.support.contract import NOW, a_health, a_tick


@dataclass(frozen=True)
class Seen:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HttpService:
    """The whole of it. ``start`` and ``kill`` as often as wanted; the port stays the same."""

    port: int = 0
    events: list[EventInfo] = field(default_factory=list)
    answers: deque[tuple[int, bytes]] = field(default_factory=deque)
    seen: list[Seen] = field(default_factory=list)
    oldest_cursor: int = 0
    stream_status: int = 200
    health: bytes = field(default_factory=lambda: a_health().model_dump_json().encode())
    encode: Callable[[EventInfo], str] = EventInfo.model_dump_json
    ticks: int = 0

    def __post_init__(self) -> None:
        self.changed = threading.Condition()
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen."""
        server = _Server(("127.0.0.1", self.port), _Handler)
        server.service = self
        self.port = server.server_address[1]
        self._server = server
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def kill(self) -> None:
        """Drop every connection and stop listening, as kill -9 does."""
        server, self._server = self._server, None
        if server is None:
            return
        server.shutdown()
        server.drop_connections()
        with self.changed:
            self.changed.notify_all()
        server.server_close()

    def emit(self, event: EventInfo) -> None:
        """Commit an event and push it."""
        with self.changed:
            self.events.append(event)
            self.changed.notify_all()

    def tick(self) -> None:
        """Push a tick."""
        with self.changed:
            self.ticks += 1
            self.changed.notify_all()

    def snapshot(self) -> bytes:
        """The queue: no rows, the newest cursor."""
        cursor = self.events[-1].sequence if self.events else 0
        return QueueSnapshot(cursor=cursor, now=NOW, rows=(), rejected=()).model_dump_json().encode()

    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [seen.path for seen in self.seen]


def refusal(code: str, **detail: str) -> bytes:
    """The body of a refusal."""
    return RefusalInfo(code=code, detail=detail).model_dump_json().encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    service: HttpService

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._connections: list[socket.socket] = []
        super().__init__(address, handler)

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        self._connections.append(connection)
        return connection, address

    def handle_error(self, request: object, client_address: object) -> None:
        """A dropped connection is what the test wanted."""

    def drop_connections(self) -> None:
        for connection in self._connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _answer(self, body: bytes) -> None:
        service = self.server.service
        service.seen.append(Seen(self.command, self.path, dict(self.headers), body))
        if self.path == "/v1/events":
            self._stream(service)
        elif service.answers:
            self._send(*service.answers.popleft())
        elif self.path == "/v1/queue":
            self._send(200, service.snapshot())
        elif self.path == "/v1/health":
            self._send(200, service.health)
        else:
            self._send(404, refusal("not_found"))

    def _send(self, status: int, body: bytes) -> None:
        if status == 0:
            self.close_connection = True  # the answer is lost on the way
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, service: HttpService) -> None:
        cursor, ticks = int(self.headers["Last-Event-ID"]), service.ticks
        if service.stream_status != 200 or cursor < service.oldest_cursor:
            status = 410 if cursor < service.oldest_cursor else service.stream_status
            self._send(status, refusal("cursor_too_old" if status == 410 else "signed_out"))
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        server = self.server
        while service._server is server:  # noqa: SLF001 - handler and service are one thing in two classes
            with service.changed:
                fresh = [event for event in service.events if event.sequence > cursor]
                if not fresh and service.ticks == ticks:
                    service.changed.wait(5)
                    continue
            for event in fresh:
                cursor = event.sequence
                self._write(f"id: {cursor}\nevent: change\ndata: {service.encode(event)}\n\n")
            if service.ticks != ticks:
                ticks = service.ticks
                self._write(f"event: tick\ndata: {a_tick().model_dump_json()}\n\n")

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()
