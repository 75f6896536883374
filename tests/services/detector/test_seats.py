"""Two desks of one person hear of each other, and of nobody else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.api.service import SeatInfo, Tick
from app.domain.account import Role
from app.usecases.sign_in import SignedIn, SignIn, sign_in
from services.detector import events
from services.detector.web import WebServer
from tests.support.house import House, a_house
from ui.sse import SseParser


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as built:
        yield built


@pytest.fixture
async def server(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    monkeypatch.setattr(events, "TICK_EVERY_S", 0.05)
    monkeypatch.setattr(events, "_TICK_SHARED_S", 0.0)
    web = WebServer(house.app)
    port = await web.start()
    yield f"http://127.0.0.1:{port}"
    house.parts.changes.end()
    await web.stop()


def _another_session(house: House, first: SignedIn, desk: str) -> SignedIn:
    command = SignIn(first.account.login, desk, first.account.password_hash)
    opened = house.submit(lambda unit: sign_in(command, unit, house.clock))
    assert isinstance(opened, SignedIn)
    return opened


class Stream:
    """One open stream, and the ticks it brings."""

    def __init__(self, server: str, who: SignedIn) -> None:
        self._client = httpx.AsyncClient(
            base_url=server, headers={"Authorization": f"Bearer {who.token}"}, trust_env=False, timeout=20
        )
        self._parser = SseParser()

    async def __aenter__(self) -> "Stream":
        self._open = self._client.stream("GET", "/v1/events")
        self._pieces = (await self._open.__aenter__()).aiter_bytes()
        return self

    async def __aexit__(self, *_fault: object) -> None:
        await self._open.__aexit__(None, None, None)
        await self._client.aclose()

    async def until(self, *expected: SeatInfo) -> None:
        """Read ticks until one names exactly these desks."""
        async with asyncio.timeout(20):
            async for piece in self._pieces:
                ticks = [one for one in self._parser.feed(piece) if one.event == "tick"]
                if any(Tick.model_validate_json(one.data).elsewhere == expected for one in ticks):
                    return


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMIN])
async def test_both_desks_are_told_until_one_is_left(house: House, server: str, role: Role) -> None:
    first = house.person(role, at="desk-1").signed_in
    stranger = house.person(role, at="desk-9").signed_in
    assert first is not None
    assert stranger is not None
    second = _another_session(house, first, "desk-2")
    async with Stream(server, first) as one, Stream(server, stranger) as other:
        await one.until()
        async with Stream(server, second) as two:
            await one.until(SeatInfo(desk="desk-2", since=second.session.started_at))
            await two.until(SeatInfo(desk="desk-1", since=first.session.started_at))
            await other.until()
        await one.until()


async def test_a_session_without_an_open_desk_sits_nowhere(house: House, server: str) -> None:
    first = house.person(Role.OPERATOR).signed_in
    assert first is not None
    _another_session(house, first, "desk-2")
    async with Stream(server, first) as one, Stream(server, first):
        await one.until()
    assert house.app.state.feed.seats.elsewhere(first.session) == ()
