"""The same against a second SMS centre, of other people in another language, and a burst of ten thousand receipts."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
import smpp34

from app.domain.ids import MessageId
from app.domain.message import MessageState, Template
from app.usecases.gateway_ports import GatewayFault
from services.messaging.smpp import SMPP, SmppGateway
from tests.services.messaging.house import TEXT, House
from tests.support.certificates import a_certificate, a_tls_door

BURST: Final = 10_000
RECEIPT: Final = "id:{name} sub:001 dlvrd:001 submit date:2611261200 done date:2611261200 stat:DELIVRD err:000 text:"


class Centre:
    """An SMS centre that takes every text, and tells of it when it is asked to."""

    def __init__(self, server: smpp34.Server, port: int) -> None:
        self.port = port
        self._server = server
        self.texts: list[smpp34.SubmitSmEvent] = []
        self.esme: smpp34.Esme | None = None
        self._work = asyncio.create_task(self._take())

    async def tell(self, name: str, text: str = RECEIPT) -> int:
        """Tell that a text was delivered, in words alone, and return the answer to that."""
        assert self.esme is not None
        answer = await self.esme.deliver_sm("VIVIUM", text.format(name=name).encode(), source_addr="1", esm_class=4)
        return answer.command_status

    async def stop(self) -> None:
        """End it."""
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)
        await self._server.stop()

    async def _take(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.Esme):
                self.esme = event
            elif isinstance(event, smpp34.SubmitSmEvent):
                self.texts.append(event)
                event.accept(f"n{len(self.texts)}")


@asynccontextmanager
async def a_centre(port: int) -> AsyncIterator[Centre]:
    server = smpp34.Server("127.0.0.1", port)
    await server.start()
    centre = Centre(server, port)
    try:
        yield centre
    finally:
        await centre.stop()


@asynccontextmanager
async def running(house: House, centre: Centre, tls_port: int | None = None) -> AsyncIterator[SmppGateway]:
    encryption = "none" if tls_port is None else "tls"
    gateway = SMPP.make(house.smpp(tls_port or centre.port, encryption=encryption))
    assert isinstance(gateway, SmppGateway)
    try:
        await gateway.start()
        yield gateway
    finally:
        await gateway.stop()


async def test_another_centre_takes_it_and_its_receipt_in_words_is_read(house: House, unused_tcp_port: int) -> None:
    message = house.queue("+32470123450", text=TEXT + "x" * 150)
    async with a_centre(unused_tcp_port) as centre, running(house, centre):
        await house.until_state(message, MessageState.ACCEPTED)
        assert await centre.tell("n1") == 0
        assert house.message(message.message_id).state is MessageState.ACCEPTED
        assert await centre.tell("n2") == 0
        done = await house.until_state(message, MessageState.DELIVERED)
    first, second = sorted(centre.texts, key=lambda one: one.short_message[5])
    assert (first.dest_addr_ton, first.destination_addr, first.registered_delivery) == (1, "32470123450", 1)
    assert [one.short_message[:3] for one in (first, second)] == [b"\x05\x00\x03"] * 2
    assert [one.short_message[4:6] for one in (first, second)] == [b"\x02\x01", b"\x02\x02"]
    assert {part.provider_id for part in done.parts} == {"n1", "n2"}


async def test_a_centre_is_spoken_with_encrypted_and_only_under_a_certificate_that_is_trusted(
    house: House, unused_tcp_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = a_certificate(tmp_path)
    message = house.queue("+32470123450")
    async with a_centre(unused_tcp_port) as centre, a_tls_door(unused_tcp_port, certificate) as port:
        with pytest.raises(GatewayFault, match="tls_refused"):
            async with running(house, centre, port):
                pass
        assert house.message(message.message_id).state is MessageState.QUEUED, "nobody who may listen has read it"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        async with running(house, centre, port):
            await house.until_state(message, MessageState.ACCEPTED)
            assert await centre.tell("n1") == 0
            await house.until_state(message, MessageState.DELIVERED)
    assert [text.destination_addr for text in centre.texts] == ["32470123450"]


async def test_a_text_of_a_person_is_refused_because_nobody_reads_it(house: House, unused_tcp_port: int) -> None:
    async with a_centre(unused_tcp_port) as centre, running(house, centre):
        probe = house.queue("+32470123450")
        await house.until_state(probe, MessageState.ACCEPTED)
        assert centre.esme is not None
        answer = await centre.esme.deliver_sm("VIVIUM", b"help", source_addr="32470123450", esm_class=0)
        assert answer.command_status == 0x65
        assert await centre.tell("", "no receipt at all") == 0x65


@pytest.mark.soak_sized
@pytest.mark.timeout(900)
async def test_a_burst_of_receipts_is_stored_before_it_is_acknowledged(
    house: House, unused_tcp_port: int, harness_size: Callable[[int], int]
) -> None:
    count = harness_size(BURST)
    messages = [house.queue(f"+3247{number:07}", Template.BATTERY_DROP) for number in range(min(count, 200))]
    async with a_centre(unused_tcp_port) as centre, running(house, centre):
        for message in messages:
            await house.until_state(message, MessageState.ACCEPTED)
        known = [f"n{number}" for number in range(1, len(messages) + 1)]
        names = [*known, *(f"x{number}" for number in range(count - len(known)))]
        answers = await asyncio.gather(*(centre.tell(name) for name in names))
        assert Counter(answers) == {0: count}
        states = Counter([await asyncio.to_thread(_state, house, one.message_id) for one in messages])
    assert states == {MessageState.DELIVERED: len(messages)}


def _state(house: House, message_id: MessageId) -> MessageState:
    return house.message(message_id).state
