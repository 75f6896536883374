"""An SMS gateway that speaks HTTP, of the kind that providers sell, in a thread on a free port of the loopback."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Came:
    """A request that came."""

    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - what a test compares with
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass
class SmsProvider:
    """What it answers, and what came.

    Attributes:
        drops: It takes the request and hangs up.
    """

    url: str = ""
    status: int = 200
    word: str = "delivered"
    drops: bool = False
    came: list[Came] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    def unplug(self) -> None:
        """Listen no more."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@contextmanager
def an_sms_provider() -> Iterator[SmsProvider]:
    """Run one; gone at the end."""
    provider = SmsProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            provider.came.append(Came({name.lower(): value for name, value in self.headers.items()}, body))
            if provider.drops:
                self.close_connection = True
                self.connection.close()
                return
            self._answer(provider.status, {"id": f"m{len(provider.came)}"})

        def do_GET(self) -> None:  # noqa: N802 - the library's name
            provider.asked.append(self.path)
            self._answer(200, {"status": provider.word})

        def _answer(self, status: int, body: dict[str, str]) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_what: object) -> None:
            """Whoever hangs up is no fault here."""

    provider.server = Server(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{provider.server.server_port}"
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.unplug()
        thread.join()
