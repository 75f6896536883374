"""A service that starts at a person's logon: kept alive, and stopped by an installer that does not know its process."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from app.api.service import ServiceFile
from services.detector.keeping import keep_running
from services.detector.service_file import write_service_file
from tests.support.detector import TRAINING, found, starting
from tests.support.processes import ROOT
from tests.support.wait import until_so


def detector(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "services.detector", "--data", str(folder), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100)


def test_a_killed_service_is_started_again_and_ends_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with starting(folder, (*TRAINING, "--keep")) as keeper:
        first = found(folder, keeper)
        os.kill(first.pid, signal.SIGKILL)
        second = found(folder, keeper, not_token=first.token)
        assert second.pid not in (first.pid, keeper.pid)
        assert detector(folder, "--stop").returncode == 0
        assert keeper.wait(timeout=60) == 0
    assert not (folder / "service.json").exists()


def test_a_signal_to_the_keeper_ends_both(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with starting(folder, (*TRAINING, "--keep")) as keeper:
        pid = found(folder, keeper).pid
        keeper.send_signal(signal.SIGTERM)
        assert keeper.wait(timeout=60) == 0
    until_so(lambda: not Path(f"/proc/{pid}").exists())


def test_nothing_to_stop_is_no_fault(tmp_path: Path) -> None:
    assert detector(tmp_path / "nobody", "--stop").returncode == 0


def test_a_process_that_got_the_number_of_a_killed_service_is_left_alone(tmp_path: Path) -> None:
    """Only who has the folder is its service; what stands in a file that was left behind may be anybody's number."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as somebody:
        left = ServiceFile(version=1, url="http://127.0.0.1:1", pid=somebody.pid, token="t", listeners={})
        write_service_file(tmp_path, left)
        (tmp_path / "desk.lock").write_text(f"{somebody.pid}\n", encoding="utf-8")
        assert detector(tmp_path, "--stop").returncode == 0
        somebody.communicate(b"\n", timeout=60)
        assert somebody.returncode == 0


def test_a_service_that_cannot_work_here_is_tried_again_later(tmp_path: Path) -> None:
    """Another one has the folder: the keeper goes on trying, and has it when that one ends."""
    tries = tmp_path / "tries"
    script = f"import pathlib, sys; p = pathlib.Path({str(tries)!r}); n = len(p.read_bytes()) if p.exists() else 0; "
    script += "p.write_bytes(b'x' * (n + 1)); sys.exit(0 if n == 2 else 1)"
    assert keep_running([sys.executable, "-c", script], threading.Event(), cannot_work_s=0.01) == 0
    assert len(tries.read_bytes()) == 3


def test_only_windows_has_such_a_service(tmp_path: Path) -> None:
    refused = detector(tmp_path, "--windows-service", "install")
    assert refused.returncode == 2
    assert "systemd" in refused.stderr
