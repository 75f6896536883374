"""Real desks of real people, offscreen, against the real service: nothing is faked but time.

A desk with a ``FakeScheduler`` does what its timers would only when the test lets time pass; without one it runs by
itself. Crashes come from the simulator, over the boxes' own protocol.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import shiboken6
from pydantic import SecretStr
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import TimeoutError as QtTimeoutError
from pytestqt.qtbot import QtBot

from app.api.commands import SignIn
from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import EventInfo, RefusalInfo, SessionInfo, Tick
from app.domain.clock import SystemClock
from app.domain.ids import CaseId
from app.domain.verdict import Priority
from services.simulator.training import TrainingBox
from tests.support.backend import FakeScheduler
from tests.support.detector import Detector, found
from tests.support.processes import ROOT, python_module, said
from ui.alarm import Sound
from ui.backend import HttpBackend
from ui.case.holding_view import HoldingBar
from ui.event_stream import EventStream
from ui.open_desk import OpenDesk
from ui.ports import LinkState, Reply, Scheduler, Unavailable
from ui.queue.state import Row, Section
from ui.session import Me
from ui.shell.alert_strip import AlertStrip
from ui.sound import SilentBell
from ui.tasks import ServiceClock

AN, LUC = "an.verbeke", "luc.supervisor"
"""The operator and the supervisor of the training set."""

LONG_MS, MOMENT_MS = 30_000, 1_500

T = TypeVar("T")


class Ticks:
    """A ``FeedListener`` that knows what time the service said last."""

    def __init__(self) -> None:
        self.now = datetime.min.replace(tzinfo=UTC)

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        self.now = snapshot.now

    def on_change(self, event: EventInfo) -> None:
        """Tells when it happened, not what time it is."""

    def on_tick(self, tick: Tick) -> None:
        self.now = tick.now

    def on_link(self, link: LinkState) -> None:
        """Nothing to do."""


class RealDesk:
    """One desk: its window, its keys, and its way to the service."""

    def __init__(
        self, qtbot: QtBot, service: Detector, login: str, desk: str, scheduler: FakeScheduler | None = None
    ) -> None:
        self._qtbot = qtbot
        self.is_open = True
        self.scheduler = scheduler
        local = SystemClock() if scheduler is None else scheduler.clock
        self.backend = HttpBackend()
        self.stream = EventStream(self.backend, SystemClock())
        self.clock = ServiceClock(local)
        self.me = self._sign_in(service, login, desk)
        self.desk: OpenDesk = _kind(scheduler)(
            self.me, self.backend, self.stream, self.clock, silent=True, plain_map=True
        )
        self.window, self.actions, self.navigator = self.desk.window, self.desk.actions, self.desk.navigator
        self.window.resize(1440, 900)
        self.window.show()
        self._ticks = Ticks()
        self.desk.listen(self._ticks)
        self.stream.start()
        self.wait(lambda: self.stream.link.alive)

    @property
    def heard_at(self) -> datetime:
        """What time the service said it was, last."""
        return self._ticks.now

    @property
    def played(self) -> list[Sound]:
        """What it sounded so far."""
        bell = self.desk.bell
        assert isinstance(bell, SilentBell)
        return bell.played

    @property
    def strip(self) -> str:
        """What the alert strip says."""
        strip = self.window.findChild(AlertStrip)
        assert strip is not None
        return strip.said

    def waiting(self) -> list[QueueRow]:
        """The cases that nobody has, as this desk knows them."""
        return list(self.desk.rows.waiting())

    def row(self, case_id: CaseId) -> QueueRow:
        """A case, as this desk knows it."""
        return next(row for row in self.desk.rows.all_rows() if row.case_id == case_id)

    def painted(self) -> list[Row]:
        """The rows of the queue, as they are painted."""
        shown = self.desk.queue._shown  # noqa: SLF001 - what the list was given last
        return [] if shown is None else [line for line in shown.lines if isinstance(line, Row)]

    @property
    def selected(self) -> str:
        """The row a person chose."""
        shown = self.desk.queue._shown  # noqa: SLF001
        return "" if shown is None else shown.selected_key

    def strip_when(self, is_so: Callable[[str], bool]) -> str:
        """What the alert strip says, once it says so."""
        self.wait(lambda: is_so(self.strip))
        return self.strip

    def section_of(self, case_id: CaseId) -> Section:
        """The part of the queue in which a case stands."""
        return self.desk.queue._section_of(self.row(case_id))  # noqa: SLF001

    @property
    def _holding(self) -> HoldingBar:
        bar = self.window.findChild(HoldingBar)
        assert isinstance(bar, HoldingBar)
        return bar

    @property
    def case_line(self) -> str:
        """What the open case says of who works on it."""
        return self._holding.sentence.accessibleName()

    @property
    def reason_problem(self) -> str:
        """What is said beside the field for a reason."""
        return self._holding.editor.problem.text()

    @property
    def typed_reason(self) -> str:
        """What stands in that field."""
        return self._holding.editor.reason.text()

    def choose_priority(self, priority: Priority) -> None:
        """Choose it beside the field."""
        self._holding.editor.choice.setCurrentIndex(list(Priority).index(priority))

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Let the desk run until it is so."""
        self._qtbot.waitUntil(is_so, timeout=LONG_MS)

    def wait_a_moment(self, is_so: Callable[[], bool]) -> bool:
        """Let the desk run for a moment at most; say whether it became so."""
        try:
            self._qtbot.waitUntil(is_so, timeout=MOMENT_MS)
        except QtTimeoutError:
            return False
        return True

    def ask(self, send: Callable[[Reply[T]], None]) -> T | RefusalInfo | Unavailable:
        """Send something past the screens and return what came of it."""
        answers: list[T | RefusalInfo | Unavailable] = []
        send(Reply(answers.append, answers.append, answers.append))
        self.wait(lambda: bool(answers))
        return answers[0]

    def to_front(self) -> None:
        """Give this window the keys."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self._focus(), key, modifier)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self._focus(), text)

    def close(self) -> None:
        """Leave, as a desk that is switched off."""
        self.is_open = False
        self.stream.stop()
        self.desk.close()
        self.backend.close()
        for each in (self.window, self.stream, self.backend):
            shiboken6.delete(each)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def _sign_in(self, service: Detector, login: str, desk: str) -> Me:
        self.backend.set_service(service.file.url, service.file.token)
        command = SignIn(login=login, password=SecretStr(service.file.token), desk=desk)
        session = self.ask(lambda reply: self.backend.sign_in(command, reply))
        assert isinstance(session, SessionInfo)
        return Me(session.account, desk)


def _kind(scheduler: FakeScheduler | None) -> type[OpenDesk]:
    """A desk whose timers the test drives, or one as it is."""
    if scheduler is None:
        return OpenDesk
    driven: Scheduler = scheduler

    class DrivenDesk(OpenDesk):
        def make_scheduler(self) -> Scheduler:
            return driven

    return DrivenDesk


@dataclass
class Night:
    """A service whose clock the test moves, and desks that follow."""

    service: Detector
    desks: list[RealDesk]
    _process: "subprocess.Popen[str]"

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass: every desk does what is due, second by second, and then follows the service again."""
        for desk in self.desks:
            if desk.scheduler is not None:
                desk.scheduler.advance(seconds)
        assert self._process.stdin is not None
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        [moved] = said(self._process, 1)
        for desk in self.desks:
            desk.wait(lambda desk=desk: desk.heard_at >= datetime.fromisoformat(moved))  # type: ignore[misc]


@contextmanager
def a_night(folder: Path) -> Iterator[Night]:
    """Start a service in training on a clock of its own."""
    with python_module("tests.support.clocked_service", str(folder)) as process:
        file = found(folder, process)  # type: ignore[arg-type]  # only asked whether it still runs
        yield Night(Detector(folder, process, file), [], process)  # type: ignore[arg-type]


def crashes(service: Detector, box: TrainingBox) -> "subprocess.Popen[bytes]":
    """Let this box live through its crash, quickly; returns at once."""
    command = [sys.executable, "-m", "services.simulator", "--port", str(service.box_port), "--speed", "30"]
    arguments = ["--imei", box.imei, "--scenario", box.scenario]
    return subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
