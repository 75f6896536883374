"""What is set runs; what hangs, is refused or is lost is said, and made anew; nothing of it holds anybody up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from app.domain.gateway import Backlog, Channel, GatewayCondition, GatewayRefusal, GatewayState, TrialVerdict
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.set_gateway import ClearGateway, clear_gateway
from services.detector.gateway_line import Pace
from services.detector.gateways import Gateways, Premises
from services.detector.health import gateway_health
from services.detector.key_vault import KeyVault
from tests.support.builders import NOON
from tests.support.gateways import IMPATIENT, FakeGateway, FarSide, set_fake
from tests.support.house import House, a_house
from tests.support.wait import until


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as built:
        yield built


@asynccontextmanager
async def running(house: House, far: FarSide, pace: Pace = IMPATIENT, **told: bool) -> AsyncIterator[Gateways]:
    premises = Premises(house.parts.store, house.clock, Settings(), house.parts.vault, **told)
    gateways = Gateways(premises, (far.adapter(), far.adapter(Channel.PHONE)), pace)
    task = asyncio.create_task(gateways.run())
    try:
        yield gateways
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await gateways.stop()


def state(gateways: Gateways, channel: Channel = Channel.SMS) -> GatewayState:
    return next(one for one in gateways.states() if one.channel is channel)


async def well(gateways: Gateways, channel: Channel = Channel.SMS) -> None:
    await until(lambda: state(gateways, channel).condition is GatewayCondition.OK)


async def down(gateways: Gateways) -> None:
    await until(lambda: state(gateways).condition is GatewayCondition.DOWN)


async def test_without_settings_every_channel_is_worked_by_hand(house: House) -> None:
    async with running(house, FarSide()) as gateways:
        await gateways.look()
        assert {one.condition for one in gateways.states()} == {GatewayCondition.BY_HAND}
        assert [one.channel for one in gateways.states()] == list(Channel)
        assert not gateways.is_automatic(Channel.SMS)
        assert gateways.running(Channel.SMS) is None


async def test_what_is_set_runs_with_its_values_defaults_and_opened_secret(house: House) -> None:
    far = FarSide()
    async with running(house, far) as gateways:
        set_fake(house, sealed=house.parts.vault.seal_secret(Channel.SMS, "s3cret"), mode="fast")
        await well(gateways)
        given = far.made[0].given
        assert (given.text("host"), given.number("port"), given.text("mode")) == ("smsc.test", 2775, "fast")
        assert given.secret == "s3cret"
        assert "s3cret" not in repr(given)
        assert gateways.running(Channel.SMS) is far.made[0]
        assert gateways.is_automatic(Channel.SMS)
        assert state(gateways, Channel.PHONE).condition is GatewayCondition.BY_HAND


async def test_changed_settings_stop_the_old_gateway_before_the_new_one_starts(house: House) -> None:
    far = FarSide()
    async with running(house, far) as gateways:
        set_fake(house)
        await well(gateways)
        set_fake(house, host="other.test")
        await until(lambda: len(far.made) == 2 and gateways.running(Channel.SMS) is far.made[1])
        assert far.made[0].is_stopped
        house.submit(lambda unit: clear_gateway(ClearGateway(SERVICE, Channel.SMS), unit, house.clock))
        await until(lambda: far.made[1].is_stopped)
        assert state(gateways).condition is GatewayCondition.BY_HAND


async def test_a_lost_line_is_said_and_a_new_gateway_is_made(house: House) -> None:
    far = FarSide()
    async with running(house, far) as gateways:
        set_fake(house)
        await well(gateways)
        far.refuses = "bind refused: 0x0e"
        far.made[0].lose("connection closed by the far side")
        await down(gateways)
        await until(lambda: state(gateways).message == "bind refused: 0x0e")
        assert far.made[0].is_stopped
        assert gateways.is_automatic(Channel.SMS)
        assert gateways.running(Channel.SMS) is None
        far.refuses = ""
        await well(gateways)
        assert state(gateways).message == ""


async def test_what_a_gateway_refuses_is_part_of_how_it_is(house: House) -> None:
    far = FarSide()
    set_fake(house)
    async with running(house, far) as gateways:
        await well(gateways)
        far.made[0].refusal = GatewayRefusal(NOON, 1, "http_401")
        await until(lambda: state(gateways).refusal == GatewayRefusal(NOON, 1, "http_401"))
        assert gateway_health(state(gateways)).refusal == "http_401"
        far.made[0].lose("line_lost")
        await until(lambda: state(gateways).refusal is None)


async def test_a_connect_that_hangs_is_shown_before_it_is_given_up_and_holds_nobody_up(house: House) -> None:
    far = FarSide()
    far.may_start.clear()
    async with running(house, far, Pace(look_s=0.02, watch_s=0.005, noticed_s=0.05, start_s=3600.0)) as gateways:
        set_fake(house)
        await until(lambda: state(gateways).condition is GatewayCondition.STARTING)
        await down(gateways)
        assert state(gateways).message == "no answer yet"
        assert len(far.made) == 1  # the attempt still runs
        assert (await house.desk().get("/v1/health")).status_code == 200
        far.may_start.set()
        await well(gateways)


async def test_a_connect_that_takes_too_long_is_given_up_and_tried_again(house: House) -> None:
    far = FarSide()
    far.may_start.clear()
    async with running(house, far) as gateways:
        set_fake(house)
        await until(lambda: len(far.made) == 2)
        assert far.made[0].is_stopped
        assert state(gateways).condition is GatewayCondition.DOWN


async def test_a_gateway_that_will_not_stop_is_left(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    far = FarSide()

    async def for_ever(_gateway: FakeGateway) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(FakeGateway, "stop", for_ever)
    async with running(house, far) as gateways:
        set_fake(house)
        await well(gateways)
        far.made[0].lose("gone")
        await until(lambda: len(far.made) == 2)


async def test_an_adapter_or_key_file_that_is_not_there_is_said(house: House) -> None:
    far = FarSide()
    async with running(house, far) as gateways:
        sealed = KeyVault(b"\x01" * 32).seal_secret(Channel.SMS, "of another key file")
        set_fake(house, sealed=sealed)
        await down(gateways)
        assert "another key file" in state(gateways).message
        set_fake(house, Channel.MAIL)
        await until(lambda: state(gateways, Channel.MAIL).condition is GatewayCondition.DOWN)
        assert state(gateways, Channel.MAIL).message == "this program has no adapter 'fake'"
        assert far.made == []


async def test_in_training_nothing_is_ever_started(house: House) -> None:
    far = FarSide()
    async with running(house, far, is_training=True) as gateways:
        set_fake(house)
        await gateways.look()
        assert far.made == []
        assert not gateways.is_automatic(Channel.SMS)


async def test_a_commit_rings_every_bell_and_wake_one(house: House) -> None:
    far = FarSide()
    async with running(house, far) as gateways:
        house.parts.store.add_listener(gateways.tell)
        set_fake(house)
        set_fake(house, Channel.PHONE)
        await well(gateways)
        await well(gateways, Channel.PHONE)
        house.open_case()
        await until(lambda: all(one.rung for one in far.made))
        before = {one.given.log: one.rung for one in far.made}
        gateways.wake(Channel.PHONE)
        await until(lambda: sum(one.rung - before[one.given.log] for one in far.made) == 1)


async def test_what_waits_is_counted_while_the_gateway_is_down(house: House) -> None:
    far = FarSide(refuses="no route")
    async with running(house, far) as gateways:
        set_fake(house)
        await down(gateways)
        far.waiting = Backlog(4, NOON)
        await until(lambda: state(gateways).backlog == Backlog(4, NOON))


@pytest.mark.parametrize(
    ("far", "verdict", "message"),
    [
        (FarSide, TrialVerdict.ACCEPTED, "id 7 for +32470123456"),
        (lambda: FarSide(test_hangs=True), TrialVerdict.NO_ANSWER, ""),
    ],
)
async def test_a_trial_says_what_came_of_it(
    house: House, far: type[FarSide], verdict: TrialVerdict, message: str
) -> None:
    async with running(house, far()) as gateways:
        set_fake(house)
        await well(gateways)
        gateways.begin_trial(Channel.SMS, "t1", "+32470123456")
        trial = gateways.last_trial(Channel.SMS)
        assert trial is not None
        assert trial.verdict is TrialVerdict.RUNNING
        await until(lambda: gateways.last_trial(Channel.SMS) != trial)
        ended = gateways.last_trial(Channel.SMS)
        assert ended is not None
        assert (ended.trial_id, ended.verdict, ended.message) == ("t1", verdict, message)


async def test_a_trial_that_is_refused_or_finds_nobody_says_so(house: House) -> None:
    far = FarSide()
    async with running(house, far) as gateways:
        set_fake(house)
        await well(gateways)
        far.refuses = "0x0b invalid destination"
        gateways.begin_trial(Channel.SMS, "t1", "+32470123456")
        await until(lambda: _verdict(gateways, Channel.SMS) is TrialVerdict.REFUSED)
        gateways.begin_trial(Channel.PHONE, "t2", "")
        await until(lambda: _verdict(gateways, Channel.PHONE) is TrialVerdict.NOT_RUNNING)


def _verdict(gateways: Gateways, channel: Channel) -> TrialVerdict | None:
    trial = gateways.last_trial(channel)
    return None if trial is None else trial.verdict
