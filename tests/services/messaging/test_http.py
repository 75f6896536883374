"""SMS through a gateway that speaks HTTP: what is asked, what its answers mean, and what nobody may read in a log."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar, cast

import pytest

from app.domain.gateway import GatewayCondition
from app.domain.message import MessageState, SentPart, Template
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.gateway_ports import GatewayFault
from app.usecases.message_changes import change_message
from app.usecases.queries import Reader
from app.usecases.store import Store
from services.messaging.http import HTTP, HttpGateway
from tests.conftest import WarningsSeen
from tests.services.messaging.house import TEXT, AheadClock, House, a_house
from tests.support.sms_provider import SmsProvider, an_sms_provider

T = TypeVar("T")
SECRET = "Bearer s3cret-of-the-centre"


@pytest.fixture
def provider() -> Iterator[SmsProvider]:
    with an_sms_provider() as running:
        yield running


@asynccontextmanager
async def running(house: House, provider: SmsProvider, **values: str) -> AsyncIterator[HttpGateway]:
    known = {"url": f"{provider.url}/messages", "sender": "VIVIUM", "status_url": f"{provider.url}/status/{{id}}"}
    gateway = HTTP.make(house.given({**known, **values}, HTTP, SECRET))
    assert isinstance(gateway, HttpGateway)
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.stop()


async def test_a_text_is_handed_in_whole_and_its_receipt_is_fetched(
    provider: SmsProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.messaging.http.ASK_FIRST_AFTER_S", 0.1)
    with a_house(tmp_path / "data") as house:
        text = 'Zeg "ja" {to} \\ ' + "x" * 170
        message = house.queue("+32470123450", text=text)
        async with running(house, provider, key_header="Idempotency-Key"):
            done = await house.until_state(message, MessageState.DELIVERED)
    [came] = provider.came
    assert came.json == {"to": "+32470123450", "text": text, "from": "VIVIUM", "reference": message.message_id}
    assert came.headers["authorization"] == SECRET
    assert came.headers["idempotency-key"] == message.message_id
    assert [part.provider_id for part in done.parts] == ["m1"]
    assert done.gateway == "http 127.0.0.1"


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (200, MessageState.ACCEPTED, ""),
        (400, MessageState.REJECTED, "http_400"),
        (302, MessageState.REJECTED, "http_302"),
        (429, MessageState.QUEUED, "throttled"),
        (503, MessageState.QUEUED, "http_503"),
        (500, MessageState.UNKNOWN, "http_500"),
    ],
)
async def test_what_it_answers_is_what_the_message_is(
    house: House, provider: SmsProvider, answer: int, state: MessageState, reason: str
) -> None:
    provider.status = answer
    message = house.queue("+32470123450", Template.BATTERY_DROP)
    async with running(house, provider, status_url=""):
        done = await house.until(message, lambda one: one.state is state and one.tries == 1)
    assert (done.reason, done.tries) == (reason, 1)


@pytest.mark.parametrize(
    ("key_header", "state"), [("", MessageState.UNKNOWN), ("Idempotency-Key", MessageState.QUEUED)]
)
async def test_where_a_second_request_is_harmless_it_is_made(
    house: House, provider: SmsProvider, key_header: str, state: MessageState
) -> None:
    provider.drops = True
    message = house.queue("+32470123450", Template.BATTERY_DROP)
    async with running(house, provider, status_url="", key_header=key_header):
        await house.until(message, lambda one: one.state is state and one.tries == 1)


async def test_a_text_half_of_which_another_gateway_took_leaves_whole_and_once(
    house: House, provider: SmsProvider
) -> None:
    """The channel was set to another gateway while the rest of the text waited."""
    message = house.queue("+32470123450", text="x" * 400)
    half = replace(message, copies=1, tries=1, gateway="smpp smsc.example", parts=(SentPart(1, 1, 3, "s1"),))
    house.store.submit(lambda unit: change_message(half, unit, SERVICE, house.clock.now())).result()
    async with running(house, provider, status_url=""):
        done = await house.until(message, lambda one: one.tries == 2 and one.state is not MessageState.SENDING)
    assert (done.state, done.copies, done.gateway) == (MessageState.ACCEPTED, 2, "http 127.0.0.1")
    assert [came.json["text"] for came in provider.came] == [message.text]


async def test_a_text_of_which_nothing_is_missing_is_not_sent_again(house: House, provider: SmsProvider) -> None:
    """A copy that was cut otherwise before: nobody knows how far it got, and once a minute is no answer."""
    message = house.queue("+32470123450", Template.BATTERY_DROP, "x" * 400)
    half = replace(message, copies=1, tries=1, gateway="http 127.0.0.1", parts=(SentPart(1, 1, 3, "s1"),))
    house.store.submit(lambda unit: change_message(half, unit, SERVICE, house.clock.now())).result()
    async with running(house, provider, status_url=""):
        done = await house.until(message, lambda one: one.tries == 2 and one.state is not MessageState.SENDING)
    assert (done.state, done.leaves_at, provider.came) == (MessageState.UNKNOWN, None, [])


async def test_a_form_is_a_form(house: House, provider: SmsProvider) -> None:
    message = house.queue("+32470123450")
    template = '{"msisdn": "{to_digits}", "body": "{text}", "ttl": "{valid_s}"}'
    async with running(house, provider, body="form", template=template, status_url=""):
        await house.until_state(message, MessageState.ACCEPTED)
    [came] = provider.came
    assert came.form["msisdn"] == "32470123450"
    assert came.form["body"] == TEXT
    assert 2600 <= int(came.form["ttl"]) <= 2700


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("undelivered", MessageState.UNDELIVERED),
        ("EXPIRED", MessageState.EXPIRED),
        ("rejected", MessageState.REJECTED),
        ("on its way", MessageState.ACCEPTED),
    ],
)
async def test_the_words_of_a_gateway_are_the_administrators(
    house: House, provider: SmsProvider, monkeypatch: pytest.MonkeyPatch, word: str, state: MessageState
) -> None:
    monkeypatch.setattr("services.messaging.http.ASK_FIRST_AFTER_S", 0.1)
    provider.word = word
    message = house.queue("+32470123450")
    async with running(house, provider):
        await house.until_state(message, state)
        await _asked(provider)
    assert house.message(message.message_id).state is state


class Fragile:
    """A store that fails in a way nobody thought of, at first."""

    def __init__(self, store: Store) -> None:
        self.submit, self._read, self.fails = store.submit, store.read, 6

    def read(self, query: Callable[[Reader], T]) -> T:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("unforeseen")
        return self._read(query)


async def test_what_nobody_thought_of_ends_neither_sending_nor_asking(
    house: House, provider: SmsProvider, monkeypatch: pytest.MonkeyPatch, expected_log: WarningsSeen
) -> None:
    monkeypatch.setattr("services.messaging.http.ASK_FIRST_AFTER_S", 0.1)
    monkeypatch.setattr("services.messaging.outbox.LOOK_EVERY_S", 0.1)
    message = house.queue("+32470123450")
    fragile = Fragile(house.store)
    values = {"url": f"{provider.url}/messages", "status_url": f"{provider.url}/status/{{id}}"}
    gateway = HTTP.make(replace(house.given(values, HTTP, SECRET), store=cast("Store", fragile)))
    await gateway.start()
    await house.until_state(message, MessageState.DELIVERED)
    await gateway.stop()
    assert fragile.fails == 0
    assert expected_log.sentences()


async def _asked(provider: SmsProvider) -> None:
    while not provider.asked:  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.02)


async def test_a_gateway_that_is_gone_is_down_and_nothing_is_lost(house: House, provider: SmsProvider) -> None:
    async with running(house, provider) as gateway:
        provider.unplug()
        while gateway.condition is not GatewayCondition.DOWN:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.02)
        assert gateway.message == "nobody_listens"
        message = house.queue("+32470123450")
    assert house.message(message.message_id).state is MessageState.QUEUED


async def test_nobody_reads_an_address_or_a_number_in_a_log(
    house: House, provider: SmsProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    message = house.queue("+32470123450")
    async with running(house, provider, url=f"{provider.url}/messages?key=hidden"):
        await house.until_state(message, MessageState.ACCEPTED)
    for secret in ("hidden", "32470123450", "s3cret", "/messages"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"url": "http://sms.example/send"}, "https"),
        ({"url": "ftp://127.0.0.1"}, "https"),
        ({"template": "{"}, "JSON"),
        ({"template": "[]"}, "object"),
        ({"status_url": "http://sms.example/{id}"}, "https"),
        ({"status_url": "https://xn--/{id}"}, "cannot be read"),
        ({"url": "https://sms.example:port/send"}, "cannot be read"),
        ({"url": "https://[::1/send"}, "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused(house: House, values: dict[str, str], why: str) -> None:
    with pytest.raises(GatewayFault, match=why):
        HTTP.make(house.given({"url": "https://sms.example/send", **values}, HTTP, SECRET))


async def test_the_test_button_sends_a_short_text_and_says_its_name(house: House, provider: SmsProvider) -> None:
    async with running(house, provider) as gateway:
        assert gateway.message == "not_tried"
        assert await gateway.test("0470 12 34 50") == "m1"
        assert gateway.message == ""
        provider.status = 401
        for count in (1, 2):
            with pytest.raises(GatewayFault, match="http_401"):
                await gateway.test("0470 12 34 50")
            assert gateway.refusal is not None
            assert (gateway.refusal.count, gateway.refusal.reason) == (count, "http_401")
        provider.status = 200
        await gateway.test("0470 12 34 50")
        assert gateway.refusal is None


@pytest.mark.parametrize("answer", [400, 422])
async def test_one_number_that_it_does_not_take_is_no_gateway_that_refuses(
    house: House, provider: SmsProvider, answer: int
) -> None:
    async with running(house, provider) as gateway:
        provider.status = answer
        refusals = []
        for _ in range(3):
            with pytest.raises(GatewayFault, match=f"http_{answer}"):
                await gateway.test("0470 12 34 50")
            refusals.append(gateway.refusal)
    assert refusals[:2] == [None, None], "most providers say 400 to a number that is none"
    assert refusals[2] is not None, "three in a row are no coincidence"


@pytest.mark.parametrize("answer", [302, 401, 402, 403, 404, 405, 500])
async def test_what_has_nothing_to_do_with_the_number_is_said_at_once(
    house: House, provider: SmsProvider, answer: int
) -> None:
    async with running(house, provider) as gateway:
        provider.status = answer
        with pytest.raises(GatewayFault):
            await gateway.test("0470 12 34 50")
        assert gateway.refusal is not None


async def test_what_waited_too_long_expires_when_the_gateway_comes_back(provider: SmsProvider, tmp_path: Path) -> None:
    clock = AheadClock()
    with a_house(tmp_path / "data", Settings(), clock) as house:
        message = house.queue("+32470123450")
        clock.advance(timedelta(hours=1))
        async with running(house, provider):
            await house.until_state(message, MessageState.EXPIRED)
    assert provider.came == []


class BrokenOnce(HttpGateway):
    """Cannot ask for receipts the first time, in a way that no contract names."""

    rounds = 0

    async def _ask(self) -> None:
        self.rounds += 1
        if self.rounds == 1:
            raise OSError("broken")


async def test_receipts_are_asked_for_after_a_fault_that_was_not_foreseen(
    house: House, provider: SmsProvider, monkeypatch: pytest.MonkeyPatch, expected_log: WarningsSeen
) -> None:
    monkeypatch.setattr("services.messaging.http.ASK_FIRST_AFTER_S", 0.1)
    async with running(house, provider) as made:
        talk = made._talk  # noqa: SLF001 - as the maker reads it
        given = house.given({}, HTTP, SECRET)
    gateway = BrokenOnce(given, talk, 1)
    await gateway.start()
    async with asyncio.timeout(60):
        while gateway.rounds < 2:  # noqa: ASYNC110, PLR2004 - no event; once more
            await asyncio.sleep(0.02)
    await gateway.stop()
    assert len(expected_log.sentences()) == 1
