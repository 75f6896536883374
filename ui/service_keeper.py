"""Finds the service of this workstation, starts it when there is none, and finds it again when it died.

The service outlives the desk: it is started detached, left running on Quit, and found through ``service.json`` in the
data folder, so that a second desk attaches to the same one. Its pid alone proves nothing (pids come back), so it
counts as found only when it answers ``/v1/health`` to its own token. In training the service belongs to the desk that
started it and ends with it.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QProcess, QTimer, Signal

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Health, RefusalInfo, ServiceFile, Tick
from app.i18n import _
from ui.backend import HttpBackend
from ui.errors import refusal_sentence
from ui.ports import LinkState, Reply, Unavailable
from ui.requests import Patience

FILE_NAME = "service.json"
LOG_NAME = "service-start.log"
LOOK_EVERY_MS = 100
START_AGAIN_MS = 10_000
MOST_QUOTED = 300


@dataclass(frozen=True, slots=True)
class ServicePlace:
    """Where the service of this desk is, and how to start it.

    Attributes:
        data_folder: Where it writes ``service.json``.
        command: Program and arguments that start it; empty = somebody else does.
        url: A service elsewhere; nothing is looked for or started then.
        token: Its desk token, with ``url`` only.
        ends_with_desk: Training: the desk that started it also stops it.
    """

    data_folder: Path
    command: tuple[str, ...] = ()
    url: str = ""
    token: str = ""
    ends_with_desk: bool = False


class ServiceKeeper(QObject):
    """Looks until the service answers, and again whenever the link dies. A ``FeedListener``."""

    waited = Signal(object)
    """A function that says what is waited for, in the language of the screen."""
    misled = Signal(object)
    """The same of a service elsewhere, which only a person can lead this desk to again."""
    found = Signal(Health)

    def __init__(self, place: ServicePlace, backend: HttpBackend, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._backend = backend
        self._probe = HttpBackend(self, Patience(give_up_s=0.0, attempt_s=2.0))
        self._asking = False
        self._started_here = False
        self._started = QElapsedTimer()
        self._known = ServiceFile(version=0, url=place.url, pid=0, token=place.token, listeners={})
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def service_file(self) -> ServiceFile:
        """The service found last."""
        return self._known

    def start(self) -> None:
        """Look now, and until it is found."""
        self._timer.start()
        self._look()

    def stop(self) -> None:
        """Look no more. The service keeps listening, except in training if this desk started it."""
        self._timer.stop()
        self._probe.close()
        if self._place.ends_with_desk and self._started_here:
            self._end()

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Nothing to do."""

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do."""

    def on_tick(self, tick: Tick) -> None:
        """Nothing to do."""

    def on_link(self, link: LinkState) -> None:
        """A dead link: the service may have died or moved to another port."""
        if not link.alive:
            self.start()

    def _look(self) -> None:
        if self._asking:
            return
        file = self._known if self._place.url else read_service_file(self._place.data_folder)
        if file is None or (file.pid and not is_running(file.pid)):
            self._start_service()
            return
        self._asking = True
        self._known = file
        self._probe.set_service(file.url, file.token)
        self._probe.health(Reply(self._on_health, self._on_refused, self._on_unavailable))

    def _on_health(self, health: Health) -> None:
        self._asking = False
        self._timer.stop()
        self._started.invalidate()  # should it die later, it is started again at once
        self._backend.set_service(self._known.url, self._known.token)
        self.found.emit(health)

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._asking = False
        if refusal.code in ("signed_out", "forbidden", "service_error", "not_found"):
            self._start_service()  # something else answers on the port that our dead service had
            return
        self.waited.emit(lambda: refusal_sentence(refusal))

    def _on_unavailable(self, unavailable: Unavailable) -> None:
        del unavailable  # it runs and does not answer yet; the next look asks again
        self._asking = False
        self._wait()

    def _start_service(self) -> None:
        due = not self._started.isValid() or self._started.elapsed() > START_AGAIN_MS
        if self._place.command and due:
            start_detached(self._place.command, self._place.data_folder)
            self._started.start()
            self._started_here = True
        self._wait()

    def _wait(self) -> None:
        sentence = self._sentence()
        self.waited.emit(sentence)
        if self._place.url:
            self.misled.emit(sentence)

    def _sentence(self) -> Callable[[], str]:
        folder = self._place.data_folder
        if self._place.url:
            there = self._place.url
            return lambda: _(
                "No answer from {url}. Restarted? Read its new url and token in service.json there, and start this desk"
                " with them."
            ).format(url=there)
        if not self._place.command:
            url = str(folder)
            return lambda: _("Waiting for the service at {url}. It does not answer.").format(url=url)
        if self._started.isValid() and self._started.elapsed() > START_AGAIN_MS // 2:
            log = folder / LOG_NAME
            said = last_words(log)
            if said:
                words = {"said": said, "log": log}
                return lambda: _("The service does not start. It says: {said} (All of it is in {log}.)").format(**words)
            return lambda: _("The service does not start yet. What it says is in {log}").format(log=log)
        return lambda: _("Starting the service that listens to the boxes…")

    def _end(self) -> None:
        file = read_service_file(self._place.data_folder)
        if file is not None and is_running(file.pid):
            os.kill(file.pid, signal.SIGTERM)


def read_service_file(data_folder: Path) -> ServiceFile | None:
    """Return what ``service.json`` says; None when there is none, or a half-written one."""
    try:
        return ServiceFile.model_validate_json((data_folder / FILE_NAME).read_bytes())
    except (OSError, ValueError):
        return None


def last_words(log: Path) -> str:
    """Return the last line of what a service said as it started; empty when it said nothing."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.strip()[:MOST_QUOTED] for line in reversed(lines) if line.strip()), "")


def is_running(pid: int) -> bool:
    """Say whether a process with this pid exists. On Windows always yes: there only ``/v1/health`` tells."""
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def start_detached(command: tuple[str, ...], data_folder: Path) -> bool:
    """Start the service so that it outlives this process, its first words in a log; say whether it started."""
    data_folder.mkdir(parents=True, exist_ok=True)
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(list(command[1:]))
    log = str(data_folder / LOG_NAME)
    process.setStandardOutputFile(log)
    process.setStandardErrorFile(log, QProcess.OpenModeFlag.Append)
    return bool(process.startDetached())
