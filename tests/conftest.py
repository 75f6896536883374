"""What every test runs under: nothing on a real screen, no warning in a log, nothing left running.

A warning in a log is a fault that nobody reads, so a test that does not ask for it (``expected_log``) fails. Timers
and threads of Qt that outlive their test are found by the wrappers that PySide6 keeps; they would act in a later test,
where nobody would look for them.
"""

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.qt_free import runs_without_qt

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No test fails on a time: Hypothesis has two limits of its own. Its profile for CI (same examples every time) stays.
settings.register_profile("house", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
COLLECTS_EVERY = 20
_ENDED = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know our own options.

    ``--full-size``: harnesses run as large as their figures are claimed for (``make soak``). ``--rest``: only what
    does not run with Qt blocked; the other half of ``make test`` runs that.
    """
    parser.addoption("--full-size", action="store_true", help="run the harnesses at full size")
    parser.addoption("--rest", action="store_true", help="leave out what runs without Qt")


def pytest_configure(config: pytest.Config) -> None:
    """Let ``qtbot.waitUntil`` wait as long as a loaded machine may need: it ends by what it waits for."""
    if not config.pluginmanager.hasplugin("pytest-qt"):
        return
    from pytestqt.qtbot import QtBot

    QtBot.waitUntil.__kwdefaults__ = {"timeout": 30_000}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what the run without Qt runs, when asked to."""
    return True if config.getoption("--rest") and runs_without_qt(collection_path) else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with whole processes, which take longest: the last of several workers must not wait for one of them."""
    items.sort(key=lambda item: "end2end" not in item.path.parts)


@pytest.fixture
def shared_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of real frames, pulses and scenarios beside the checkout; without it the test is skipped by name."""
    if not SHARED.is_dir():
        pytest.skip(f"{request.node.name}: needs the shared folder beside the checkout, which is not there")
    return SHARED


@pytest.fixture
def harness_size(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """How large a harness runs: the full size under ``--full-size``, else a twentieth."""
    full = bool(request.config.getoption("--full-size"))
    return lambda size: size if full else max(1, size // 20)


class WarningsSeen(logging.Handler):
    """Keeps every log record from WARNING up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.are_expected = False

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.records.append(record)

    def sentences(self) -> list[str]:
        """What was logged, in order."""
        return [record.getMessage() for record in self.records]


@pytest.fixture(autouse=True)
def warnings_seen() -> Iterator[WarningsSeen]:
    """Fail the test when anything logged a warning that the test did not expect."""
    seen = WarningsSeen()
    logging.getLogger().addHandler(seen)
    yield seen
    logging.getLogger().removeHandler(seen)
    if seen.records and not seen.are_expected:
        pytest.fail(f"unexpected in the log: {seen.sentences()}")


@pytest.fixture
def expected_log(warnings_seen: WarningsSeen) -> WarningsSeen:
    """Warnings are what this test provokes; assert on ``sentences()``."""
    warnings_seen.are_expected = True
    return warnings_seen


@pytest.fixture(autouse=True)
def nothing_collected_while_it_paints(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let garbage be collected between tests only: in a paint event of pyqtgraph it takes plots of earlier tests along.

    Those are cycles with whole windows of Qt in them, and the process dies. All of it every ``COLLECTS_EVERY`` tests,
    because it takes a tenth of a second.
    """
    if not request.config.pluginmanager.hasplugin("pytest-qt"):
        yield
        return
    gc.disable()
    yield
    ended = request.config.stash.get(_ENDED, 0) + 1
    request.config.stash[_ENDED] = ended
    gc.collect(2 if ended % COLLECTS_EVERY == 0 else 0)


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fail the test when a timer or thread of Qt outlives it."""
    if "PySide6" not in sys.modules:
        yield
        return
    before = _running()
    yield
    left = [what for what in _running() if what not in before]
    for _turn in range(50 if left else 0):  # one of pyqtgraph that fires once ends in a moment
        _pass_a_turn()
        left = [what for what in _running() if what not in before]
        if not left:
            break
    if left:
        pytest.fail(f"still running after the test: {[_told(what) for what in left]}")


def _running() -> list[object]:
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
    from shiboken6 import Shiboken

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    alive = Shiboken.getAllValidWrappers()
    timers = [one for one in alive if isinstance(one, QTimer) and one.isActive()]
    threads = [one for one in alive if isinstance(one, QThread) and one.isRunning()]
    return [*timers, *(one for one in threads if one is not QThread.currentThread())]


def _pass_a_turn() -> None:
    from PySide6.QtTest import QTest

    QTest.qWait(20)


def _told(what: object) -> str:
    """Say which timer it is by its interval and whose it is: several may be found after hundreds of tests."""
    from PySide6.QtCore import QTimer

    if not isinstance(what, QTimer):
        return repr(what)
    return f"timer of {what.interval()} ms of {type(what.parent()).__name__}"
