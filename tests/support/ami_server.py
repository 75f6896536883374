"""The other end of a manager interface, as far as the tests of our end need it: written from the protocol.

It knows Challenge, Login, Ping and CoreShowChannels, and hangs when told to. How a real one behaves is tested with a
real one (``tests/services/telephony/ami/test_exchange.py``).
"""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.support.wait import until

USER, SECRET = "desk", "kaas"
CHALLENGE = "843255"


class AmiServer:
    """One exchange. ``has_challenge``: whether it offers one; ``is_deaf``: whether it answers nothing any more."""

    def __init__(self) -> None:
        self.has_challenge = True
        self.is_deaf = False
        self.greeting = "Asterisk Call Manager/11.0.0"
        self.heard: list[dict[str, str]] = []
        self.heard_s: list[float] = []
        self.port = 0
        self.lines = 0
        self._writers: list[asyncio.StreamWriter] = []

    def tell(self, text: str) -> None:
        """Send this block to whoever is connected."""
        for writer in self._writers:
            writer.write(text.replace("\n", "\r\n").encode() + b"\r\n\r\n")

    def hang_up(self) -> None:
        """Close every line."""
        for writer in self._writers:
            writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client."""
        self._writers.append(writer)
        self.lines += 1
        writer.write(f"{self.greeting}\r\n".encode())
        try:
            while block := await reader.readuntil(b"\r\n\r\n"):
                fields = dict(line.split(": ", 1) for line in block.decode().strip().split("\r\n"))
                self.heard.append(fields)
                self.heard_s.append(time.monotonic())
                if not self.is_deaf:
                    self._answer(fields)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()
            self._writers.remove(writer)
            self.lines -= 1

    def _answer(self, fields: dict[str, str]) -> None:
        said = f"ActionID: {fields['ActionID']}"
        match fields["Action"]:
            case "Challenge" if self.has_challenge:
                self.tell(f"Response: Success\n{said}\nChallenge: {CHALLENGE}")
            case "Login" if self._is_let_in(fields):
                self.tell(f"Response: Success\n{said}\nMessage: Authentication accepted")
                self.tell("Event: FullyBooted\nPrivilege: system,all")
            case "Originate":
                self.tell(f"Response: Success\n{said}\nMessage: Originate successfully queued")
            case "Ping":
                self.tell(f"Response: Success\n{said}\nPing: Pong")
            case "CoreShowChannels":
                self.tell(f"Response: Success\n{said}\nEventList: start")
                self.tell(f"Event: CoreShowChannel\n{said}\nUniqueid: u1\nLinkedid: u1")
                self.tell(f"Event: CoreShowChannelsComplete\n{said}\nEventList: Complete\nListItems: 1")
            case _:
                self.tell(f"Response: Error\n{said}\nMessage: refused")

    def _is_let_in(self, fields: dict[str, str]) -> bool:
        if fields["Username"] != USER:
            return False
        key = hashlib.md5((CHALLENGE + SECRET).encode(), usedforsecurity=False).hexdigest()
        return fields.get("Key") == key if self.has_challenge else fields.get("Secret") == SECRET


@asynccontextmanager
async def an_ami_server() -> AsyncIterator[AmiServer]:
    """Serve on a free port of the loopback."""
    server = AmiServer()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.hang_up()
        await until(lambda: server.lines == 0)
        listening.close()
