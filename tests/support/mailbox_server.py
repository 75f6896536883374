"""A mailbox over IMAP, as little of it as is needed: log in, select, search for unseen reports, fetch, mark as read."""

import re
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

USER, PASSWORD = "desk", "geheim-oefening"


@dataclass
class MailboxServer:
    """What lies in it, and what was done with it."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    fetched: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    validity: int = 1
    is_broken: bool = False
    """Answers nothing but garbage."""


class _Talk(socketserver.StreamRequestHandler):
    @property
    def _box(self) -> MailboxServer:
        box: MailboxServer = self.server.box  # type: ignore[attr-defined]  # put there below
        return box

    def handle(self) -> None:
        if self._box.is_broken:
            self._say("\x00\xff garbage")
            return
        self._say("* OK IMAP4rev1 ready")
        while line := self.rfile.readline().decode("latin-1").strip():
            tag, command = line.split(" ", 1)
            self._box.said.append(command)
            if not self._answer(tag, command):
                return

    def _answer(self, tag: str, command: str) -> bool:
        box, words = self._box, command.split()
        verb = " ".join(words[:2]).upper() if words[0].upper() == "UID" else words[0].upper()
        if verb == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif verb == "LOGIN" and words[1:] != [USER, f'"{PASSWORD}"']:
            self._say(f"{tag} NO [AUTHENTICATIONFAILED] no")
            return True
        elif verb == "UID SEARCH":
            new = [at for at, raw in enumerate(box.mails, 1) if at not in box.seen and b"multipart/report" in raw]
            self._say(f"* SEARCH {' '.join(map(str, new))}".strip())
        elif verb == "UID FETCH":
            self._fetch(int(words[2]))
        elif verb == "UID STORE":
            box.seen.add(int(words[2]))
        elif verb == "SELECT":
            self._say(f"* {len(box.mails)} EXISTS")
            self._say(f"* OK [UIDVALIDITY {box.validity}] valid")
        self._say(f"{tag} OK done")
        return verb != "LOGOUT"

    def _fetch(self, uid: int) -> None:
        self._box.fetched.append(uid)
        raw = self._box.mails[uid - 1]
        self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode("latin-1") + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the two are socketserver's
        """Whoever reads may go in the middle of a sentence."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def a_mailbox_server() -> Iterator[MailboxServer]:
    """Run it on a free port of the loopback."""
    box = MailboxServer()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = box  # type: ignore[attr-defined]  # the handler asks for it
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def a_report(
    envelope: str = "",
    *,
    action: str = "delivered",
    status: str = "2.0.0",
    message_id: str = "",
    returned: str = "rfc822",
) -> bytes:
    """A delivery report as RFC 3464 draws it; ``returned``: the whole mail ("rfc822"), its "headers", or nothing."""
    own = f"Original-Envelope-Id: {envelope}\n" if envelope else ""
    headers = f"Message-ID: {message_id}\nSubject: order\n"
    back = {
        "rfc822": f"--b\nContent-Type: message/rfc822\n\n{headers}\nthe order\n",
        "headers": f"--b\nContent-Type: text/rfc822-headers\n\n{headers}\n",
        "": "",
    }[returned]
    text = (
        "From: MAILER-DAEMON@relay.example\nTo: desk@centre.example\nSubject: report\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour mail, in the words of a server.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n{own}"
        "Arrival-Date: Thu, 26 Nov 2026 01:00:00 +0000\n\n"
        f"Final-Recipient: rfc822; orders@oefening.example\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 orders@oefening.example unknown\n\n{back}--b--\n"
    )
    return re.sub("\n", "\r\n", text).encode()
