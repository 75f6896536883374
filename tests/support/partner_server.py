"""A partner's order interface as ``services/ordering/README.md`` has it: the contract test server.

It keeps its own book: one order for each Idempotency-Key, whatever is POSTed how often. A test says what it answers.
"""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "partner-oefening"


@dataclass
class PartnerServer:
    """The partner's side.

    Attributes:
        book: The document of each order, by its key.
        posts: How often each key was POSTed.
        says: What is answered of a key; a key that is absent is "offered".
        breaks: So many POSTs are taken and never answered.
        status: The answer to a POST, where it is not 201.
    """

    port: int = 0
    book: dict[str, Any] = field(default_factory=dict)
    posts: Counter[str] = field(default_factory=Counter)
    says: dict[str, dict[str, str]] = field(default_factory=dict)
    says_of_all: dict[str, str] = field(default_factory=dict)
    breaks: int = 0
    status: int = 201
    problems: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def answer(self, key: str) -> dict[str, str]:
        return {"reference": f"P-{key[:6]}", **(self.says.get(key) or self.says_of_all or {"state": "offered"})}


class _Server(ThreadingHTTPServer):
    def __init__(self, partner: PartnerServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.partner = partner
        partner.port = self.server_address[1]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *arguments: object) -> None:
        del arguments

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        partner, body = self.server.partner, self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Idempotency-Key"] or ""
        self._check(key, json.loads(body))
        partner.posts[key] += 1
        if partner.status < HTTPStatus.BAD_REQUEST:
            partner.book.setdefault(key, json.loads(body))
        if partner.breaks > 0:
            partner.breaks -= 1
            self.close_connection = True
            return
        self._send(partner.status, partner.answer(key))

    def do_GET(self) -> None:  # noqa: N802
        if self.path == "/api/health":
            self._send(HTTPStatus.OK, {})
            return
        key = self.path.removeprefix("/api/orders/")
        is_known = key in self.server.partner.book
        self._send(HTTPStatus.OK if is_known else HTTPStatus.NOT_FOUND, self.server.partner.answer(key))

    def _check(self, key: str, document: dict[str, object]) -> None:
        partner = self.server.partner
        checks = {
            "no token": self.headers["Authorization"] == f"Bearer {TOKEN}",
            "wrong path": self.path == "/api/orders",
            "no JSON": self.headers["Content-Type"] == "application/json",
            "another order under the same key": partner.book.get(key, document) == document,
            "the key is not the id": document["id"] == key,
        }
        partner.problems += [problem for problem, is_well in checks.items() if not is_well]

    def _send(self, status: int, answer: dict[str, str]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def a_partner_server() -> Iterator[PartnerServer]:
    """Run it on a free port of the loopback; ended with the test."""
    partner = PartnerServer()
    server = _Server(partner)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield partner
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
