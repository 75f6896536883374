"""One connection to an SMS centre, in a thread of its own, because ``smpplib`` and its kind wait.

The thread reads, writes, asks every second and a half whether somebody is there, and answers only what was stored: a
receipt is acknowledged after the commit that keeps it, and one that the store does not take is refused for now, so that
the centre says it again. Whatever was written and not answered when the line ends is *unanswered*, whatever was not
written has *not left*; nobody may mix up the two, because the second is safe to send again.
"""

import select
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

from services.messaging.smpp_pdus import (
    OK,
    PERMANENT,
    TEMPORARY,
    LineBroken,
    Pdu,
    PduStream,
    PduWriter,
    Request,
    Response,
    Told,
    Unread,
    answer,
    reason_of,
)
from services.messaging.wire import OutgoingSms

CONNECT_WITHIN_S: Final = 5.0
BOUND_WITHIN_S: Final = 5.0
WRITE_WITHIN_S: Final = 3.0
ASK_EVERY_S: Final = 1.25
SILENT_AFTER_S: Final = 2.75
"""Nothing came for so long, though it was asked twice: the desks show it within five seconds."""

_READ_BYTES: Final = 65_536
_MOST_AT_ONCE: Final = 200


class LinkFault(Exception):
    """The centre did not let us in; the message is technical and has nothing personal in it."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Where an SMS centre is, and who we are there."""

    host: str
    port: int
    user: str
    password: str
    system_type: str
    sender: str
    is_encrypted: bool


class Ears(Protocol):
    """Who hears what came of what was sent; called in the thread of the link, and must return soon."""

    def answered(self, ticket: int, response: Response) -> None:
        """Hear the centre's answer to a part, at whatever time it comes."""
        ...

    def ended(self, ticket: int, *, had_left: bool) -> None:
        """Hear that the line ended before a part was answered."""
        ...

    def told(self, receipts: tuple[Told, ...]) -> bool:
        """Store receipts, and say whether they are on the disk."""
        ...

    def lost(self, reason: str) -> None:
        """Hear that the line has ended, though nobody here ended it."""
        ...


class SmppLink:
    """One bind as a transceiver, used once: ``open``, ``start``, ``close``."""

    def __init__(self, centre: Centre, ears: Ears) -> None:
        self._centre = centre
        self._ears = ears
        self._writer = PduWriter()
        self._stream = PduStream()
        self._socket: socket.socket | None = None
        self._bell, self._rung = socket.socketpair()
        self._waiting: deque[tuple[int, OutgoingSms, int]] = deque()
        self._in_flight: dict[int, int] = {}
        """Number of the PDU, and the ticket of what it carries; kept until it is answered, however late."""
        self._thread: threading.Thread | None = None
        self._is_closing = threading.Event()
        self._ends = threading.Lock()
        self._has_ended = False

    def open(self) -> None:
        """Connect and be let in; waits for the network.

        Raises:
            LinkFault: The centre is not there, or does not want us.
        """
        try:
            self._socket = self._connected()
            self._bind(self._socket)
        except (OSError, LineBroken) as fault:
            raise LinkFault(_words_of(fault)) from None

    def start(self) -> None:
        """Begin to listen and to write."""
        self._thread = threading.Thread(target=self._run, name="smpp", daemon=True)
        self._thread.start()

    def submit(self, ticket: int, sms: OutgoingSms, number: int) -> None:
        """Let a part leave soon; from any thread."""
        with self._ends:
            if not self._has_ended:
                self._waiting.append((ticket, sms, number))
                self._ring()
                return
        self._ears.ended(ticket, had_left=False)

    def close(self) -> None:
        """End it from our side, waiting a moment for the thread; from any thread but its own."""
        self._is_closing.set()
        self._ring()
        if self._thread is not None:
            self._thread.join(WRITE_WITHIN_S)
        elif self._socket is not None:
            self._socket.close()
        for bell in (self._bell, self._rung):
            bell.close()

    def _connected(self) -> socket.socket:
        plain = socket.create_connection((self._centre.host, self._centre.port), CONNECT_WITHIN_S)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not self._centre.is_encrypted:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self._centre.host)
        except (OSError, ValueError):
            plain.close()
            raise

    def _bind(self, connected: socket.socket) -> None:
        connected.settimeout(BOUND_WITHIN_S)
        connected.sendall(self._writer.bind(self._centre.user, self._centre.password, self._centre.system_type))
        bound_by = time.monotonic() + BOUND_WITHIN_S
        while time.monotonic() < bound_by:
            data = connected.recv(_READ_BYTES)
            if not data:
                raise LinkFault("closed_at_bind")
            for pdu in self._stream.receive_data(data):
                if isinstance(pdu, Response) and pdu.command in ("bind_transceiver_resp", "generic_nack"):
                    if pdu.status != OK:
                        raise LinkFault(reason_of(pdu.status))
                    connected.settimeout(WRITE_WITHIN_S)
                    return
        raise TimeoutError

    def _run(self) -> None:
        reason = "failed"
        try:
            reason = self._talk()
        except (OSError, LineBroken) as fault:
            reason = _words_of(fault)
        finally:
            self._end(reason)

    def _talk(self) -> str:
        """Talk until we close or the line ends, and return why."""
        if self._socket is None:
            return "not_connected"
        heard_at = asked_at = time.monotonic()
        while not self._is_closing.is_set():
            has_bytes = self._wait(self._socket, asked_at + ASK_EVERY_S - time.monotonic())
            if has_bytes:
                data = self._socket.recv(_READ_BYTES)
                if not data:
                    return "line_lost"
                self._hear(data)
                heard_at = time.monotonic()  # after it: while receipts are stored, nobody listens
            self._write_waiting()
            now = time.monotonic()
            if now - heard_at > SILENT_AFTER_S:
                return "no_answer"
            if now - asked_at >= ASK_EVERY_S:
                self._socket.sendall(self._writer.enquire_link())
                asked_at = now
        with suppress(OSError):
            self._socket.sendall(self._writer.unbind())
        return "closed"

    def _wait(self, connected: socket.socket, for_s: float) -> bool:
        """Wait for bytes, for something to write, or for the time to ask; return whether there are bytes."""
        if isinstance(connected, ssl.SSLSocket) and connected.pending():
            return True
        readable, _, _ = select.select([connected, self._rung], [], [], max(0.0, for_s))
        if self._rung in readable:
            self._rung.recv(_READ_BYTES)
        return connected in readable

    def _hear(self, data: bytes) -> None:
        told: list[Told] = []
        for pdu in self._stream.receive_data(data):
            if isinstance(pdu, Told):
                told.append(pdu)
                continue
            self._keep(told)
            told = []
            self._hear_one(pdu)
        self._keep(told)

    def _hear_one(self, pdu: Pdu) -> None:
        if isinstance(pdu, Response):
            ticket = self._in_flight.pop(pdu.sequence, None)
            if ticket is not None:
                self._ears.answered(ticket, pdu)
        elif isinstance(pdu, Unread):
            self._write(answer("deliver_sm_resp", pdu.sequence, PERMANENT))
        elif isinstance(pdu, Request):
            self._answer(pdu)

    def _answer(self, request: Request) -> None:
        if request.command == "enquire_link":
            self._write(answer("enquire_link_resp", request.sequence))
        elif request.command == "unbind":
            self._write(answer("unbind_resp", request.sequence))
            raise ConnectionResetError("unbound")
        else:
            self._write(answer("generic_nack", request.sequence, 0x03))

    def _keep(self, told: Iterable[Told]) -> None:
        """Store receipts, some at a time, and acknowledge each when it is on the disk."""
        rest = list(told)
        while rest:
            some, rest = tuple(rest[:_MOST_AT_ONCE]), rest[_MOST_AT_ONCE:]
            status = OK if self._ears.told(some) else TEMPORARY
            self._write(b"".join(answer("deliver_sm_resp", one.sequence, status) for one in some))

    def _write_waiting(self) -> None:
        while self._waiting:
            ticket, sms, number = self._waiting[0]
            sequence, data = self._writer.submit(sms, number, self._centre.sender)
            self._in_flight[sequence] = ticket
            self._waiting.popleft()
            self._write(data)

    def _write(self, data: bytes) -> None:
        if self._socket is not None:
            self._socket.sendall(data)

    def _ring(self) -> None:
        with suppress(OSError):
            self._bell.send(b"!")

    def _end(self, reason: str) -> None:
        with self._ends:
            self._has_ended = True
            waiting, self._waiting = list(self._waiting), deque()
        if self._socket is not None:
            self._socket.close()
        for ticket in self._in_flight.values():
            self._ears.ended(ticket, had_left=True)
        for ticket, _sms, _number in waiting:
            self._ears.ended(ticket, had_left=False)
        if not self._is_closing.is_set():
            self._ears.lost(reason)


def _words_of(fault: Exception) -> str:
    """Return a technical word for why there is no line."""
    words: tuple[tuple[type[Exception], Callable[[], str]], ...] = (
        (ssl.SSLError, lambda: "tls_refused"),
        (ConnectionRefusedError, lambda: "nobody_listens"),
        (TimeoutError, lambda: "no_answer"),
        (socket.gaierror, lambda: "host_not_found"),
        (LineBroken, lambda: "no_smpp"),
        (ConnectionResetError, lambda: str(fault) if str(fault) == "unbound" else "line_lost"),
    )
    return next((word() for kind, word in words if isinstance(fault, kind)), "line_lost")
