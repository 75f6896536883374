"""A real mail server (aiosmtpd) that keeps what it takes, speaks DSN, and misbehaves by the name in the address.

``unknown@`` is refused with 550, ``full@`` with 452; ``drop@`` is taken to the last byte and never answered, for its
first ``drops`` mails. With ``refuses_dsn_of`` "MAIL" or "RCPT" it answers 555 to the parameters of DSN there, though
it promises them; "ALL": to a mail without any too.
"""

import asyncio
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "desk", "geheim-oefening"


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail as it came."""

    sender: str
    to: str
    options: Mapping[str, str | bool]
    raw: bytes

    @property
    def mail(self) -> Message:
        return message_from_bytes(self.raw)

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


@dataclass
class MailServer:
    """What came, and where it listens."""

    port: int
    drops: int = 0
    refuses_dsn_of: str = ""
    came: list[Taken] = field(default_factory=list)
    options: dict[str, str | bool] = field(default_factory=dict)
    refused_logins: int = 0
    shut: Callable[[], None] = lambda: None

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        del server, envelope
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session
        is_dsn = any(one.startswith(("ENVID", "RET")) for one in options)
        if self.refuses_dsn_of == "ALL" or (self.refuses_dsn_of == "MAIL" and is_dsn):
            self.options.clear()
            return "555 5.5.4 MAIL FROM parameters not recognized"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session
        if self.refuses_dsn_of == "RCPT" and options:
            self.options.clear()
            return "555 5.5.4 RCPT TO parameters not recognized"
        name = address.partition("@")[0]
        if name == "unknown":
            return "550 5.1.1 no such mailbox"
        if name == "full":
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        (to,) = envelope.rcpt_tos
        content = envelope.content
        assert isinstance(content, bytes)
        self.came.append(Taken(envelope.mail_from or "", to, dict(self.options), content))
        if to.startswith("drop@") and self.drops > 0:
            self.drops -= 1
            _break(server)
        return "250 2.0.0 queued as 4711"


class _DsnSmtp(SMTP):
    """Takes the parameters of DSN, which aiosmtpd does not know, and keeps them."""

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:
        found: dict[str, str | bool] | None = super()._getparams(params)
        if found:
            for name in ("ENVID", "RET", "NOTIFY", "ORCPT"):
                if name in found:
                    self.event_handler.options[name] = found.pop(name)
        return found


class _Controller(Controller):
    """Ends with every connection, as a server that was killed does."""

    def __init__(self, handler: MailServer, **options: object) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=handler.port, **options)  # type: ignore[arg-type]
        self._open: list[SMTP] = []
        self._has_ended = False

    def factory(self) -> SMTP:
        made = _DsnSmtp(self.handler, **self.SMTP_kwargs)
        self._open.append(made)
        return made

    def end(self) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        self.loop.call_soon_threadsafe(self._abort)
        self.stop()

    def _abort(self) -> None:
        for one in self._open:
            _break(one)


@contextmanager
def a_mail_server(*, with_login: bool = False, port: int = 0) -> Iterator[MailServer]:
    """Run it on a free port of the loopback; ended with the test."""
    server = MailServer(port or _free_port())

    def authenticate(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        server.refused_logins += not is_right
        return AuthResult(success=is_right, handled=False)

    options = (
        {"authenticator": authenticate, "auth_require_tls": False, "auth_exclude_mechanism": ["LOGIN"]}
        if with_login
        else {}
    )
    controller = _Controller(server, **options)
    controller.start()
    server.shut = controller.end
    try:
        yield server
    finally:
        controller.end()


def _break(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
