"""SMS through an SMS centre that speaks SMPP 3.4.

The link lives in a thread, the outbox in the event loop; here the two meet. A part that was answered too late is told
to the store all the same: it was perhaps sent, and now it is known.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from app.domain.gateway import Backlog, Channel, FieldKind, GatewayField
from app.domain.ids import MessageId, new_id
from app.domain.message import Receipt
from app.domain.sms_text import sms_text
from app.usecases.gateway_ports import GatewayAdapter, GatewayFault, GatewayGiven
from app.usecases.phone_numbers import e164_of, kind_of
from app.usecases.queries import Reader
from app.usecases.report_message import Handed, KeepReceipts, ReportMessage, keep_receipts
from app.usecases.store import StoreUnavailable
from services.messaging.outbox import Outbox
from services.messaging.smpp_link import Centre, LinkFault, SmppLink
from services.messaging.smpp_pdus import (
    LONGEST_PASSWORD,
    LONGEST_TYPE,
    LONGEST_USER,
    OK,
    TRY_LATER,
    Response,
    Told,
    reason_of,
)
from services.messaging.wire import OutgoingSms, PartSent, Sent, joined
from services.standing import Standing

ANSWER_WITHIN_S: Final = 10.0
STORED_WITHIN_S: Final = 10.0
_ITS_OWN: Final = frozenset({"no_answer", "wrong_sender", "wrong_password", "unknown_user", "bind_failed"})
"""What a number or a text has nothing to do with."""

TEST_TEXT: Final = "VIVIUM Bijstand: test"


@dataclass(slots=True)
class _Ticket:
    """One part on its way, and who waits for it."""

    sms: OutgoingSms
    number: int
    answer: "asyncio.Future[PartSent]"


class SmppGateway(Standing):
    """A ``Gateway`` and a ``Wire``; also the ears of its link."""

    def __init__(self, given: GatewayGiven, centre: Centre, window: int) -> None:
        super().__init__(given.clock)
        self._given = given
        self._loop = asyncio.get_running_loop()
        self._link = SmppLink(centre, self)
        self._numbers = count(1)
        self._tickets: dict[int, _Ticket] = {}
        self._late: set[asyncio.Task[None]] = set()
        self.name = f"smpp {centre.host}"
        self.cuts = True
        self._outbox = Outbox(given, self, window)

    async def start(self) -> None:
        """Be let in by the centre, then begin to send."""
        try:
            await asyncio.to_thread(self._link.open)
        except LinkFault as fault:
            raise GatewayFault(str(fault)) from None
        self.is_let_in()
        self._link.start()
        await self._outbox.start()

    async def stop(self) -> None:
        """Wait a moment for answers, then go."""
        await self._outbox.stop()
        await asyncio.to_thread(self._link.close)
        for task in self._late:
            task.cancel()

    def wake(self) -> None:
        """Look now."""
        self._outbox.wake()

    async def test(self, target: str) -> str:
        """Send a short text to a number, and return the name the centre gave it."""
        number = e164_of(target)
        if number is None or not kind_of(number).takes_sms:
            raise GatewayFault("not a mobile number")
        text = sms_text(TEST_TEXT)
        sms = OutgoingSms(MessageId(new_id()), 0, number, TEST_TEXT, text.encoding, text.parts, (1,), 600.0)
        sent = await self.send(sms)
        if sent.end is not Handed.TAKEN:
            raise GatewayFault(sent.reason or sent.end.value)
        return sent.taken[1]

    async def send(self, sms: OutgoingSms) -> Sent:
        """Let the parts that are missing leave, and say what came of them."""
        parts = await asyncio.gather(*(self._part(sms, number) for number in sms.missing))
        return joined(dict(zip(sms.missing, parts, strict=True)))

    async def _part(self, sms: OutgoingSms, number: int) -> PartSent:
        ticket, answer = next(self._numbers), self._loop.create_future()
        self._tickets[ticket] = _Ticket(sms, number, answer)
        self._link.submit(ticket, sms, number)
        part = await _patient(answer)
        self._remember(sms, part)
        return part

    def _remember(self, sms: OutgoingSms, part: PartSent) -> None:
        if part.end is Handed.TAKEN:
            self.took()
        elif part.reason != "line_lost":  # then it is down
            self.took_not(sms.message_id, part.reason, is_its_own=part.reason in _ITS_OWN)

    def answered(self, ticket: int, response: Response) -> None:
        """Hear an answer; in the link's thread."""
        status = response.status
        if status == OK:
            part = PartSent(Handed.TAKEN, response.provider_id)
        else:
            part = PartSent(Handed.TRY_LATER if status in TRY_LATER else Handed.REFUSED, reason=reason_of(status))
        self._soon(ticket, part)

    def ended(self, ticket: int, *, had_left: bool) -> None:
        """Hear that nobody will answer; in the link's thread, or in the loop."""
        self._soon(ticket, PartSent(Handed.NO_ANSWER if had_left else Handed.NOT_LEFT, reason="line_lost"))

    def told(self, receipts: tuple[Told, ...]) -> bool:
        """Store receipts; in the link's thread."""
        now = self._given.clock.now()
        kept = KeepReceipts(tuple(Receipt(self.name, one.provider_id, one.state, now, one.reason) for one in receipts))
        job = self._given.store.submit(lambda unit: keep_receipts(kept, unit, self._given.clock), urgent=True)
        try:
            job.result(STORED_WITHIN_S)
        except (StoreUnavailable, TimeoutError):
            return False
        return True

    def lost(self, reason: str) -> None:
        """Hear that the line is gone; in the link's thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.falls, reason)

    def _soon(self, ticket: int, part: PartSent) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hear, ticket, part)

    def _hear(self, ticket: int, part: PartSent) -> None:
        known = self._tickets.pop(ticket, None)
        if known is None:
            return
        if not known.answer.done():
            known.answer.set_result(part)
        elif part.end is Handed.TAKEN and known.sms.copy:
            task = self._loop.create_task(self._outbox.keep(_late(known, self.name, part)))
            self._late.add(task)
            task.add_done_callback(self._late.discard)


async def _patient(answer: "asyncio.Future[PartSent]") -> PartSent:
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            return await answer
    except TimeoutError:
        return PartSent(Handed.NO_ANSWER, reason="no_answer")


def _late(ticket: _Ticket, gateway: str, part: PartSent) -> ReportMessage:
    sms = ticket.sms
    taken = {ticket.number: part.provider_id}
    return ReportMessage(sms.message_id, gateway, sms.copy, len(sms.parts), taken, Handed.NO_ANSWER)


def _backlog(reader: Reader, now: datetime) -> Backlog:
    return reader.sms_backlog(now)


def _make(given: GatewayGiven) -> SmppGateway:
    user, password, system_type = given.text("user"), given.secret or "", given.text("system_type")
    for what, text, most in (
        ("user", user, LONGEST_USER),
        ("password", password, LONGEST_PASSWORD),
        ("system type", system_type, LONGEST_TYPE),
    ):
        if len(text) > most or not text.isascii():
            raise GatewayFault(f"the {what} of SMPP has at most {most} letters, all ASCII")
    centre = Centre(
        host=given.text("host"),
        port=round(given.number("port")),
        user=user,
        password=password,
        system_type=system_type,
        sender=given.text("sender"),
        is_encrypted=given.text("encryption") == "tls",
    )
    return SmppGateway(given, centre, round(given.number("window")))


SMPP: Final = GatewayAdapter(
    channel=Channel.SMS,
    name="smpp",
    fields=(
        GatewayField("host", is_required=True),
        GatewayField("port", FieldKind.NUMBER, default="2775", lowest=1, highest=65_535),
        GatewayField("user", is_required=True),
        GatewayField("password", FieldKind.SECRET),
        GatewayField("sender"),
        GatewayField("system_type"),
        GatewayField("encryption", FieldKind.CHOICE, default="none", choices=("none", "tls")),
        GatewayField("window", FieldKind.NUMBER, default="4", lowest=1, highest=200),
    ),
    make=_make,
    backlog=_backlog,
)
