"""The boxes of a drill live as long as their service."""

import sys
from pathlib import Path

import pytest

from services.detector import training
from services.detector.training import TrainingDay, simulator_command
from tests.conftest import WarningsSeen


def test_the_day_is_the_simulators() -> None:
    command = simulator_command(5027)
    assert command[:3] == (sys.executable, "-m", "services.simulator")
    assert command[3:] == ("--port", "5027", "--day", "--with-parent")


def test_frozen_it_is_the_sibling_executable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bijstand-detector.exe"))
    assert simulator_command(1)[0] == str(tmp_path / "bijstand-simulator.exe")


async def test_it_ends_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    command = (sys.executable, "-c", "import sys; sys.stdin.read()")
    monkeypatch.setattr(training, "simulator_command", lambda port: (*command, str(port)))
    day = TrainingDay()
    await day.start(1)
    await day.stop()
    await day.stop()


async def test_one_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); signal.pause()"
    monkeypatch.setattr(training, "simulator_command", lambda port: (sys.executable, "-c", deaf, str(port)))
    monkeypatch.setattr(training, "_ENDS_WITHIN_S", 0.05)
    day = TrainingDay()
    await day.start(1)
    await day.stop()


async def test_a_drill_without_simulator_goes_on(monkeypatch: pytest.MonkeyPatch, expected_log: WarningsSeen) -> None:
    monkeypatch.setattr(training, "simulator_command", lambda port: ("/nowhere/simulator", str(port)))
    day = TrainingDay()
    await day.start(1)
    await day.stop()
    assert len(expected_log.sentences()) == 1
