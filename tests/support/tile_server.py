"""A map server in a process of its own: it writes down every address it was asked, and answers each with one colour.

A process, not a thread: Python's garbage collector must not run beside Qt (``ui/README.md``).
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SERVER = """
import base64, http.server, sys
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGMQWRAFAAHaAQ/hm5FXAAAAAElFTkSuQmCC")

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(sys.argv[1], "a") as log:
            log.write(f"{self.path} {self.headers.get('Cookie')} {self.headers.get('Referer')}\\n")
        kind, _, rest = self.path.removeprefix("/").partition("/")
        if kind == "away":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/good/{rest}")
            self.end_headers()
            return
        self.send_response(404 if kind == "gone" else 200)
        self.send_header("Content-Type", "text/html" if kind == "words" else "image/png")
        self.send_header("Set-Cookie", "who=me")
        self.end_headers()
        self.wfile.write(PNG)

    def log_message(self, *words):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""
COLOUR = "#14a05a"
"""What every tile is painted with."""


class TileHouse:
    """What was asked, and where."""

    def __init__(self, port: int, log: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._log = log

    def asked(self) -> list[str]:
        """Return every request: path, cookie, referer."""
        return self._log.read_text().splitlines() if self._log.exists() else []


@contextmanager
def a_tile_server(folder: Path) -> Iterator[TileHouse]:
    """Serve until the test is over."""
    log = folder / "asked.txt"
    command = [sys.executable, "-c", _SERVER, str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        assert process.stdout is not None
        try:
            yield TileHouse(int(process.stdout.readline()), log)
        finally:
            process.kill()
