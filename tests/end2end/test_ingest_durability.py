"""The one order that everything rests on, seen from outside: the frame is on the disk, then the box is answered."""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.clock import SystemClock
from services.simulator.training import TOUR_BOX
from tests.support.boxes import ARecord, a_crash, tcp_frame
from tests.support.detector import TRAINING, Detector, a_detector
from tests.support.wait import until_so
from tests.support.wire import a_box

CALLS = "trace=recvfrom,sendto,fdatasync,fsync"


@contextmanager
def a_traced_detector(folder: Path, trace: Path) -> Iterator[Detector]:
    """The service under strace, which writes down when it received, synchronised and sent."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: the order of fdatasync and answer is not seen from outside")
    under = (strace, "-f", "-q", "-y", "-xx", "-s", "64", "-e", CALLS, "-o", str(trace))
    with a_detector(folder, TRAINING, under=under) as service:
        try:
            yield service
        finally:
            os.kill(service.file.pid, signal.SIGTERM)  # strace itself must end last, or what it traces lives on
            service.process.wait(timeout=30)


async def test_the_fdatasync_of_a_frame_precedes_its_answer(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    now_ms = round(SystemClock().now().timestamp() * 1000)
    frames = [tcp_frame(a_crash(timestamp_ms=now_ms)), tcp_frame(ARecord(timestamp_ms=now_ms + 1000))]
    with a_traced_detector(tmp_path / "data", trace) as service:
        for frame in frames:
            async with a_box(service.box_port, TOUR_BOX.imei) as box:
                await box.send(frame)
                assert await box.answer(4) == b"\x00\x00\x00\x01"
    until_so(lambda: not Path(f"/proc/{service.file.pid}").exists())
    lines = trace.read_text(encoding="utf-8").splitlines()
    for frame in frames:
        received = _received(lines, frame)
        answered = next(number for number in range(received, len(lines)) if _is_answer(lines[number]))
        between = lines[received:answered]
        assert any(_is_synchronised(line) for line in between), between


def _received(lines: list[str], frame: bytes) -> int:
    """Return the line in which the service had the frame; its first bytes are enough."""
    start = _spelt(frame[:32])
    return next(number for number, line in enumerate(lines) if "recvfrom" in line and start in line)


def _is_answer(line: str) -> bool:
    return "sendto" in line and f'"{_spelt(bytes([0, 0, 0, 1]))}"' in line


def _is_synchronised(line: str) -> bool:
    """Whether a line tells the end of a successful fdatasync; its beginning may stand in another line."""
    return re.search(r"f(data)?sync.*= 0$", line) is not None


def _spelt(data: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in data)
