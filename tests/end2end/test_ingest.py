"""Bytes on a real socket of a real service become one case, whatever else arrives there or befalls the disk."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.api.service import StoreState
from app.domain.clock import SystemClock
from app.domain.ids import Imei
from app.domain.verdict import VerdictKind
from app.persistence.store import DATABASE_NAME
from app.persistence.verification import verify
from services.simulator.box import Firmware, SimulatedBox
from services.simulator.scenario import tour
from services.simulator.teltonika_box import login
from services.simulator.training import TOUR_BOX, training_imei
from tests.support.boxes import ARecord, a_crash, tcp_frame
from tests.support.boxes_on_record import the_store
from tests.support.detector import Detector, a_detector
from tests.support.disks import a_small_disk, fill
from tests.support.wait import until_so
from tests.support.wire import LOOPBACK, a_box, a_wire

BOX = TOUR_BOX.imei
STRANGER = Imei("490154203237518")


@pytest.fixture(name="service")
def a_service(tmp_path: Path) -> Iterator[Detector]:
    with a_detector(tmp_path / "data") as service:
        yield service


async def play_tour(service: Detector) -> int:
    """Let the tour's box crash; return how many packets were acknowledged."""
    box = SimulatedBox(BOX, LOOPBACK, service.box_port, Firmware(speed=1000))
    return (await box.play(tour(SystemClock().now()))).acknowledged


def stopped(service: Detector) -> Path:
    """Let the service end; return its folder, whose record is whole."""
    assert service.stop() == 0
    assert verify(service.folder).is_intact
    return service.folder


async def test_a_crash_on_the_wire_is_one_case_with_one_tow(service: Detector) -> None:
    assert await play_tour(service) == 3
    with the_store(stopped(service)) as store:
        (brief,) = store.read(lambda reader: reader.open_briefs())
    assert brief.case.verdict.kind is VerdictKind.TOW_AT_ONCE
    assert brief.case.place is not None
    assert brief.case.place.in_belgium
    assert brief.case.place.municipality is not None
    assert brief.case.place.municipality.nl == "Bertem"
    assert len(brief.orders) == 1
    assert service.log.count('"level": "info"') == len(service.log.splitlines())
    assert BOX not in service.log


async def test_a_repeated_frame_is_answered_again_and_makes_nothing_new(service: Detector) -> None:
    frame = tcp_frame(a_crash(timestamp_ms=_now_ms()))
    for _ in range(3):
        async with a_box(service.box_port, BOX) as box:
            await box.send(frame)
            assert await box.answer(4) == b"\x00\x00\x00\x01"
    folder = stopped(service)
    with a_detector(folder) as again:
        async with a_box(again.box_port, BOX) as box:
            await box.send(frame)
            assert await box.answer(4) == b"\x00\x00\x00\x01"
        folder = stopped(again)
    with the_store(folder) as store:
        (brief,) = store.read(lambda reader: reader.open_briefs())
        assert brief.case.impacts == 1
        assert store.read(lambda reader: reader.last_event()) == 1


async def test_bad_input_is_refused_and_the_service_stays_up(service: Detector) -> None:
    port = service.box_port
    async with a_wire(port) as wire:
        await wire.send(login(STRANGER))
        assert await wire.ended() == b"\x00"
    async with a_wire(port) as wire:
        await wire.send(b"GET / HTTP/1.1\r\nHost: bijstand\r\n\r\n")
        assert await wire.ended() == b""
    async with a_box(port, BOX) as box:
        await box.send(tcp_frame()[:-3])
        box.writer.write_eof()
        assert await box.ended() == b""
    async with a_box(port, BOX) as box:
        await box.send(tcp_frame()[:-1] + b"\xff" + tcp_frame())
        assert await box.answer(4) == b"\x00\x00\x00\x01"
    async with a_box(port, BOX) as box:
        with pytest.raises(ConnectionError):
            await box.send_often(bytes(range(256)) * 256, times=160)
    async with a_box(port, BOX) as box:
        await box.send(tcp_frame(ARecord(timestamp_ms=1 << 60)))  # undamaged, and cannot be read: kept for a person
        assert await box.answer(4) == b"\x00\x00\x00\x01"
    until_so(lambda: service.health().quarantined == 1)
    assert await play_tour(service) == 3
    health = service.health()
    assert [stranger.imei for stranger in health.strangers] == [STRANGER]
    assert health.listeners[0].frames == 5
    assert health.listeners[0].refused >= 4
    assert health.store is StoreState.OK
    folder = stopped(service)
    assert STRANGER not in service.log
    with the_store(folder) as store:
        assert len(store.read(lambda reader: reader.open_briefs())) == 1


async def test_nothing_is_answered_while_the_database_is_locked(service: Detector) -> None:
    frame = tcp_frame(a_crash(timestamp_ms=_now_ms()))
    with closing(sqlite3.connect(service.folder / DATABASE_NAME, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        async with a_box(service.box_port, BOX) as box:
            await box.send(frame)
            assert await box.ended() == b""
        assert service.health().store is StoreState.LOCKED
    until_so(lambda: service.health().store is StoreState.OK)
    async with a_box(service.box_port, BOX) as box:
        await box.send(frame)
        assert await box.answer(4) == b"\x00\x00\x00\x01"
    with the_store(stopped(service)) as store:
        assert len(store.read(lambda reader: reader.open_briefs())) == 1


async def test_nothing_is_answered_while_the_disk_is_full(tmp_path: Path) -> None:
    frames = [tcp_frame(ARecord(timestamp_ms=number, io={257: bytes(1200)})) for number in range(3000)]
    with a_small_disk(tmp_path / "disk", "6m") as disk, a_detector(disk / "data") as service:
        ballast = disk / "ballast"
        answered = await _send_until_silence(service, iter(frames), ballast)
        assert service.health().store is StoreState.FULL
        ballast.unlink()
        until_so(lambda: service.health().store is StoreState.OK)
        async with a_box(service.box_port, BOX) as box:
            await box.send(frames[answered])
            assert await box.answer(4) == b"\x00\x00\x00\x01"
        folder = stopped(service)
        with the_store(folder) as store:
            kept = store.submit(lambda unit: {one.raw.payload for one in unit.uplinks.pending(5000)}).result()
        assert kept == set()
        with closing(sqlite3.connect(folder / DATABASE_NAME)) as database:
            stored = {row[0] for row in database.execute("SELECT payload FROM uplinks")}
        assert stored >= set(frames[: answered + 1])


async def _send_until_silence(service: Detector, frames: Iterator[bytes], ballast: Path) -> int:
    """Fill the disk and send until a frame is not answered; return how many were."""
    fill(ballast)
    answered = 0
    async with a_box(service.box_port, BOX) as box:
        for frame in frames:
            await box.send(frame)
            try:
                await box.answer(4)
            except asyncio.IncompleteReadError:
                return answered
            answered += 1
    raise AssertionError("the disk was never full")


async def test_many_boxes_at_once_are_each_their_own_case(service: Detector) -> None:
    frame_at = _now_ms()

    async def crash(number: int) -> None:
        async with a_box(service.box_port, training_imei(number)) as box:
            await box.send(tcp_frame(a_crash(timestamp_ms=frame_at)))
            assert await box.answer(4) == b"\x00\x00\x00\x01"

    await asyncio.gather(*(crash(number) for number in range(1, 17)))
    with the_store(stopped(service)) as store:
        briefs = store.read(lambda reader: reader.open_briefs())
    assert len({brief.case.imei for brief in briefs}) == len(briefs) == 16


def _now_ms() -> int:
    return round(SystemClock().now().timestamp() * 1000)
