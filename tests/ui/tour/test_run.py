"""The tour always ends, and always leaves its timeline."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.service import ServiceFile
from app.domain.clock import SystemClock
from tests.support.contract import a_row, an_event, me
from tests.support.http_service import HttpService
from ui.backend import HttpBackend
from ui.event_stream import EventStream
from ui.open_desk import OpenDesk
from ui.requests import Patience
from ui.tasks import ServiceClock
from ui.tour.run import Tour, TourDesk

SERVICE_FILE = ServiceFile(version=1, url="", pid=0, token="", listeners={"teltonika_tcp": 5027})


class Stage:
    """A desk without screens and a service that the test commands."""

    def __init__(self) -> None:
        self.service = HttpService()
        self.service.start()
        self.backend = HttpBackend(patience=Patience(give_up_s=0.2, attempt_s=0.2))
        self.backend.set_service(self.service.url, "token")
        self.stream = EventStream(self.backend, SystemClock())
        self.desk = OpenDesk(me(), self.backend, self.stream, ServiceClock(SystemClock()), silent=True, plain_map=True)

    def tour(self, folder: Path, give_up_s: float, *, signed_in: bool = True) -> Tour:
        box = (sys.executable, "-c", f"open({str(folder / 'box')!r}, 'w').write('sent')")
        desk = TourDesk(lambda: self.desk if signed_in else None, lambda: SERVICE_FILE)
        return Tour(desk, folder, lambda _port: box, give_up_s)

    def end(self) -> None:
        self.stream.stop()
        self.backend.close()
        self.service.kill()
        for each in (self.desk.window, self.stream, self.backend):
            shiboken6.delete(each)


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.end()
    qapp.setStyleSheet("")


def written(folder: Path) -> list[tuple[str, bool | None]]:
    steps = json.loads((folder / "timeline.json").read_text(encoding="utf-8"))["steps"]
    return [(step["name"], step["ok"]) for step in steps]


def test_without_anybody_signed_in_it_gives_up(tmp_path: Path, stage: Stage, qtbot: QtBot) -> None:
    tour = stage.tour(tmp_path, 0.2, signed_in=False)
    with qtbot.waitSignal(tour.ended) as ended:
        tour.start()
    shiboken6.delete(tour)
    assert ended.args == [1]
    assert written(tmp_path) == [("sign_in", False)]


def test_a_box_that_nobody_hears_ends_it_in_time(tmp_path: Path, stage: Stage, qtbot: QtBot) -> None:
    tour = stage.tour(tmp_path, 2.0)
    with qtbot.waitSignal(tour.ended) as ended:
        tour.start()
    shiboken6.delete(tour)
    assert ended.args == [1]
    assert written(tmp_path) == [("sign_in", True), ("box_sends", False)]
    assert (tmp_path / "box").read_text() == "sent"


def test_the_row_of_the_box_is_seen_and_a_case_that_nobody_reads_to_us_has_failed(
    tmp_path: Path, stage: Stage, qtbot: QtBot
) -> None:
    stage.stream.start()
    qtbot.waitUntil(lambda: "/v1/events" in stage.service.paths())
    tour = stage.tour(tmp_path, 3.0)
    with qtbot.waitSignal(tour.ended, timeout=15_000):
        tour.start()
        stage.service.emit(an_event(1, a_row()))
    shiboken6.delete(tour)
    assert written(tmp_path)[:3] == [("sign_in", True), ("box_sends", True), ("open", False)]
    assert (tmp_path / "01-queue.png").exists()
