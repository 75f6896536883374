"""kill -9 at random instants while boxes drive and crash: nothing that was answered is lost, nothing is there twice.

Boxes of three formats behave as their firmware does: a packet is sent until it is answered, over as many connections
and services as that takes. Each box crashes once, so at the end there is exactly one frame for each packet, and one
case with one tow order for each box, whatever moment the service was killed in. At full size 200 boxes send 20,000
frames over at least 30 kills.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from app.api.service import ServiceFile
from app.domain.clock import SystemClock
from app.domain.ids import Imei
from app.domain.uplink import UplinkState
from app.persistence.store import DATABASE_NAME
from app.persistence.verification import verify
from services.simulator.training import training_imei
from tests.support.boxes_on_record import register_boxes, the_store
from tests.support.detector import Detector, a_detector
from tests.support.fleet import CountingBox, DatagramBox, FleetBox, Talk, WindowBox
from tests.support.s2_box import register_s2_boxes
from tests.support.wait import until_so

FRAMES = 20_000
FRAMES_A_BOX = 100
KILLS = 45
FEWEST_KILLS = 30
BOXES_AT_ONCE = 24
ANSWERED_WITHIN_S = 10.0
LONGEST_DELAY_S = 0.02


class Fleet:
    """Every box of the test, and what was answered so far."""

    def __init__(self, folder: Path, boxes: Sequence[FleetBox]) -> None:
        self._folder = folder
        self._boxes = boxes
        self._turns = asyncio.Semaphore(BOXES_AT_ONCE)
        self.answered: list[tuple[Imei, bytes]] = []
        self.was_answered = asyncio.Event()

    async def live(self) -> None:
        """Let every box drive and crash, some at a time."""
        await asyncio.gather(*(self._live(box) for box in self._boxes))

    async def _live(self, box: FleetBox) -> None:
        async with self._turns:
            left = box.packets(FRAMES_A_BOX, SystemClock().now())
            while left:
                try:
                    async with box.connected(self._ports()) as talk:
                        await self._send(box.imei, left, talk)
                except (OSError, TimeoutError, asyncio.IncompleteReadError):
                    await asyncio.sleep(LONGEST_DELAY_S)

    async def _send(self, imei: Imei, left: list[bytes], talk: Talk) -> None:
        while left:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                if not await talk.deliver(left[0]):
                    return
            self.answered.append((imei, left.pop(0)))
            self.was_answered.set()

    def _ports(self) -> dict[str, int]:
        return ServiceFile.model_validate_json((self._folder / "service.json").read_bytes()).listeners

    async def until_answered(self, count: int) -> None:
        """Wait until that many packets were answered in all."""
        while len(self.answered) < count:
            self.was_answered.clear()
            await self.was_answered.wait()


@pytest.mark.soak_sized
@pytest.mark.timeout(3000)
async def test_kill_9_at_random_instants_loses_nothing_and_doubles_nothing(
    tmp_path: Path, harness_size: Callable[[int], int]
) -> None:
    folder = tmp_path / "data"
    boxes = _boxes(folder, harness_size(FRAMES) // FRAMES_A_BOX)
    between = 2 * len(boxes) * FRAMES_A_BOX // max(6, harness_size(KILLS))
    fleet = Fleet(folder, boxes)
    living = asyncio.create_task(fleet.live())
    kills = 0
    while not living.done():
        with a_detector(folder, ()) as service:
            await _kill_somewhere(service, fleet, living, between)
            kills += 1
    await living
    with a_detector(folder, ()) as service:
        until_so(lambda: _waiting(folder) == 0, give_up_s=300)
        assert service.stop() == 0
    assert kills >= (FEWEST_KILLS if harness_size(FRAMES) == FRAMES else 2)
    _assert_each_once(folder, [box.imei for box in boxes], fleet.answered)


def _boxes(folder: Path, count: int) -> list[FleetBox]:
    """Boxes on record: half of them speak by TCP, a quarter by datagrams, a quarter S2."""
    imeis = register_boxes(folder, count)
    s2 = [training_imei(100_000 + number) for number in range(count // 4)]
    register_s2_boxes(folder, *s2)
    own = imeis[len(s2) :]
    boxes: list[FleetBox] = [
        DatagramBox(imei) if number % 3 == 0 else CountingBox(imei) for number, imei in enumerate(own)
    ]
    return boxes + [WindowBox(imei) for imei in s2]


async def _kill_somewhere(service: Detector, fleet: Fleet, living: "asyncio.Task[None]", between: int) -> None:
    more = random.randint(1, between)  # noqa: S311 - where it is killed, not a secret
    enough = asyncio.create_task(fleet.until_answered(len(fleet.answered) + more))
    await asyncio.wait({enough, living}, return_when=asyncio.FIRST_COMPLETED)
    enough.cancel()
    delay_s = random.uniform(0, LONGEST_DELAY_S)  # noqa: S311 - as above
    await asyncio.sleep(delay_s)  # the instant is what is random: between the answer, the case and the next frame
    service.kill()


def _waiting(folder: Path) -> int:
    """How many frames wait to be processed; a killed service leaves some to its successor."""
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as database:
        (count,) = database.execute("SELECT count(*) FROM uplinks WHERE state = 'stored'").fetchone()
    return int(count)


def _assert_each_once(folder: Path, imeis: Iterable[Imei], answered: Sequence[tuple[Imei, bytes]]) -> None:
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as database:
        frames = database.execute("SELECT imei, digest FROM uplinks").fetchall()
        states = {row[0] for row in database.execute("SELECT DISTINCT state FROM uplinks")}
    sent = [(imei, sha256(packet).hexdigest()) for imei, packet in answered]
    assert sorted(frames) == sorted(sent)
    assert states == {UplinkState.PROCESSED}
    with the_store(folder) as store:
        briefs = store.read(lambda reader: reader.open_briefs())
        told = store.read(lambda reader: reader.events_after(0, 1_000_000))
    assert sorted(brief.case.imei for brief in briefs) == sorted(imeis)
    assert {(brief.case.impacts, len(brief.orders)) for brief in briefs} == {(1, 1)}
    opened = [one.event.case_id for one in told if one.event.rings]
    assert set(opened) == {brief.case.case_id for brief in briefs}
    assert verify(folder).is_intact
