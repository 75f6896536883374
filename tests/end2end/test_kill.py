"""kill -9 at random instants while boxes crash: nothing that was answered is lost, nothing is there twice.

Boxes behave as their firmware does: a packet is sent until it is answered, over as many connections and services as
that takes. Each box crashes once, in three packets, so at the end there is exactly one frame for each packet, and one
case with one tow order for each box, whatever moment the service was killed in.
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
from services.detector.doors import TELTONIKA_TCP
from services.simulator.scenario import tour
from tests.support.boxes_on_record import register_boxes, the_store
from tests.support.detector import Detector, a_detector
from tests.support.wire import a_box

PACKETS_A_BOX = 3
FRAMES = 2000
BOXES_AT_ONCE = 6
MOST_BETWEEN_KILLS = 60
ANSWERED_WITHIN_S = 10.0
LONGEST_DELAY_S = 0.02


class Fleet:
    """Every box of the test, and what was answered so far."""

    def __init__(self, folder: Path, imeis: Sequence[Imei]) -> None:
        self._folder = folder
        self._imeis = imeis
        self._turns = asyncio.Semaphore(BOXES_AT_ONCE)
        self.answered: list[tuple[Imei, bytes]] = []
        self.was_answered = asyncio.Event()

    async def live(self) -> None:
        """Let every box crash, some at a time."""
        await asyncio.gather(*(self._crash(imei) for imei in self._imeis))

    async def _crash(self, imei: Imei) -> None:
        async with self._turns:
            for sent in tour(SystemClock().now()):
                while not await self._was_taken(imei, sent.packet):  # noqa: ASYNC110 - a box pauses before it tries again
                    await asyncio.sleep(LONGEST_DELAY_S)
                self.answered.append((imei, sent.packet))
                self.was_answered.set()

    async def _was_taken(self, imei: Imei, packet: bytes) -> bool:
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S), a_box(self._port(), imei) as box:
                await box.send(packet)
                return await box.answer(4) == packet[9:10].rjust(4, b"\x00")
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return False

    def _port(self) -> int:
        file = ServiceFile.model_validate_json((self._folder / "service.json").read_bytes())
        return file.listeners[TELTONIKA_TCP]

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
    imeis = register_boxes(folder, -(-harness_size(FRAMES) // PACKETS_A_BOX))
    fleet = Fleet(folder, imeis)
    living = asyncio.create_task(fleet.live())
    kills = 0
    while not living.done():
        with a_detector(folder, ()) as service:
            await _kill_somewhere(service, fleet, living)
            kills += 1
    await living
    with a_detector(folder, ()) as service:
        assert service.stop() == 0
    assert kills >= 2
    _assert_each_once(folder, imeis, fleet.answered)


async def _kill_somewhere(service: Detector, fleet: Fleet, living: "asyncio.Task[None]") -> None:
    more = random.randint(1, MOST_BETWEEN_KILLS)  # noqa: S311 - where it is killed, not a secret
    enough = asyncio.create_task(fleet.until_answered(len(fleet.answered) + more))
    await asyncio.wait({enough, living}, return_when=asyncio.FIRST_COMPLETED)
    enough.cancel()
    delay_s = random.uniform(0, LONGEST_DELAY_S)  # noqa: S311 - as above
    await asyncio.sleep(delay_s)  # the instant is what is random: between the answer, the case and the next frame
    service.kill()


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
