"""The event feed: every event once and in order to every stream, however often it breaks and whatever stops."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from sqlalchemy import delete

from app.api.service import EventInfo, Health, Tick
from app.domain.account import Role
from app.domain.case import Case
from app.domain.events import Event, EventKind
from app.domain.ids import EcallId, new_id
from app.persistence.tables import events as table
from app.persistence.unit_of_work import SqlUnitOfWork
from app.usecases.queries import NumberedEvent, Reader
from app.usecases.store import CommitListener, JobUnit, Store, StoreCondition, StoreUnavailable
from services.detector import events
from services.detector.api.rows import describer
from services.detector.events import CursorTooOld, EventFeed
from services.detector.web import WebServer
from tests.support.builders import NOON, a_rejected, an_audit_record
from tests.support.house import House, a_house
from ui.sse import SseMessage, SseParser

T = TypeVar("T")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as built:
        yield built


class AilingStore:
    """A store that cannot be read until it is well."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.state = store.state
        self.is_well = False

    def read(self, job: Callable[[Reader], T]) -> T:
        if not self.is_well:
            raise StoreUnavailable(StoreCondition.FAILED, "gone")
        return self._store.read(job)

    def submit(self, job: Callable[[JobUnit], T], *, urgent: bool = False) -> "Future[T]":
        return self._store.submit(job, urgent=urgent)

    def submit_aside(self, job: Callable[[JobUnit], T]) -> "Future[T]":
        return self._store.submit_aside(job)

    def give_way(self) -> None:
        self._store.give_way()

    def add_listener(self, listener: CommitListener) -> None:
        """Never tells anything."""

    def close(self) -> None:
        """Nothing to close."""


class CountingFeed(EventFeed):
    """Counts what is read for the streams."""

    def __init__(self, house: House) -> None:
        self.described: list[int] = []
        self.reads = 0
        self.healths = 0
        describe = describer(house.clock.now, house.parts.settings)

        def counted(reader: Reader, found: Sequence[NumberedEvent]) -> Sequence[EventInfo]:
            self.reads += 1
            self.described += [one.sequence for one in found]
            return describe(reader, found)

        def health() -> Health:
            self.healths += 1
            return house.parts.health()

        super().__init__(house.parts.store, house.parts.changes, health, counted)


@dataclass
class Listener:
    """A desk that reads one stream."""

    stream: AsyncIterator[bytes]

    def __post_init__(self) -> None:
        self._parser = SseParser()
        self._waiting: list[SseMessage] = []

    async def message(self) -> SseMessage:
        while not self._waiting:
            self._waiting += self._parser.feed(await anext(self.stream))
        return self._waiting.pop(0)

    async def changes(self, count: int) -> list[EventInfo]:
        """The next so many events; ticks are let pass."""
        found: list[EventInfo] = []
        async with asyncio.timeout(20):
            while len(found) < count:
                message = await self.message()
                if message.event == "change":
                    found.append(EventInfo.model_validate_json(message.data))
                    assert message.last_id == str(found[-1].sequence)
        return found

    async def tick(self) -> Tick:
        async with asyncio.timeout(20):
            while True:
                message = await self.message()
                if message.event == "tick":
                    assert message.last_id is None
                    return Tick.model_validate_json(message.data)


def _listen(feed: EventFeed, cursor: int) -> Listener:
    return Listener(feed.stream(feed.admit(cursor), lambda: True))


def _touch(case: Case, count: int = 1) -> Callable[[JobUnit], None]:
    """A job that tells of so many changes of a case."""

    def job(unit: JobUnit) -> None:
        unit.audit.append(an_audit_record(case.case_id))
        for _ in range(count):
            unit.events.append(Event(EventKind.CASE_CHANGED, NOON, case_id=case.case_id))

    return job


async def test_an_event_carries_the_row_as_it_is_after_the_change(house: House) -> None:
    desk = _listen(CountingFeed(house), 0)
    case = house.open_case()
    (event,) = await desk.changes(1)
    assert (event.kind, event.case_id, event.rings) == (EventKind.CASE_CHANGED, case.case_id, True)
    assert event.row is not None
    assert (event.row.version, event.row.plate) == (case.version, "1-ABC-234")


async def test_a_rejected_event_carries_its_line_and_a_plain_one_nothing(house: House) -> None:
    desk = _listen(CountingFeed(house), 0)
    rejected = a_rejected()

    def reject(unit: JobUnit) -> None:
        unit.ecalls.put_rejected(rejected)
        unit.events.append(Event(EventKind.ECALL_REJECTED, NOON, ecall_id=rejected.ecall_id))
        unit.events.append(Event(EventKind.ECALL_REJECTED, NOON, ecall_id=EcallId(new_id())))
        unit.events.append(Event(EventKind.UPLINK_QUARANTINED, NOON))

    house.submit(reject)
    one, gone, plain = await desk.changes(3)
    assert one.rejected is not None
    assert one.rejected.ecall_id == rejected.ecall_id
    assert (gone.rejected, plain.rejected, plain.row) == (None, None, None)


async def test_events_come_in_the_order_of_commit_without_gap_or_repeat(house: House) -> None:
    case = house.open_case()
    start = house.parts.store.read(lambda reader: reader.last_event())
    desk = _listen(CountingFeed(house), start)
    for _ in range(30):
        house.parts.store.submit(_touch(case, 7))
    assert [one.sequence for one in await desk.changes(210)] == list(range(start + 1, start + 211))


async def test_a_desk_that_comes_back_again_and_again_misses_nothing_and_hears_nothing_twice(house: House) -> None:
    case = house.open_case()
    feed = CountingFeed(house)
    seen: list[int] = []
    cursor = start = house.parts.store.read(lambda reader: reader.last_event())
    for turn in range(20):
        house.submit(_touch(case, turn % 5 + 1))
        desk = _listen(feed, cursor)
        house.submit(_touch(case, 2))
        seen += [one.sequence for one in await desk.changes(turn % 5 + 1)]  # leaves some behind
        cursor = seen[-1]
    last = house.parts.store.read(lambda reader: reader.last_event())
    seen += [one.sequence for one in await _listen(feed, cursor).changes(last - cursor)]
    assert seen == list(range(start + 1, last + 1))


async def test_the_next_service_continues_where_the_killed_one_ended(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        case = house.open_case()
        seen = [one.sequence for one in await _listen(CountingFeed(house), 0).changes(1)]
        house.submit(_touch(case, 3))
    async with a_house(tmp_path) as house:
        desk = _listen(CountingFeed(house), seen[-1])
        house.submit(_touch(case, 2))
        seen += [one.sequence for one in await desk.changes(5)]
    assert seen == list(range(1, 7))


async def test_fifty_streams_share_one_read_of_each_event_and_one_tick(house: House) -> None:
    case = house.open_case()
    feed = CountingFeed(house)
    start = house.parts.store.read(lambda reader: reader.last_event())
    desks = [_listen(feed, start) for _ in range(50)]
    await asyncio.gather(*(desk.tick() for desk in desks))
    heard = asyncio.gather(*(desk.changes(20) for desk in desks))
    for _ in range(20):
        house.submit(_touch(case))
        await asyncio.sleep(0)
    for sequences in await heard:
        assert [one.sequence for one in sequences] == list(range(start + 1, start + 21))
    assert feed.described == list(range(start + 1, start + 21))
    assert feed.reads <= 21
    assert feed.healths < 5


async def test_a_desk_that_does_not_read_holds_up_nobody_and_gets_everything_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_KEPT", 8)
    case = house.open_case()
    feed = CountingFeed(house)
    start = house.parts.store.read(lambda reader: reader.last_event())
    slow, quick = _listen(feed, start), _listen(feed, start)
    await slow.tick()
    house.submit(_touch(case, 500))
    assert len(await quick.changes(500)) == 500
    assert len(feed._frames) <= 16 + events.BATCH
    assert [one.sequence for one in await slow.changes(500)] == list(range(start + 1, start + 501))


@pytest.mark.parametrize("cursor", [2, 99])
async def test_a_cursor_that_cannot_be_continued_is_refused(house: House, cursor: int) -> None:
    case = house.open_case()
    house.submit(_touch(case, 8))
    _forget_events_up_to(house, 5)
    feed = CountingFeed(house)
    with pytest.raises(CursorTooOld):
        feed.admit(cursor)
    assert [one.sequence for one in await _listen(feed, 5).changes(4)] == [6, 7, 8, 9]
    assert feed.admit(None) == 9


async def test_a_stream_whose_events_were_dropped_while_it_did_not_read_ends(house: House) -> None:
    case = house.open_case()
    feed = CountingFeed(house)
    desk = _listen(feed, 0)
    await desk.tick()
    house.submit(_touch(case, 9))
    _forget_events_up_to(house, 5)
    with pytest.raises(StopAsyncIteration):
        await desk.changes(1)


async def test_a_service_that_was_left_alone_for_long_serves_the_next_desk(house: House) -> None:
    case = house.open_case()
    feed = CountingFeed(house)
    house.submit(_touch(case, 20))
    _forget_events_up_to(house, 15)
    last = house.parts.store.read(lambda reader: reader.last_event())
    desk = _listen(feed, last)
    house.submit(_touch(case, 2))
    assert [one.sequence for one in await desk.changes(2)] == [last + 1, last + 2]


async def test_a_tick_comes_at_once_and_tells_the_health(house: House) -> None:
    tick = await _listen(CountingFeed(house), 0).tick()
    assert (tick.now, tick.health.now) == (house.clock.now(), house.clock.now())


async def test_ticks_go_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "TICK_EVERY_S", 0.05)
    monkeypatch.setattr(events, "_TICK_SHARED_S", 0.0)
    desk = _listen(CountingFeed(house), 0)
    first = await desk.tick()
    house.clock.advance(timedelta(seconds=2))
    assert (await desk.tick()).now == first.now + timedelta(seconds=2)


async def test_who_is_signed_out_hears_nothing_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "TICK_EVERY_S", 0.05)
    answers = [True, True, False]
    desk = Listener(CountingFeed(house).stream(0, lambda: answers.pop(0)))
    await desk.tick()
    await desk.tick()
    with pytest.raises(StopAsyncIteration):
        await desk.message()


async def test_a_stopping_service_sends_every_stream_home(house: House) -> None:
    desk = _listen(CountingFeed(house), 0)
    await desk.tick()
    house.parts.changes.end()
    with pytest.raises(StopAsyncIteration):
        await desk.message()


async def test_a_database_that_cannot_be_read_leaves_the_ticks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "TICK_EVERY_S", 0.05)
    case = house.open_case()
    store = AilingStore(house.parts.store)
    describe = describer(house.clock.now, house.parts.settings)
    feed = EventFeed(store, house.parts.changes, house.parts.health, describe)
    desk = Listener(feed.stream(0, lambda: True))
    house.submit(_touch(case, 2))
    for _ in range(3):
        await desk.tick()
    store.is_well = True
    assert [one.sequence for one in await desk.changes(3)] == [1, 2, 3]


@pytest.fixture
async def server(house: House) -> AsyncIterator[str]:
    """The same application on a real port."""
    web = WebServer(house.app)
    port = await web.start()
    yield f"http://127.0.0.1:{port}"
    house.parts.changes.end()
    await web.stop()


async def _lines(response: httpx.Response) -> AsyncIterator[bytes]:
    async for piece in response.aiter_bytes():
        yield piece


async def test_the_stream_over_a_real_socket(house: House, server: str) -> None:
    case = house.open_case()
    signed_in = house.person(Role.OPERATOR).signed_in
    assert signed_in is not None
    headers = {"Authorization": f"Bearer {signed_in.token}"}
    async with httpx.AsyncClient(base_url=server, headers=headers, trust_env=False) as client:
        snapshot = (await client.get("/v1/queue")).json()
        assert [row["case_id"] for row in snapshot["rows"]] == [case.case_id]
        house.submit(_touch(case, 2))
        named = {"Last-Event-ID": str(snapshot["cursor"])}
        async with client.stream("GET", "/v1/events", headers=named) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            assert response.headers["cache-control"] == "no-store"
            desk = Listener(_lines(response))
            cursor = snapshot["cursor"]
            assert [one.sequence for one in await desk.changes(2)] == [cursor + 1, cursor + 2]
            house.submit(_touch(case))
            assert [one.sequence for one in await desk.changes(1)] == [cursor + 3]
        for value, status in (("999", 410), ("x", 422), ("-1", 422), ("9" * 30, 422)):
            answer = await client.get("/v1/events", headers={"Last-Event-ID": value})
            assert answer.status_code == status, value


async def test_signing_out_ends_the_stream(house: House, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "TICK_EVERY_S", 0.05)
    signed_in = house.person(Role.OPERATOR).signed_in
    assert signed_in is not None
    headers = {"Authorization": f"Bearer {signed_in.token}"}
    async with (
        httpx.AsyncClient(base_url=server, headers=headers, trust_env=False) as client,
        client.stream("GET", "/v1/events") as response,
    ):
        desk = Listener(_lines(response))
        await desk.tick()
        assert (await client.post("/v1/sessions/current/end", json={})).status_code == 204
        with pytest.raises(StopAsyncIteration):
            await desk.changes(1)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.INSTALLER])
async def test_the_stream_of_an_admin_or_installer_is_ticks(
    house: House, server: str, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(events, "TICK_EVERY_S", 0.05)
    signed_in = house.person(role).signed_in
    assert signed_in is not None
    headers = {"Authorization": f"Bearer {signed_in.token}", "Last-Event-ID": "0"}
    house.open_case()
    async with (
        httpx.AsyncClient(base_url=server, headers=headers, trust_env=False) as client,
        client.stream("GET", "/v1/events") as response,
    ):
        desk = Listener(_lines(response))
        assert [(await desk.message()).event for _ in range(4)] == ["tick"] * 4


async def test_a_client_that_never_reads_costs_the_others_nothing(house: House, server: str) -> None:
    case = house.open_case()
    signed_in = house.person(Role.OPERATOR).signed_in
    assert signed_in is not None
    host, _, port = server.removeprefix("http://").partition(":")
    _reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
    writer.write(
        f"GET /v1/events HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {signed_in.token}\r\n"
        "Last-Event-ID: 1\r\n\r\n".encode()
    )
    await writer.drain()
    headers = {"Authorization": f"Bearer {signed_in.token}", "Last-Event-ID": "1"}
    async with (
        httpx.AsyncClient(base_url=server, headers=headers, trust_env=False) as client,
        client.stream("GET", "/v1/events") as response,
    ):
        desk = Listener(_lines(response))
        for _ in range(40):
            house.parts.store.submit(_touch(case, 64))
        assert len(await desk.changes(40 * 64)) == 40 * 64
    writer.close()


def _forget_events_up_to(house: House, sequence: int) -> None:
    def forget(unit: JobUnit) -> None:
        assert isinstance(unit, SqlUnitOfWork)
        unit.events._connection.execute(delete(table).where(table.c.sequence <= sequence))

    house.submit(forget)


async def test_who_may_not_see_cases_hears_ticks_and_no_change(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "TICK_EVERY_S", 0.02)
    desk = Listener(CountingFeed(house).ticks(lambda: True))
    await desk.tick()
    house.open_case()
    kinds = [(await desk.message()).event for _ in range(5)]
    assert kinds == ["tick"] * 5


async def test_ticks_alone_end_with_the_session_and_with_the_service(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "TICK_EVERY_S", 0.02)
    feed = CountingFeed(house)
    admitted = [True, False]
    assert len([tick async for tick in feed.ticks(lambda: admitted.pop(0))]) == 1
    stream = feed.ticks(lambda: True)
    await anext(stream)
    house.parts.changes.end()
    assert [tick async for tick in stream] == []
