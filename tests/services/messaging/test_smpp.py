"""SMS through an SMS centre that nobody here wrote: what each of its answers makes of a message."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.domain.gateway import GatewayCondition
from app.domain.message import Message, MessageState, Template
from app.settings import Settings
from app.usecases.gateway_ports import NOTICED_WITHIN_S, GatewayFault
from services.messaging.smpp import SMPP, SmppGateway
from services.messaging.smpp_link import SILENT_AFTER_S
from tests.services.messaging.house import TEXT, House, a_house
from tests.support.smsc import Smsc

DONE = (MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.REJECTED)


@asynccontextmanager
async def running(house: House, smsc: Smsc, **values: str) -> AsyncIterator[SmppGateway]:
    gateway = SMPP.make(house.smpp(smsc.port, **values))
    assert isinstance(gateway, SmppGateway)
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.stop()


def _without_accepted(house: House, message: Message) -> list[str]:
    """What its chain says; where the receipt is stored first, nobody says "accepted" in between."""
    return [action for action in house.actions(message) if action != "sms_accepted"]


async def test_a_text_is_accepted_by_name_and_then_delivered(house: House, smsc: Smsc) -> None:
    message = house.queue("+32470123450")
    async with running(house, smsc):
        done = await house.until_state(message, MessageState.DELIVERED)
    (came,) = smsc.texts
    assert [part.provider_id for part in done.parts] == [came["id"]]
    assert (done.tries, done.copies, done.gateway) == (1, 1, "smpp 127.0.0.1")
    assert _without_accepted(house, message) == ["sms_prepared", "sms_taken", "sms_delivered"]
    assert came["text"] == TEXT
    assert (came["to"], came["from"], came["ton"]) == ("32470123450", "VIVIUM", [5, 0, 1, 1])
    assert (came["data_coding"], came["esm_class"], came["registered_delivery"]) == (0, 0, 1)
    assert came["protocol_id"] == 0x41
    assert 2600 < came["valid_s"] <= 2702


@pytest.mark.parametrize(
    ("digit", "state", "reason", "tries"),
    [
        ("1", MessageState.DELIVERED, "", 3),
        ("2", MessageState.REJECTED, "bad_number", 1),
        ("3", MessageState.UNDELIVERED, "", 1),
        ("4", MessageState.ACCEPTED, "", 1),
        ("6", MessageState.DELIVERED, "", 1),
        ("7", MessageState.DELIVERED, "", 1),
    ],
    ids=["throttled twice", "bad number", "not delivered", "no receipt", "receipt before the answer", "receipt twice"],
)
async def test_what_the_centre_says_is_what_the_message_is(
    house: House, smsc: Smsc, digit: str, state: MessageState, reason: str, tries: int
) -> None:
    message = house.queue(f"+3247012345{digit}")
    async with running(house, smsc):
        done = await house.until_state(message, state)
    assert (done.reason, done.tries) == (reason, tries)
    assert len(smsc.texts) == tries


async def test_a_centre_that_takes_none_of_three_numbers_refuses_until_it_takes_one(house: House, smsc: Smsc) -> None:
    async with running(house, smsc) as gateway:
        for number in ("+32470123442", "+32470123452", "+32470123462"):
            assert gateway.refusal is None
            await house.until_state(house.queue(number), MessageState.REJECTED)
        assert gateway.refusal is not None
        assert (gateway.refusal.count, gateway.refusal.reason) == (3, "bad_number")
        await house.until_state(house.queue("+32470123450"), MessageState.DELIVERED)
        assert gateway.refusal is None


@pytest.mark.parametrize(
    ("template", "copies"), [(Template.BATTERY_DROP, 1), (Template.OPERATORS_TEXT, 1), (Template.CALL_US_BACK, 2)]
)
async def test_a_dropped_line_is_doubt_and_only_a_driver_in_need_is_told_twice(
    tmp_path_factory: pytest.TempPathFactory, smsc: Smsc, template: Template, copies: int
) -> None:
    with a_house(tmp_path_factory.mktemp("doubt"), Settings(sms_again_s=0.2)) as house:
        message = house.queue("+32470123455", template)
        async with running(house, smsc) as gateway:
            doubted = await house.until_state(message, MessageState.UNKNOWN)
            await _down(gateway)
            assert gateway.message == "line_lost"
        assert (doubted.leaves_at is None) is (copies == 1)
        async with running(house, smsc):
            probe = house.queue("+32470123450")
            await house.until_state(probe, MessageState.DELIVERED)
            if copies > 1:
                await house.until_state(message, MessageState.DELIVERED)
        assert len([one for one in smsc.texts if one["to"] == "32470123455"]) == copies
        assert house.message(message.message_id).copies == copies


async def test_an_answer_that_comes_too_late_is_still_an_answer(
    house: House, smsc: Smsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.messaging.smpp.ANSWER_WITHIN_S", 0.2)
    message = house.queue("+32470123458", Template.BATTERY_DROP)
    async with running(house, smsc):
        await house.until_state(message, MessageState.UNKNOWN)
        await house.until_state(message, MessageState.DELIVERED)
    assert len(smsc.texts) == 1
    assert _without_accepted(house, message)[1:] == ["sms_taken", "sms_unknown", "sms_delivered"]


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [
        ("é€" + "x" * 157, 0, 1),
        ("x" * 152 + "€" + "y" * 20, 0, 2),
        ("ê" + "x" * 69, 8, 1),
        ("ê" + "x" * 66 + "z" * 4, 8, 2),
        ("x" * 306, 0, 2),
    ],
    ids=["160 septets", "an extension character at the cut", "70 of UCS-2", "71 of UCS-2", "two full parts"],
)
async def test_a_long_text_arrives_in_parts_that_join(
    house: House, smsc: Smsc, text: str, coding: int, parts: int
) -> None:
    message = house.queue("+32470123450", text=text)
    async with running(house, smsc):
        done = await house.until_state(message, MessageState.DELIVERED)
    came = sorted(smsc.texts, key=lambda one: one["udh"] or "")
    assert "".join(one["text"] for one in came) == text
    assert len(came) == len(done.parts) == parts
    assert {one["data_coding"] for one in came} == {coding}
    if parts > 1:
        assert [one["esm_class"] for one in came] == [0x40] * parts
        assert {one["protocol_id"] for one in came} == {0}
        assert {tuple(one["udh"])[0][:8] for one in came} == {came[0]["udh"][0][:8]}


async def _down(gateway: SmppGateway) -> None:
    while gateway.condition is not GatewayCondition.DOWN:  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("user", "secret", "said"), [("vivium", "wrong", "wrong_password"), ("nobody", "secret", "unknown_user")]
)
async def test_a_wrong_password_is_said_as_such(house: House, smsc: Smsc, user: str, secret: str, said: str) -> None:
    given = house.given({"host": "127.0.0.1", "port": str(smsc.port), "user": user}, secret=secret)
    gateway = SMPP.make(given)
    with pytest.raises(GatewayFault, match=said):
        await gateway.start()
    await gateway.stop()


def test_what_smpp_cannot_carry_is_refused_before_it_is_cut_short(house: House) -> None:
    with pytest.raises(GatewayFault, match="password"):
        SMPP.make(house.given({"host": "127.0.0.1", "user": "vivium"}, secret="longer than eight"))


async def test_a_centre_that_is_unplugged_is_told_and_nothing_is_lost(house: House, smsc: Smsc) -> None:
    async with running(house, smsc) as gateway:
        smsc.unplug()
        await _down(gateway)
        message = house.queue("+32470123450")
    assert house.message(message.message_id).state is MessageState.QUEUED


async def test_a_centre_that_falls_silent_is_down_before_the_desks_should_know(
    house: House, smsc: Smsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SILENT_AFTER_S <= NOTICED_WITHIN_S
    monkeypatch.setattr("services.messaging.smpp_link.SILENT_AFTER_S", SILENT_AFTER_S)
    async with running(house, smsc) as gateway:
        smsc.say("mute")
        await _down(gateway)
        assert gateway.message == "no_answer"


async def test_the_test_button_sends_a_short_text_and_says_its_name(house: House, smsc: Smsc) -> None:
    async with running(house, smsc) as gateway:
        assert await gateway.test("0470 12 34 50") == smsc.texts[0]["id"]
        with pytest.raises(GatewayFault, match="bad_number"):
            await gateway.test("0470 12 34 52")
        with pytest.raises(GatewayFault, match="mobile"):
            await gateway.test("02 406 00 00")
