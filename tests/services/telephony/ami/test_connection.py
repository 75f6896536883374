"""Logging in, asking, and noticing that nobody answers any more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from app.usecases.gateway_ports import NOTICED_WITHIN_S, GatewayFault
from services.telephony.ami.connection import ANSWERS_WITHIN_S, PING_EVERY_S, AmiAccess, AmiConnection
from services.telephony.ami.messages import AmiMessage
from tests.support.ami_server import SECRET, USER, AmiServer, an_ami_server
from tests.support.wait import until


class Line:
    """A connection and what it told."""

    def __init__(self, server: AmiServer) -> None:
        self.events: list[AmiMessage] = []
        self.lost: list[str] = []
        self.access = AmiAccess("127.0.0.1", server.port, USER, SECRET)
        self.connection = AmiConnection(lambda message, _at_s: self.events.append(message), self.lost.append)


@pytest.fixture(name="server")
async def a_server() -> AsyncIterator[AmiServer]:
    async with an_ami_server() as server:
        yield server


@asynccontextmanager
async def a_line(server: AmiServer) -> AsyncIterator[Line]:
    line = Line(server)
    try:
        yield line
    finally:
        await line.connection.close()


@pytest.mark.parametrize("has_challenge", [True, False])
async def test_it_logs_in_with_the_challenge_where_there_is_one(server: AmiServer, *, has_challenge: bool) -> None:
    server.has_challenge = has_challenge
    async with a_line(server) as line:
        await line.connection.open(line.access)
        assert line.connection.greeting.startswith("Asterisk Call Manager")
    plain = [one for one in server.heard if one.get("Secret") == SECRET]
    assert bool(plain) is not has_challenge


@pytest.mark.parametrize("change", [{"user": "somebody"}, {"secret": "wrong"}])
async def test_whoever_is_not_let_in_is_told_without_the_secret(server: AmiServer, change: dict[str, str]) -> None:
    async with a_line(server) as line:
        access = replace(line.access, **change)  # type: ignore[arg-type]  # a field by its name
        with pytest.raises(GatewayFault) as refused:
            await line.connection.open(access)
    assert access.secret not in str(refused.value)
    assert access.secret not in repr(access)


async def test_nobody_listens_there(server: AmiServer) -> None:
    async with a_line(server) as line:
        with pytest.raises(GatewayFault, match="no connection"):
            await line.connection.open(replace(line.access, port=1))


async def test_something_else_listens_there(server: AmiServer) -> None:
    server.greeting = "220 mail"
    async with a_line(server) as line:
        with pytest.raises(GatewayFault):
            await line.connection.open(line.access)


async def test_events_come_as_they_are_and_a_list_comes_whole(server: AmiServer) -> None:
    async with a_line(server) as line:
        await line.connection.open(line.access)
        server.tell("Event: Newstate\nUniqueid: u9")
        channels = await line.connection.ask_list("CoreShowChannels")
        await until(lambda: any(one.get("Uniqueid") == "u9" for one in line.events))
    assert [one.get("Uniqueid") for one in channels] == ["u1"]
    assert not [one for one in line.events if one.event.startswith("CoreShow")]


async def test_what_is_refused_and_what_cannot_be_sent(server: AmiServer) -> None:
    async with a_line(server) as line:
        await line.connection.open(line.access)
        assert not (await line.connection.ask("Command")).is_success
        with pytest.raises(GatewayFault):
            await line.connection.ask("Originate", (("Channel", "x\r\nAction: Command"),))
        with pytest.raises(GatewayFault):
            await line.connection.ask_list("Command")


async def test_a_closed_line_is_told_once_and_nothing_can_be_asked_after_it(server: AmiServer) -> None:
    async with a_line(server) as line:
        await line.connection.open(line.access)
        server.hang_up()
        await until(lambda: bool(line.lost))
        with pytest.raises(GatewayFault):
            await line.connection.ask("Ping")
    assert len(line.lost) == 1


async def test_an_exchange_that_hangs_is_lost(server: AmiServer) -> None:
    async with a_line(server) as line:
        await line.connection.open(line.access)
        server.is_deaf = True
        async with asyncio.timeout(60):
            await until(lambda: bool(line.lost))
    assert PING_EVERY_S + ANSWERS_WITHIN_S <= NOTICED_WITHIN_S
