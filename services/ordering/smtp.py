"""Orders by mail, through the mail server of the house.

One connection is kept open, so that a server that went away is noticed within moments and not with the next order. A
server that ends an idle connection in good order is asked again once; only one that does not let us in any more is
down. A line that is open on our side only looks like a good one: an order that finds it idle asks first for a sign of
life and takes a new line when none comes, instead of waiting for an answer to the mail; while nothing waits, the server
is left in peace. Where the server speaks DSN it is asked to report success, failure and delay, with an envelope id that
is the sending's; "delivered" is in any case the word of a mailbox, never of a person. A server that promises DSN and
refuses its parameters gets the mail once more without. Reports come back to the sender's mailbox; where that is set too
they are read there (``mailbox``), else people read them. The test mail asks what an order asks, or it would prove less.
"""

import asyncio
from email.utils import parseaddr
from time import monotonic
from typing import Final

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from app.domain.gateway import Channel, FieldKind, GatewayField
from app.domain.ids import new_id
from app.domain.sending import Sending, SendingChannel
from app.usecases.delivery_reports import hear_report
from app.usecases.gateway_ports import GatewayAdapter, GatewayFault, GatewayGiven
from app.usecases.provider_cells import is_mail_address
from app.usecases.store import StoreUnavailable
from services.ordering.delivery_report import DeliveryReport
from services.ordering.mail_message import mail_of, message_id_of, trial_mail
from services.ordering.mailbox import Mailbox, MailboxFault
from services.ordering.outbox import OrderOutbox, backlog_of
from services.ordering.wire import NotTaken, Taken
from services.standing import Standing

ANSWERS_WITHIN_S: Final = 10.0
WATCH_EVERY_S: Final = 0.5
NOOP_EVERY_S: Final = 30.0
REPORTS_EVERY_S: Final = 30.0
IDLE_FOR_S: Final = 2.0
ALIVE_WITHIN_S: Final = 2.0
_PERMANENT: Final = 500
_NOT_LET_IN: Final = frozenset({454, 530, 534, 535, 538})
"""RFC 4954 and 8314: user, password or encryption are not good enough, for any mail."""
_NO_PARAMETERS: Final = frozenset({504, 555})
"""RFC 5321: what stands behind the address is not known, or not done, here."""


class SmtpGateway(Standing):
    """A ``Gateway`` and a ``Carrier``."""

    def __init__(self, given: GatewayGiven) -> None:
        super().__init__(given.clock)
        self._given = given
        self._client: SMTP | None = None
        self._turn = asyncio.Lock()
        self._heard_at = 0.0
        self._watching: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._unread = ""
        self._outbox = OrderOutbox(given, self)

    @property
    def message(self) -> str:
        """Why it is down, or why reports are not read."""
        return self._message or self._unread

    @property
    def road(self) -> SendingChannel:
        """Mail."""
        return SendingChannel.MAIL

    async def start(self) -> None:
        """Be let in by the server, then begin to send."""
        await self._connect()
        self.is_let_in()
        self._watching = asyncio.create_task(self._watch())
        await self._outbox.start()
        if self._given.text("imap_host"):
            self._reading = asyncio.create_task(self._read_reports())

    async def stop(self) -> None:
        """Wait a moment for what is on its way, then go."""
        await self._outbox.stop()
        tasks = [task for task in (self._watching, self._reading) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            self._client.close()

    def wake(self) -> None:
        """Look now."""
        self._outbox.wake()

    async def test(self, target: str) -> str:
        """Send a mail that says it is a test; without an address, only ask the server for a sign of life."""
        if target and not is_mail_address(target):
            raise GatewayFault("not a mail address")
        thing, sender = new_id(), self._given.text("sender")
        async with self._turn:
            client = await self._open()
            try:
                if not target:
                    return str((await client.noop()).message)
                mail = trial_mail(thing, sender, target, self._given.clock.now())
                said = await self._say(client, thing, target, mail.as_bytes())
            except SMTPException as fault:
                self._remember(thing, fault)
                raise GatewayFault(str(_not_taken(fault))) from None
            self.took()
            return said

    async def carry(self, sending: Sending) -> Taken:
        """Bring the mail to the server.

        Raises:
            NotTaken: The server refused it, or went away.
        """
        mail = await asyncio.to_thread(mail_of, sending, self._given.text("sender"))
        async with self._turn:
            try:
                client = await self._open_alive()
            except GatewayFault as fault:
                self._fall(fault)
                raise NotTaken(str(fault)) from None
            try:
                answer = await self._say(client, sending.sending_id, sending.to, mail.as_bytes())
            except SMTPException as fault:
                self._remember(sending.sending_id, fault)
                raise _not_taken(fault) from None
            self._heard_at = monotonic()
            self.took()
            return Taken(f"{message_id_of(sending.sending_id, self._address)} {answer}")

    def _remember(self, thing: str, fault: SMTPException) -> None:
        """Know our own faults and a silent server from an address that is none."""
        is_ours = isinstance(fault, SMTPSenderRefused | SMTPTimeoutError) or _is_about_parameters(fault)
        is_locked = isinstance(fault, SMTPResponseException) and fault.code in _NOT_LET_IN
        self.took_not(thing, str(_not_taken(fault)), is_its_own=is_ours or is_locked)

    async def _say(self, client: SMTP, thing: str, to: str, mail: bytes) -> str:
        """Say the mail, and ask for receipts where the server says it gives them; one that then does not goes without.

        One recipient: its refusal is raised.
        """
        if client.supports_extension("dsn"):
            envelope, notify = [f"ENVID=order-{thing}", "RET=HDRS"], ["NOTIFY=SUCCESS,FAILURE,DELAY"]
            try:
                said = await client.sendmail(self._address, [to], mail, mail_options=envelope, rcpt_options=notify)
            except (SMTPSenderRefused, SMTPRecipientsRefused) as fault:
                if not _is_about_parameters(fault):
                    raise
            else:
                return said[1]
        return (await client.sendmail(self._address, [to], mail))[1]

    @property
    def _address(self) -> str:
        return parseaddr(self._given.text("sender"))[1]

    async def _open(self) -> SMTP:
        """Return a connection; one that ended in good order is opened again."""
        if self._client is None or not self._client.is_connected:
            await self._connect()
        if self._client is None:
            raise GatewayFault("no connection")
        return self._client

    async def _open_alive(self) -> SMTP:
        """Return a connection whose far side answers; one that was idle may be open on our side only."""
        client = await self._open()
        if monotonic() - self._heard_at < IDLE_FOR_S:
            return client
        try:
            await client.noop(timeout=ALIVE_WITHIN_S)
        except SMTPException:
            client.close()
            await self._connect(within_s=ALIVE_WITHIN_S)
            client = await self._open()
        self._heard_at = monotonic()
        return client

    async def _read_reports(self) -> None:
        """Look into the mailbox again and again; that it is not read stops no order."""
        given, passed = self._given, set[bytes]()
        box = Mailbox(
            host=given.text("imap_host"),
            port=int(given.number("imap_port")),
            user=given.text("imap_user") or given.text("user") or self._address,
            password=given.secret or "",
            is_encrypted=given.text("encryption") != "none",
            domain=self._address.rpartition("@")[2],
        )
        while True:
            try:
                await asyncio.to_thread(box.read, self._settle, passed)
                self._unread = ""
            except MailboxFault as fault:
                self._unread = str(fault)
            except Exception as fault:  # or it would never be read again
                self._given.log.exception("the mailbox could not be read in a way that was not foreseen")
                self._unread = type(fault).__name__
            await asyncio.sleep(REPORTS_EVERY_S)

    def _settle(self, report: DeliveryReport) -> bool:
        """Keep what a mailbox says; called in the thread that reads it."""
        fault = None if report.is_delivered else f"{report.status} the mail came back".strip()
        store, clock = self._given.store, self._given.clock
        try:
            return store.submit(lambda unit: hear_report(report.sending_id, fault, unit, clock)).result()
        except StoreUnavailable:
            return False

    def _fall(self, fault: Exception) -> None:
        self.falls(_words(fault))

    async def _connect(self, within_s: float = ANSWERS_WITHIN_S) -> None:
        given, encryption = self._given, self._given.text("encryption")
        client = SMTP(
            hostname=given.text("host"),
            port=int(given.number("port")),
            use_tls=encryption == "tls",
            start_tls=encryption == "starttls",
            timeout=ANSWERS_WITHIN_S,
        )
        try:
            await client.connect(timeout=within_s)
            if given.text("user"):
                await client.login(given.text("user"), given.secret or "")
            await client.ehlo()  # what the server can do is known only now, and not what it said before encryption
        except SMTPAuthenticationError as fault:
            raise GatewayFault(f"the server refused user and password: {fault.code}") from None
        except (SMTPException, OSError, ValueError) as fault:
            raise GatewayFault(_words(fault)) from None
        self._client, self._heard_at = client, monotonic()

    async def _watch(self) -> None:
        """Notice that the server went away; every half minute ask whether it still answers."""
        rounds = 0
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            rounds += 1
            try:
                async with self._turn:
                    client = await self._open()
                    if rounds * WATCH_EVERY_S >= NOOP_EVERY_S:
                        rounds = 0
                        await client.noop()
                        self._heard_at = monotonic()
            except (GatewayFault, SMTPException) as fault:
                self._fall(fault)
                return
            except Exception as fault:  # or nobody would watch any more, and it would still say that it is up
                self._given.log.exception("the mail server could not be watched in a way that was not foreseen")
                self._fall(fault)
                return


def _code_of(fault: SMTPException) -> int:
    """Return the number of an answer; of several the one that is least bad; 0 = there was no answer."""
    if isinstance(fault, SMTPRecipientsRefused):
        return min(one.code for one in fault.recipients)
    return fault.code if isinstance(fault, SMTPResponseException) else 0


def _is_about_parameters(fault: SMTPException) -> bool:
    """Whether the server minds what we ask, and neither the sender nor the address."""
    is_envelope = isinstance(fault, SMTPSenderRefused | SMTPRecipientsRefused)
    return is_envelope and _code_of(fault) in _NO_PARAMETERS


def _not_taken(fault: SMTPException) -> NotTaken:
    if _is_about_parameters(fault):
        return NotTaken(f"{_code_of(fault)}: the server refused the parameters", is_final=True)
    if isinstance(fault, SMTPRecipientsRefused):
        code = _code_of(fault)
        return NotTaken(f"{code}: the server refused the recipient", is_final=code >= _PERMANENT)
    if isinstance(fault, SMTPResponseException) and not isinstance(fault, SMTPConnectError):
        return NotTaken(_words(fault), is_final=fault.code >= _PERMANENT)
    lost = isinstance(fault, SMTPServerDisconnected | SMTPTimeoutError)
    return NotTaken(_words(fault), may_have_arrived=lost)


def _words(fault: Exception) -> str:
    """Return technical words; what a server says may name an address, so only its code is told."""
    if isinstance(fault, GatewayFault):
        return str(fault)
    if "STARTTLS extension not supported" in str(fault):
        return "no_starttls"
    if isinstance(fault, SMTPResponseException):
        return f"{type(fault).__name__} {fault.code}"
    return type(fault).__name__


def _make(given: GatewayGiven) -> SmtpGateway:
    if "@" not in parseaddr(given.text("sender"))[1]:
        raise GatewayFault("the sender is no mail address")
    return SmtpGateway(given)


SMTP_MAIL: Final = GatewayAdapter(
    channel=Channel.MAIL,
    name="smtp",
    fields=(
        GatewayField("host", is_required=True),
        GatewayField("port", FieldKind.NUMBER, default="587", lowest=1, highest=65_535),
        GatewayField("encryption", FieldKind.CHOICE, default="starttls", choices=("starttls", "tls", "none")),
        GatewayField("user"),
        GatewayField("password", FieldKind.SECRET),
        GatewayField("sender", is_required=True),
        GatewayField("imap_host"),
        GatewayField("imap_port", FieldKind.NUMBER, default="993", lowest=1, highest=65_535),
        GatewayField("imap_user"),
    ),
    make=_make,
    backlog=backlog_of(SendingChannel.MAIL),
)
