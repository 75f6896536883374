"""Every peer unplugged in turn, with the real adapters: seen, said, mended by itself, and nobody is held up by it.

The peers are a manager interface, an SMS centre nobody here wrote, and a mail server; a partner's system has an address
of its own for each partner and no line that could be cut (``tests/services/ordering`` tests what it does instead).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from app.domain.gateway import Channel, GatewayCondition
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.gateway_ports import GatewayAdapter
from app.usecases.prepare_sms import SmsChannel
from app.usecases.set_gateway import SetGateway, set_gateway
from services.detector.bootstrap import _adapters
from services.detector.gateway_line import Pace
from services.detector.gateways import Gateways, Premises
from tests.support import ami_server, mail_server, smsc
from tests.support.cable import HOST, Cable, a_cable
from tests.support.house import House, a_house
from tests.support.wait import until

BRISK: Final = Pace(look_s=0.05, watch_s=0.02, shortest_pause_s=0.1, longest_pause_s=0.2)
"""As patient with the far side as the product, and quicker to try again."""


@dataclass(frozen=True)
class Peer:
    """A far side that runs."""

    channel: Channel
    adapter: str
    port: int
    user: str
    password: str
    values: dict[str, str]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as built:
        yield built


@asynccontextmanager
async def a_peer(name: str) -> AsyncIterator[Peer]:
    async with AsyncExitStack() as stack:
        if name == "ami":
            exchange = await stack.enter_async_context(ami_server.an_ami_server())
            yield Peer(Channel.PHONE, "ami", exchange.port, ami_server.USER, ami_server.SECRET, {"context": "desk"})
        elif name == "smpp":
            centre = stack.enter_context(smsc.an_smsc())
            yield Peer(Channel.SMS, "smpp", centre.port, smsc.USER, smsc.PASSWORD, {})
        else:
            server = stack.enter_context(mail_server.a_mail_server())
            yield Peer(Channel.MAIL, "smtp", server.port, "", "", {"sender": "desk@vivium.test"})


def adapters() -> dict[tuple[Channel, str], GatewayAdapter]:
    return {(one.channel, one.name): one for one in _adapters(lambda: SmsChannel(""))}


@asynccontextmanager
async def running(house: House) -> AsyncIterator[Gateways]:
    premises = Premises(house.parts.store, house.clock, Settings(), house.parts.vault)
    gateways = Gateways(premises, adapters().values(), BRISK)
    task = asyncio.create_task(gateways.run())
    try:
        yield gateways
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await gateways.stop()


def set_to(house: House, peer: Peer, port: int) -> None:
    """Set a channel to a peer as an admin does."""
    fields = adapters()[peer.channel, peer.adapter].fields
    known = {one.key for one in fields}
    values = {"host": HOST, "port": str(port), "user": peer.user, "encryption": "none", **peer.values}
    sealed = house.parts.vault.seal_secret(peer.channel, peer.password) if peer.password else None
    given = {key: value for key, value in values.items() if key in known}
    setting = SetGateway(SERVICE, peer.channel, peer.adapter, fields, given, sealed)
    house.submit(lambda unit: set_gateway(setting, unit, house.clock))


def condition(gateways: Gateways, channel: Channel) -> GatewayCondition:
    return next(one.condition for one in gateways.states() if one.channel is channel)


async def becomes(gateways: Gateways, channel: Channel, wanted: GatewayCondition) -> None:
    while condition(gateways, channel) is not wanted:  # noqa: ASYNC110 - a state has no event
        await asyncio.sleep(0.02)


@asynccontextmanager
async def cabled(house: House, name: str) -> AsyncIterator[tuple[Gateways, Peer, Cable]]:
    async with a_peer(name) as peer, a_cable(peer.port) as cable, running(house) as gateways:
        set_to(house, peer, cable.port)
        await becomes(gateways, peer.channel, GatewayCondition.OK)
        yield gateways, peer, cable


def present(name: str) -> str:
    if name == "smpp" and smsc.why_no_smsc():
        pytest.skip(f"no SMS centre: {smsc.why_no_smsc()}")
    return name


@pytest.mark.parametrize("name", ["ami", "smpp", "smtp"])
async def test_a_peer_that_is_pulled_out_is_down_and_comes_back_by_itself(house: House, name: str) -> None:
    async with cabled(house, present(name)) as (gateways, peer, cable):
        await cable.pull_out()
        await becomes(gateways, peer.channel, GatewayCondition.DOWN)
        assert gateways.running(peer.channel) is None
        assert (await house.desk().get("/v1/health")).status_code == 200
        await cable.plug_in()
        await becomes(gateways, peer.channel, GatewayCondition.OK)


@pytest.mark.parametrize("name", ["ami", "smpp"])
async def test_a_line_that_goes_dead_without_a_word_is_noticed(house: House, name: str) -> None:
    async with cabled(house, present(name)) as (gateways, peer, cable):
        cable.go_dead()
        await becomes(gateways, peer.channel, GatewayCondition.DOWN)
        await cable.plug_in()
        await becomes(gateways, peer.channel, GatewayCondition.OK)


async def test_ticks_go_on_while_every_gateway_hangs_in_its_connect(house: House) -> None:
    deaf = Cable(1)
    await deaf.plug_in()
    deaf.go_dead()
    async with running(house) as gateways:
        for channel, adapter in ((Channel.PHONE, "ami"), (Channel.SMS, "smpp"), (Channel.MAIL, "smtp")):
            set_to(
                house,
                Peer(channel, adapter, 0, "desk", "secret", {"sender": "desk@vivium.test", "context": "desk"}),
                deaf.port,
            )
        await until(lambda: all(gateways.is_automatic(one) for one in (Channel.PHONE, Channel.SMS, Channel.MAIL)))
        ticks = house.app.state.feed.ticks(lambda: True)
        for _ in range(3):
            assert b"event: tick" in await anext(ticks)
        for channel in (Channel.PHONE, Channel.SMS, Channel.MAIL):
            await becomes(gateways, channel, GatewayCondition.DOWN)
        await ticks.aclose()
    await deaf.pull_out()
