"""The stream over a real socket: no gap, no repeat, and a dead link is said to be dead."""

from collections.abc import Iterator

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.clock import SystemClock
from tests.support.contract import a_row, an_event
from tests.support.http_service import HttpService
from ui.backend import HttpBackend
from ui.event_stream import EventStream
from ui.ports import LinkState
from ui.requests import Patience

pytestmark = pytest.mark.usefixtures("qapp")


class Listener:
    """Writes down everything told, in order."""

    def __init__(self) -> None:
        self.snapshots: list[int] = []
        self.sequences: list[int] = []
        self.ticks = 0
        self.links: list[bool] = []

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        self.snapshots.append(snapshot.cursor)

    def on_change(self, event: EventInfo) -> None:
        self.sequences.append(event.sequence)

    def on_tick(self, tick: Tick) -> None:
        del tick
        self.ticks += 1

    def on_link(self, link: LinkState) -> None:
        self.links.append(link.alive)


@pytest.fixture
def service() -> Iterator[HttpService]:
    service = HttpService()
    service.start()
    yield service
    service.kill()


@pytest.fixture
def backend(service: HttpService) -> Iterator[HttpBackend]:
    backend = HttpBackend(patience=Patience(give_up_s=0.3, attempt_s=0.3, first_wait_s=0.02, longest_wait_s=0.05))
    backend.set_service(service.url, "service-token")
    yield backend
    backend.close()
    shiboken6.delete(
        backend
    )  # here: the threads of the fake service may collect garbage, and must not collect Qt objects


@pytest.fixture
def stream(backend: HttpBackend) -> Iterator[EventStream]:
    stream = EventStream(backend, SystemClock(), silent_s=0.4)
    yield stream
    stream.stop()
    shiboken6.delete(stream)


@pytest.fixture
def heard(stream: EventStream) -> Listener:
    listener = Listener()
    stream.add_listener(listener)
    return listener


def started(service: HttpService, stream: EventStream, qtbot: QtBot) -> None:
    stream.start()
    qtbot.waitUntil(lambda: "/v1/events" in service.paths(), timeout=20_000)


def heard_upto(heard: Listener, sequence: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: heard.sequences[-1:] == [sequence], timeout=20_000)


def test_snapshot_first_then_every_event_after_it(
    service: HttpService, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    service.events.append(an_event(4))
    started(service, stream, qtbot)
    service.emit(an_event(5, a_row(version=2)))
    service.emit(an_event(7, a_row(version=3)))
    service.tick()
    qtbot.waitUntil(lambda: heard.ticks == 1 and len(heard.sequences) == 2)
    assert heard.snapshots == [4]
    assert heard.sequences == [5, 7]
    assert heard.links == [True]


def test_no_gap_and_no_repeat_across_a_kill(
    service: HttpService, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    started(service, stream, qtbot)
    for sequence in range(1, 31):
        service.emit(an_event(sequence))
        if sequence % 10 == 0:
            heard_upto(heard, sequence, qtbot)
            service.kill()
            service.start()
    service.emit(an_event(31))
    heard_upto(heard, 31, qtbot)
    assert heard.sequences == list(range(1, 32))
    assert heard.snapshots == [0]


def test_what_happened_while_the_service_was_away_comes_when_it_is_back(
    service: HttpService, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    started(service, stream, qtbot)
    service.emit(an_event(1))
    qtbot.waitUntil(lambda: heard.sequences == [1])
    service.kill()
    service.events.extend([an_event(2), an_event(3)])
    qtbot.waitUntil(lambda: heard.links == [True, False], timeout=20_000)
    service.start()
    qtbot.waitUntil(lambda: heard.sequences == [1, 2, 3], timeout=20_000)
    assert heard.links == [True, False, True]
    assert heard.snapshots == [0]


def test_an_event_sent_twice_is_told_once(
    service: HttpService, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    started(service, stream, qtbot)
    service.emit(an_event(2))
    qtbot.waitUntil(lambda: heard.sequences == [2])
    stream._on_change(an_event(2))  # noqa: SLF001 - a service that repeats itself
    stream._on_change(an_event(1))  # noqa: SLF001
    assert heard.sequences == [2]


def test_a_cursor_too_old_brings_a_new_snapshot(
    service: HttpService, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    started(service, stream, qtbot)
    service.emit(an_event(1))
    qtbot.waitUntil(lambda: heard.sequences == [1])
    service.kill()
    service.events[:] = [an_event(40)]
    service.oldest_cursor = 30
    service.start()
    qtbot.waitUntil(lambda: heard.snapshots == [0, 40], timeout=20_000)
    service.emit(an_event(41))
    qtbot.waitUntil(lambda: heard.sequences == [1, 41], timeout=20_000)


def test_an_event_of_another_version_brings_a_new_snapshot_and_no_gap(
    service: HttpService, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    started(service, stream, qtbot)
    service.encode = lambda event: event.model_dump_json().replace("case_changed", "from_the_future")
    service.emit(an_event(1))
    qtbot.waitUntil(lambda: heard.snapshots == [0, 1], timeout=20_000)
    service.encode = EventInfo.model_dump_json
    service.emit(an_event(2))
    qtbot.waitUntil(lambda: heard.sequences == [2], timeout=20_000)


def test_a_silent_stream_is_dead_however_open_its_socket(
    service: HttpService, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    started(service, stream, qtbot)
    qtbot.waitUntil(lambda: heard.links == [True, False], timeout=20_000)
    qtbot.waitUntil(lambda: service.paths().count("/v1/events") >= 2, timeout=20_000)
    service.tick()
    qtbot.waitUntil(lambda: heard.links == [True, False, True], timeout=20_000)


def test_a_port_that_nobody_answers_on_is_dead_before_the_silence_is_over(
    service: HttpService, backend: HttpBackend, qtbot: QtBot
) -> None:
    heard, patient = Listener(), EventStream(backend, SystemClock(), silent_s=3600)
    patient.add_listener(heard)
    started(service, patient, qtbot)
    service.tick()
    qtbot.waitUntil(lambda: heard.ticks == 1)
    service.kill()
    qtbot.waitUntil(lambda: heard.links == [True, False], timeout=20_000)
    service.start()

    def has_come_back() -> bool:
        service.tick()
        return heard.links == [True, False, True]

    qtbot.waitUntil(has_come_back, timeout=20_000)
    patient.stop()
    shiboken6.delete(patient)


def test_no_service_at_the_start_is_a_dead_link_and_is_waited_for(
    service: HttpService, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    service.kill()
    stream.start()
    qtbot.waitUntil(lambda: service.paths() == [] and stream.link.alive is False)
    service.start()
    qtbot.waitUntil(lambda: heard.snapshots == [0], timeout=20_000)
    assert heard.links == [True]


def test_an_ended_session_stops_the_stream_and_is_told(
    service: HttpService, backend: HttpBackend, stream: EventStream, heard: Listener, qtbot: QtBot
) -> None:
    service.stream_status = 401
    with qtbot.waitSignal(backend.signed_out):
        stream.start()
    asked = len(service.seen)
    service.stream_status = 200
    stream.start()
    qtbot.waitUntil(lambda: len(service.seen) >= asked + 2)
    service.emit(an_event(1))
    qtbot.waitUntil(lambda: heard.sequences == [1])
