"""The service finds out by itself what a box runs: asked once, the box answers between its frames."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.domain.clock import SystemClock
from app.persistence.store import DATABASE_NAME
from app.settings import SETTINGS_NAME
from services.simulator.box import SimulatedBox
from services.simulator.scenario import Transmission
from services.simulator.teltonika_box import BoxReading, packet
from services.simulator.training import TOUR_BOX
from tests.support.detector import a_detector
from tests.support.wire import LOOPBACK

FEWEST_PACKETS, MOST_PACKETS = 15, 300


def questions(folder: Path) -> list[tuple[str, str, str]]:
    """What the service has in its database, read beside it."""
    with closing(sqlite3.connect(f"{(folder / DATABASE_NAME).as_uri()}?mode=ro", uri=True)) as database:
        return database.execute("SELECT imei, request, state FROM box_commands").fetchall()


def notes(folder: Path) -> list[str]:
    with closing(sqlite3.connect(f"{(folder / DATABASE_NAME).as_uri()}?mode=ro", uri=True)) as database:
        return [firmware for (firmware,) in database.execute("SELECT firmware FROM box_firmware")]


def driving(folder: Path) -> Iterator[Transmission]:
    """A quiet drive of some packets, and until the service has its answer."""
    for number in range(MOST_PACKETS):
        if number >= FEWEST_PACKETS and [state for _, _, state in questions(folder)] == ["answered"]:
            return
        yield Transmission(0.1, packet([BoxReading(SystemClock().now(), 50.86, 4.62, speed_kmh=50)]))


async def test_a_box_on_record_is_asked_once_what_it_runs(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / SETTINGS_NAME).write_text("firmware_after_s = 0.1\n", encoding="utf-8")
    with a_detector(folder) as service:
        for _ in range(2):
            await SimulatedBox(TOUR_BOX.imei, LOOPBACK, service.box_port).play(driving(folder))
        assert service.stop() == 0
    assert questions(folder) == [(TOUR_BOX.imei, "firmware", "answered")]
    assert notes(folder) == ["03.27.07_00"]
