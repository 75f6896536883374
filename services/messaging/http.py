"""SMS through any gateway that takes one by an HTTP request.

What is asked and how its answer is read are templates (``http_words``). Receipts are *fetched*: where the gateway has
an address for the status of a text, it is asked, often at first and then more and more rarely. A route that gateways
call would need this service to be reached from the internet, with a certificate and a door that anybody may knock at;
a question that we ask needs neither, and is never lost. Without such an address a text stays "accepted": nobody is told
that it was delivered.

The name of our message goes with every request as the key that makes a second one harmless, where the gateway knows
such a key. Then one that was not answered is simply asked again; otherwise it was perhaps sent.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote, urlsplit

import httpx

from app.domain.gateway import Backlog, Channel, FieldKind, GatewayField
from app.domain.ids import MessageId, new_id
from app.domain.message import Message, Receipt
from app.domain.sms_text import sms_text
from app.usecases.gateway_ports import GatewayAdapter, GatewayFault, GatewayGiven
from app.usecases.phone_numbers import e164_of, kind_of
from app.usecases.queries import Reader
from app.usecases.report_message import Handed, KeepReceipts, keep_receipts
from app.usecases.store import StoreUnavailable
from services.messaging.http_words import (
    StatusWords,
    TemplateUnusable,
    at_path,
    checked_address,
    filled,
    part_of,
    read_json,
    template_of,
    values_of,
    words_of,
)
from services.messaging.outbox import Outbox
from services.messaging.wire import OutgoingSms, PartSent, Sent
from services.standing import NOT_TRIED, Standing

logging.getLogger("httpx").disabled = True  # it logs addresses, and in an address there may be a number or a key

ANSWER_WITHIN_S: Final = 10.0
CONNECT_WITHIN_S: Final = 2.5
KNOCK_EVERY_S: Final = 1.5
ASK_FIRST_AFTER_S: Final = 3.0
ASK_LAST_EVERY_S: Final = 600.0
ASK_FOR: Final = timedelta(hours=48)
MOST_ASKED: Final = 200
_ABOUT_THE_TEXT: Final = ("http_400", "http_422")
"""Refusals that may be about this number or text alone; a template that cannot be read is told by three in a row."""

_TEST_TEXT: Final = "VIVIUM Bijstand: test"
_TEMPLATE: Final = '{"to": "{to}", "text": "{text}", "from": "{sender}", "reference": "{reference}"}'


@dataclass(frozen=True, slots=True)
class HttpTalk:
    """How this gateway is spoken with.

    Attributes:
        form: Whether the template leaves as a form instead of as JSON.
        header: Name of the header with the secret; empty = there is none.
        key_header: Name of the header with the key that makes a second request harmless; empty = it knows none.
        id_path: Where its answer names the text.
        status_url: With {id} in it; empty = there are no receipts.
    """

    url: str
    method: str
    form: bool
    template: object
    header: str
    secret: str = field(repr=False)
    key_header: str
    sender: str
    id_path: str
    status_url: str
    status_path: str
    words: StatusWords


class HttpGateway(Standing):
    """A ``Gateway`` and a ``Wire``."""

    def __init__(self, given: GatewayGiven, talk: HttpTalk, window: int) -> None:
        super().__init__(given.clock, NOT_TRIED)
        self._given = given
        self._talk = talk
        where = urlsplit(talk.url)
        self._host, self._port = where.hostname or "", where.port or (443 if where.scheme == "https" else 80)
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(ANSWER_WITHIN_S, connect=CONNECT_WITHIN_S))
        self._tasks: list[asyncio.Task[None]] = []
        self._asked: dict[str, datetime] = {}
        self.name = f"http {self._host}"
        self.cuts = False
        self._outbox = Outbox(given, self, window)

    async def start(self) -> None:
        """Knock at its door, then begin to send."""
        fault = await self._knock()
        if fault:
            raise GatewayFault(fault)
        self.is_let_in()
        await self._outbox.start()
        self._tasks = [asyncio.create_task(self._keep_knocking())]
        if self._talk.status_url:
            self._tasks.append(asyncio.create_task(self._keep_asking()))

    async def stop(self) -> None:
        """Wait a moment for answers, then go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._outbox.stop()
        await self._client.aclose()

    def wake(self) -> None:
        """Look now."""
        self._outbox.wake()

    async def test(self, target: str) -> str:
        """Send a short text to a number, and return the name the gateway gave it."""
        number = e164_of(target)
        if number is None or not kind_of(number).takes_sms:
            raise GatewayFault("not a mobile number")
        encoding = sms_text(_TEST_TEXT).encoding
        sms = OutgoingSms(MessageId(new_id()), 0, number, _TEST_TEXT, encoding, (_TEST_TEXT,), (1,), 600.0)
        sent = await self.send(sms)
        if sent.end is not Handed.TAKEN:
            raise GatewayFault(sent.reason or sent.end.value)
        return sent.taken[1] or "accepted"

    async def send(self, sms: OutgoingSms) -> Sent:
        """Hand the text in whole, and say what came of it."""
        part = await self._hand_in(sms)
        self._remember(sms, part)
        if part.end is Handed.NO_ANSWER and self._talk.key_header:
            part = PartSent(Handed.TRY_LATER, reason=part.reason)
        return Sent({1: part.provider_id} if part.end is Handed.TAKEN else {}, part.end, part.reason)

    def _remember(self, sms: OutgoingSms, part: PartSent) -> None:
        if part.end is Handed.TAKEN:
            self.took()
        elif part.end is not Handed.NOT_LEFT:  # then nobody listens, which the knocking says
            is_its_own = part.end is not Handed.TRY_LATER and part.reason not in _ABOUT_THE_TEXT
            self.took_not(sms.message_id, part.reason, is_its_own=is_its_own)

    async def _hand_in(self, sms: OutgoingSms) -> PartSent:
        try:
            answer = await self._client.send(self._request(sms))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return PartSent(Handed.NOT_LEFT, reason="not_reached")
        except httpx.HTTPError:
            return PartSent(Handed.NO_ANSWER, reason="no_answer")
        return part_of(answer.status_code, answer.content, self._talk.id_path)

    def _request(self, sms: OutgoingSms) -> httpx.Request:
        talk = self._talk
        body, headers = filled(talk.template, values_of(sms, talk.sender)), self._headers()
        if talk.key_header:
            headers[talk.key_header] = sms.message_id
        if talk.form and isinstance(body, dict):
            fields = {str(name): str(value) for name, value in body.items()}
            if talk.method == "GET":
                return self._client.build_request("GET", talk.url, params=fields, headers=headers)
            return self._client.build_request(talk.method, talk.url, data=fields, headers=headers)
        return self._client.build_request(talk.method, talk.url, json=body, headers=headers)

    def _headers(self) -> dict[str, str]:
        return {self._talk.header: self._talk.secret} if self._talk.header and self._talk.secret else {}

    async def _keep_knocking(self) -> None:
        while True:
            await asyncio.sleep(KNOCK_EVERY_S)
            fault = await self._knock()
            if fault:
                self.falls(fault)
                return

    async def _knock(self) -> str:
        """Connect and go; return why that was not possible."""
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                _reader, writer = await asyncio.open_connection(self._host, self._port)
        except TimeoutError:
            return "no_answer"
        except (OSError, ValueError):  # ValueError: a host that is no name
            return "nobody_listens"
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return ""

    async def _keep_asking(self) -> None:
        while True:
            await asyncio.sleep(ASK_FIRST_AFTER_S / 3)
            try:
                await self._ask()
            except StoreUnavailable:
                continue  # asked again
            except Exception:  # or no receipt would ever be asked for again
                self._given.log.exception("receipts could not be asked for in a way that was not foreseen")

    async def _ask(self) -> None:
        """Ask after every text whose turn it is, and keep what is said."""
        now = self._given.clock.now()
        accepted = await asyncio.to_thread(self._given.store.read, lambda reader: self._open(reader, now))
        self._asked = {one.message_id: self._asked.get(one.message_id, one.changed_at) for one in accepted}
        receipts = [await self._receipt(one, now) for one in accepted if self._is_due(one, now)]
        told = tuple(one for one in receipts if one is not None)
        if told:
            job = self._given.store.submit(
                lambda unit: keep_receipts(KeepReceipts(told), unit, self._given.clock), urgent=True
            )
            await asyncio.wrap_future(job)

    def _open(self, reader: Reader, now: datetime) -> tuple[Message, ...]:
        return reader.messages_accepted(self.name, now - ASK_FOR, MOST_ASKED)

    def _is_due(self, message: Message, now: datetime) -> bool:
        """Whether it is asked now: first soon, then after ever longer pauses."""
        asked_at = self._asked[message.message_id]
        age_s = (asked_at - message.changed_at).total_seconds()
        pause = timedelta(seconds=min(ASK_LAST_EVERY_S, max(ASK_FIRST_AFTER_S, age_s / 2)))
        return now - asked_at >= pause

    async def _receipt(self, message: Message, now: datetime) -> Receipt | None:
        name = message.parts[-1].provider_id if message.parts else ""
        self._asked[message.message_id] = now
        if not name:
            return None
        address = self._talk.status_url.replace("{id}", quote(name, safe=""))
        try:
            answer = await self._client.get(address, headers=self._headers())
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
        word = at_path(read_json(answer.content), self._talk.status_path)
        return Receipt(self.name, name, self._talk.words.state_of(word), now) if word else None


def _backlog(reader: Reader, now: datetime) -> Backlog:
    return reader.sms_backlog(now)


def _make(given: GatewayGiven) -> HttpGateway:
    try:
        talk = HttpTalk(
            url=checked_address(given.text("url")),
            method=given.text("method"),
            form=given.text("body") == "form",
            template=template_of(given.text("template")),
            header=given.text("header"),
            secret=given.secret or "",
            key_header=given.text("key_header"),
            sender=given.text("sender"),
            id_path=given.text("id_path"),
            status_url=checked_address(given.text("status_url")) if given.text("status_url") else "",
            status_path=given.text("status_path"),
            words=StatusWords(
                words_of(given.text("delivered_words")),
                words_of(given.text("undelivered_words")),
                words_of(given.text("expired_words")),
                words_of(given.text("rejected_words")),
            ),
        )
    except TemplateUnusable as fault:
        raise GatewayFault(str(fault)) from None
    return HttpGateway(given, talk, round(given.number("window")))


HTTP: Final = GatewayAdapter(
    channel=Channel.SMS,
    name="http",
    fields=(
        GatewayField("url", is_required=True),
        GatewayField("method", FieldKind.CHOICE, default="POST", choices=("POST", "PUT", "GET")),
        GatewayField("body", FieldKind.CHOICE, default="json", choices=("json", "form")),
        GatewayField("template", default=_TEMPLATE),
        GatewayField("sender"),
        GatewayField("header", default="Authorization"),
        GatewayField("secret", FieldKind.SECRET),
        GatewayField("key_header"),
        GatewayField("id_path", default="id"),
        GatewayField("status_url"),
        GatewayField("status_path", default="status"),
        GatewayField("delivered_words", default="delivered, delivrd"),
        GatewayField("undelivered_words", default="undelivered, undeliv, failed"),
        GatewayField("expired_words", default="expired"),
        GatewayField("rejected_words", default="rejected, rejectd"),
        GatewayField("window", FieldKind.NUMBER, default="4", lowest=1, highest=100),
    ),
    make=_make,
    backlog=_backlog,
)
