"""The service is found, started when absent, found again when killed, and left running on Quit."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from app.api.service import Health, ServiceFile
from tests.support.contract import a_health
from tests.support.http_service import HttpService, refusal
from ui import service_keeper
from ui.backend import HttpBackend
from ui.ports import LinkState
from ui.service_keeper import ServiceKeeper, ServicePlace, is_running, read_service_file

COMMAND = (sys.executable, "-m", "tests.support.service_process")
LOST = (
    "No answer from {url}. Restarted? Read its new url and token in service.json there, and start this desk with them."
)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def backend() -> Iterator[HttpBackend]:
    backend = HttpBackend()
    yield backend
    backend.close()
    shiboken6.delete(backend)


@pytest.fixture
def service() -> Iterator[HttpService]:
    service = HttpService()
    service.start()
    yield service
    service.kill()


def write_file(folder: Path, url: str, pid: int) -> None:
    file = ServiceFile(version=1, url=url, pid=pid, token="service-token", listeners={})
    (folder / "service.json").write_text(file.model_dump_json(), encoding="utf-8")


class Kept:
    """A keeper with what it said."""

    def __init__(self, place: ServicePlace, backend: HttpBackend) -> None:
        self.keeper = ServiceKeeper(place, backend)
        self.sentences: list[str] = []
        self.found: list[Health] = []
        self.keeper.waited.connect(lambda sentence: self.sentences.append(sentence()))
        self.misled: list[str] = []
        self.keeper.misled.connect(lambda sentence: self.misled.append(sentence()))
        self.keeper.found.connect(self.found.append)

    def end(self) -> None:
        self.keeper.stop()
        shiboken6.delete(self.keeper)


@pytest.fixture
def started(tmp_path: Path, backend: HttpBackend) -> Iterator[Kept]:
    kept = Kept(ServicePlace(tmp_path, (*COMMAND, str(tmp_path))), backend)
    yield kept
    kept.end()
    file = read_service_file(tmp_path)
    if file is not None and file.pid != os.getpid() and is_running(file.pid):
        os.kill(file.pid, signal.SIGKILL)


def test_attaches_to_the_service_that_runs(
    tmp_path: Path, service: HttpService, backend: HttpBackend, qtbot: QtBot
) -> None:
    write_file(tmp_path, service.url, os.getpid())
    kept = Kept(ServicePlace(tmp_path, ("/bin/false",)), backend)
    with qtbot.waitSignal(kept.keeper.found):
        kept.keeper.start()
    assert service.seen[0].headers["Authorization"] == "Bearer service-token"
    assert kept.sentences == []
    kept.end()


def test_starts_it_when_there_is_none_and_leaves_it_running(tmp_path: Path, started: Kept, qtbot: QtBot) -> None:
    with qtbot.waitSignal(started.keeper.found, timeout=20_000):
        started.keeper.start()
    assert started.sentences[0] == "Starting the service that listens to the boxes…"
    file = read_service_file(tmp_path)
    assert file is not None
    assert file.pid == started.found[0].pid != os.getpid()
    started.keeper.stop()
    assert is_running(file.pid)


def test_starts_it_again_when_it_was_killed(started: Kept, qtbot: QtBot) -> None:
    with qtbot.waitSignal(started.keeper.found, timeout=20_000):
        started.keeper.start()
    first = started.found[0].pid
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: not is_running(first))
    with qtbot.waitSignal(started.keeper.found, timeout=20_000):
        started.keeper.on_link(LinkState(alive=False, heard_at=None))
    assert started.found[1].pid != first


def test_a_training_service_ends_with_the_desk_that_started_it(
    tmp_path: Path, backend: HttpBackend, qtbot: QtBot
) -> None:
    kept = Kept(ServicePlace(tmp_path, (*COMMAND, str(tmp_path)), ends_with_desk=True), backend)
    with qtbot.waitSignal(kept.keeper.found, timeout=20_000):
        kept.keeper.start()
    kept.end()
    qtbot.waitUntil(lambda: not is_running(kept.found[0].pid))


def test_a_file_of_a_dead_service_is_not_believed(tmp_path: Path, started: Kept, qtbot: QtBot) -> None:
    write_file(tmp_path, "http://127.0.0.1:1", pid=2**22 + 1)
    with qtbot.waitSignal(started.keeper.found, timeout=20_000):
        started.keeper.start()


def test_something_else_on_the_port_is_not_our_service(
    tmp_path: Path, service: HttpService, started: Kept, qtbot: QtBot
) -> None:
    service.answers.extend([(401, refusal("signed_out"))] * 300)
    write_file(tmp_path, service.url, os.getpid())
    with qtbot.waitSignal(started.keeper.found, timeout=20_000):
        started.keeper.start()
    assert started.found[0].pid != a_health().pid


def test_a_desk_of_another_version_is_told(
    tmp_path: Path, service: HttpService, backend: HttpBackend, qtbot: QtBot
) -> None:
    service.answers.append((426, refusal("desk_version")))
    write_file(tmp_path, service.url, os.getpid())
    kept = Kept(ServicePlace(tmp_path, ("/bin/false",)), backend)
    with qtbot.waitSignal(kept.keeper.waited):
        kept.keeper.start()
    assert kept.sentences == ["This desk is of another version than its service. Update the desk, then start it again."]
    kept.end()


def test_a_service_elsewhere_is_waited_for_by_name(tmp_path: Path, backend: HttpBackend, qtbot: QtBot) -> None:
    kept = Kept(ServicePlace(tmp_path, url="http://127.0.0.1:1", token="t"), backend)
    with qtbot.waitSignal(kept.keeper.waited):
        kept.keeper.start()
    kept.end()
    assert kept.sentences == [LOST.format(url="http://127.0.0.1:1")]
    assert kept.misled == kept.sentences, "the strip says it too: nothing but a person leads this desk there again"


def test_a_service_elsewhere_with_another_token_is_no_service_to_start(
    tmp_path: Path, service: HttpService, backend: HttpBackend, qtbot: QtBot
) -> None:
    service.answers.append((401, refusal("signed_out")))
    kept = Kept(ServicePlace(tmp_path, url=service.url, token="old"), backend)
    with qtbot.waitSignal(kept.keeper.waited):
        kept.keeper.start()
    kept.end()
    assert kept.misled[0] == LOST.format(url=service.url)


@pytest.mark.parametrize("content", ["", "{", '{"version": 1}', "[]"])
def test_a_half_written_file_is_no_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "service.json").write_text(content)
    assert read_service_file(tmp_path) is None


def test_a_service_that_does_not_start_is_quoted(
    tmp_path: Path, backend: HttpBackend, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_keeper, "START_AGAIN_MS", 1500)
    says = "import sys; sys.exit('The folder is in use by process 4711. Use that service, or stop it first.')"
    kept = Kept(ServicePlace(tmp_path, (sys.executable, "-c", says)), backend)
    kept.keeper.start()
    log = tmp_path / "service-start.log"
    sentence = (
        "The service does not start. It says: The folder is in use by process 4711. Use that service, or stop it "
        f"first. (All of it is in {log}.)"
    )
    qtbot.waitUntil(lambda: sentence in kept.sentences, timeout=20_000)
    kept.end()
