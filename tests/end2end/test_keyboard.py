"""A whole case by keyboard alone, and what the service says of it afterwards.

Once in this process with Qt's test keys, and once on a real X display with xdotool, as an operator's keyboard does it,
for the operator and the supervisor of a drill.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.case import CaseState, Outcome
from app.domain.contact import CallOutcome
from app.domain.message import MessageState
from services.simulator.training import TOUR_BOX
from tests.support.backend import FakeClock, FakeScheduler
from tests.support.detector import Detector, a_detector, errors_of, found
from tests.support.keyboard import COST_EUR, FIRM, NOTE, handle_by_keyboard, record_of, what_was_done
from tests.support.processes import ROOT
from tests.support.real_desk import AN, LUC, RealDesk, crashes
from tests.support.wait import until_so
from ui.shell.keys import FocusKeepsItsKeys

pytestmark = pytest.mark.timeout(240)

DONE = {
    "state": CaseState.CLOSED,
    "outcome": Outcome.TRUE_CRASH,
    "calls": [CallOutcome.NO_ANSWER],
    "messages": [MessageState.DONE_BY_HAND],
    "firms": [(FIRM, True)],
    "notes": [NOTE],
    "answers": 3,
    "uses": [COST_EUR],
}
TRIES = 30
NEEDED = ("Xvfb", "xdotool")
missing = [program for program in NEEDED if shutil.which(program) is None]
on_x = pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not on this machine: make setup installs them")


def repeat(
    wait: Callable[[Callable[[], bool]], bool], is_so: Callable[[], bool], again: Callable[[], None] | None
) -> None:
    """Wait until it is so, a moment at a time, and press again after each: the desk may not have been ready."""
    for _time in range(TRIES):
        if wait(is_so):
            return
        if again is not None:
            again()
    raise TimeoutError("what the test waits for did not become so")


def became(is_so: Callable[[], bool]) -> bool:
    """Whether it becomes so in a moment."""
    try:
        until_so(is_so, 1.5)
    except TimeoutError:
        return False
    return True


class TestKeys:
    """Qt's own, into a desk of this process, whose clock is put forward before each."""

    def __init__(self, desk: RealDesk, scheduler: FakeScheduler) -> None:
        self._desk = desk
        self._scheduler = scheduler

    def press(self, key: str) -> None:
        self._scheduler.advance(1.1)
        combination = QKeySequence.fromString(key)[0]  # type: ignore[index]  # the stubs of Qt do not know it
        self._desk.press(combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        self._desk.type(text)

    def until(self, is_so: Callable[[], bool], again: Callable[[], None] | None = None) -> None:
        repeat(self._desk.wait_a_moment, is_so, again)


TestKeys.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture
def filter_of_keys(qapp: QApplication) -> Iterator[FocusKeepsItsKeys]:
    keys = FocusKeepsItsKeys(qapp)
    yield keys
    shiboken6.delete(keys)


@pytest.mark.usefixtures("filter_of_keys")
def test_a_whole_case_by_keyboard_alone(qtbot: QtBot, tmp_path: Path) -> None:
    scheduler = FakeScheduler(FakeClock())
    with a_detector(tmp_path / "data") as service:
        desk = RealDesk(qtbot, service, AN, "desk-1", scheduler)
        desk.to_front()
        with crashes(service, TOUR_BOX):
            case = handle_by_keyboard(TestKeys(desk, scheduler), record_of(service, LUC))
        desk.close()
    assert what_was_done(case) == DONE


class XKeys:
    """xdotool's, into whatever window of a display has the keys."""

    def __init__(self, display: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}

    def press(self, key: str) -> None:
        self._do("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "5", text)

    def until(self, is_so: Callable[[], bool], again: Callable[[], None] | None = None) -> None:
        repeat(became, is_so, again)

    def _do(self, *arguments: str) -> None:
        """Act on the desk's window, which gets the keys first: there is no window manager to give them."""
        window = ("search", "--sync", "--onlyvisible", "--name", "VIVIUM Bijstand", "windowfocus")
        subprocess.run(["xdotool", *window, *arguments], env=self._environment, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def a_display() -> Iterator[str]:
    """A screen that nobody sees, on a number that the server chooses."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def a_desk_on(display: str, folder: Path, role: str) -> Iterator[Detector]:
    """The desk as a person starts it, signed in, and its own service of a drill."""
    command = [sys.executable, "-m", "app", "--data", str(folder), "--training", "--plain-map", "--as", role]
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    data = folder / "training"
    with errors_of(data).open("wb") as errors:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
    with process:
        try:
            file = found(data, process)
            try:
                yield Detector(data, process, file)
            finally:
                os.kill(file.pid, signal.SIGTERM)
        finally:
            process.terminate()


@on_x
@pytest.mark.parametrize("role", ["operator", "supervisor"])
def test_a_whole_case_on_a_real_display(role: str, tmp_path: Path) -> None:
    with a_display() as display, a_desk_on(display, tmp_path, role) as service:
        record = record_of(service, {"operator": LUC, "supervisor": AN}[role])
        case = handle_by_keyboard(XKeys(display), record)
    assert what_was_done(case) == DONE
