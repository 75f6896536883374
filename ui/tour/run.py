"""Joins the running desk, the simulated box and the steps, and ends with ``timeline.json``.

The desk is the real one: this only waits until somebody (in training a made-up person) is signed in, lets the steps run
and closes. Its window is as large as on a common screen: there is none here that it would have to fit on. Should
anything hang, the tour still ends in time and says which step it was in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from app.api.service import ServiceFile
from app.domain.clock import SystemClock
from ui.open_desk import OpenDesk
from ui.shell.fitting import FIRST_SIZE
from ui.tour.driver import LOOK_EVERY_MS, Driver
from ui.tour.script import Script
from ui.tour.timeline import case_record

LISTENER = "teltonika_tcp"


@dataclass(frozen=True, slots=True)
class TourDesk:
    """What the tour needs of the desk process.

    Attributes:
        open_desk: The desk of the signed-in person; None until then.
        service: The service found.
    """

    open_desk: Callable[[], OpenDesk | None]
    service: Callable[[], ServiceFile]


class Tour(QObject):
    """One tour. ``ended`` carries the exit code, after ``timeline.json`` is written."""

    ended = Signal(int)

    def __init__(self, desk: TourDesk, folder: Path, box: Callable[[int], tuple[str, ...]], give_up_s: float) -> None:
        super().__init__()
        self._desk = desk
        self._folder = folder
        self._box = box
        self._script: Script | None = None
        self._driver = Driver(folder, SystemClock(), self)
        self._driver.finished.connect(self._end)
        self._simulator = QProcess(self)
        self._simulator.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._waiting = QTimer(self)
        self._waiting.setInterval(LOOK_EVERY_MS)
        self._waiting.timeout.connect(self._look)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(round(give_up_s * 1000))
        self._patience.timeout.connect(self._give_up)

    def start(self) -> None:
        """Wait for somebody to be signed in, then begin."""
        self._waiting.start()
        self._patience.start()

    def _look(self) -> None:
        desk = self._desk.open_desk()
        if desk is None:
            return
        self._waiting.stop()
        self._script = Script(desk, self._start_box)
        self._driver.timeline.add("sign_in", desk.clock.now(), ok=True)
        desk.window.showNormal()
        desk.window.resize(FIRST_SIZE)
        self._driver.start(self._script.steps(), desk.window)

    def _start_box(self) -> None:
        program, *arguments = self._box(self._desk.service().listeners[LISTENER])
        self._simulator.setProgram(program)
        self._simulator.setArguments(arguments)
        self._simulator.start()

    def _give_up(self) -> None:
        name = self._driver.give_up() or "sign_in"
        self._driver.timeline.add(name, SystemClock().now(), ok=False)
        self._end()

    def _end(self) -> None:
        self._patience.stop()
        self._waiting.stop()
        timeline = self._driver.timeline
        if self._script is not None and self._script.detail is not None:
            timeline.case = case_record(self._script.detail)
        timeline.write(self._folder)
        self._simulator.kill()
        self._simulator.waitForFinished(1000)
        self.ended.emit(1 if timeline.has_failed else 0)
