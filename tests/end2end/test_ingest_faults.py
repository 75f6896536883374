"""A disk or database that takes nothing, for every format: nothing is acknowledged, and it ends without a restart."""

import asyncio
import base64
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import httpx
import pytest

from app.api.service import StoreState
from app.domain.clock import SystemClock
from app.domain.feed import FeedKind
from app.domain.ids import FeedId, Imei
from app.persistence.store import DATABASE_NAME
from app.usecases.actor import SERVICE
from app.usecases.open_feed import OpenFeed, open_feed
from app.usecases.sign_in import token_digest
from services.simulator.training import training_imei
from tests.support.boxes_on_record import register_boxes, the_store
from tests.support.detector import Detector, a_detector
from tests.support.disks import a_small_disk, fill, read_only
from tests.support.fleet import CountingBox, DatagramBox, FleetBox, WindowBox
from tests.support.msd import AnMsd
from tests.support.s2_box import register_s2_boxes
from tests.support.wait import until_so

FRAMES = 10
TOKEN = "the token of a centre"  # noqa: S105 - of this test
MSD = AnMsd().write()

Trouble = Callable[[Path], AbstractContextManager[None]]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another program holds the database."""
    with closing(sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        yield


def register(folder: Path) -> list[FleetBox]:
    """One box of each format, and a centre."""
    counting, datagrams = register_boxes(folder, 2)
    s2 = training_imei(100_000)
    register_s2_boxes(folder, s2)
    opening = OpenFeed(SERVICE, FeedId("f" * 32), "Centre", FeedKind.MSD, token_digest(TOKEN))
    with the_store(folder) as store:
        store.submit(lambda unit: open_feed(opening, unit, SystemClock()), urgent=True).result()
    return [CountingBox(counting), DatagramBox(datagrams), WindowBox(s2)]


async def is_answered(service: Detector, box: FleetBox, packet: bytes) -> bool:
    try:
        async with asyncio.timeout(8), box.connected(service.file.listeners) as talk:
            return await talk.deliver(packet)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False


def feeds(service: Detector) -> int:
    answer = httpx.post(
        f"{service.url}/v1/intake/msd",
        json={"msd": base64.b64encode(MSD).decode()},
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=30,
        trust_env=False,
    )
    return answer.status_code


async def hold_against(service: Detector, boxes: list[FleetBox], trouble: AbstractContextManager[None]) -> None:
    """Every format: answered before and after the trouble, and not in it."""
    packets: dict[Imei, list[bytes]] = {box.imei: box.packets(FRAMES, SystemClock().now()) for box in boxes}
    for box in boxes:
        assert await is_answered(service, box, packets[box.imei][0])
    with trouble:
        for box in boxes:
            assert not await is_answered(service, box, packets[box.imei][1])
        assert await asyncio.to_thread(feeds, service) == 503
        assert service.health().store is not StoreState.OK
    until_so(lambda: service.health().store is StoreState.OK)
    for box in boxes:
        assert await is_answered(service, box, packets[box.imei][1])
    assert await asyncio.to_thread(feeds, service) == 200
    assert service.stop() == 0
    with closing(sqlite3.connect(service.folder / DATABASE_NAME)) as database:
        stored = {row[0] for row in database.execute("SELECT payload FROM uplinks")}
    assert stored == {MSD} | {packet for box in boxes for packet in packets[box.imei][:2]}


@pytest.mark.parametrize("trouble", [locked, read_only])
async def test_a_database_that_takes_nothing(tmp_path: Path, trouble: Trouble) -> None:
    folder = tmp_path / "data"
    boxes = register(folder)
    with a_detector(folder, ()) as service:
        await hold_against(service, boxes, trouble(folder))


async def test_a_disk_that_is_full(tmp_path: Path) -> None:
    with a_small_disk(tmp_path / "disk", "8m") as disk:
        folder = disk / "data"
        boxes = register(folder)
        with a_detector(folder, ()) as service:
            await hold_against(service, boxes, full(service, disk))


@contextmanager
def full(service: Detector, disk: Path) -> Iterator[None]:
    """Nothing more fits; what SQLite had in hand is used up first."""
    ballast = disk / "ballast"
    fill(ballast)
    until_so(lambda: _is_full(service, ballast))
    yield
    ballast.unlink()


def _is_full(service: Detector, ballast: Path) -> bool:
    """Write a large account name again and again, so that the log grows, and fill what a checkpoint frees."""
    fill(ballast)
    body = {"login": "x" * 64, "name": "y" * 100, "roles": ["operator"], "password": "correct horse"}
    with closing(service.client()) as client:
        client.post("/v1/accounts", json=body, headers={"Idempotency-Key": str(ballast.stat().st_mtime_ns)})
    return service.health().store is StoreState.FULL
