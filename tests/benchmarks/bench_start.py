"""How long desk and service take to start, as a person at a cold or warm workstation waits for them.

Each start is a process of its own, timed from its first instant. Cold = without the page cache, which needs root.
"""

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.commands.desk import service_command
from tests.support.processes import ROOT

STARTS = 5
DROP_CACHES = Path("/proc/sys/vm/drop_caches")
PATIENCE_S = 30.0


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    figures = [("service: process -> ready, warm", statistics.median(_service_ms() for _ in range(STARTS)), "ms")]
    figures += _desk_figures("warm", STARTS)
    if drop_caches():
        figures.append(("service: process -> ready, cold", _service_ms(), "ms"))
        drop_caches()
        figures += _desk_figures("cold", 1)
    return figures


def _desk_figures(kind: str, starts: int) -> list[tuple[str, float, str]]:
    alone = [_first_start() for _ in range(starts)]
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as data, _service(Path(data)):
        if kind == "cold":
            drop_caches()
        beside = [_desk_ms(Path(data)) for _ in range(starts)]
    suffix = "" if kind == "warm" else f", {kind}"
    return [
        (f"first start: window{suffix}", statistics.median(window for window, _queue in alone), "ms"),
        (f"first start: queue{suffix}", statistics.median(queue for _window, queue in alone), "ms"),
        (f"desk against a running service: usable queue{suffix}", statistics.median(one[1] for one in beside), "ms"),
    ]


def _service_ms() -> float:
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as data:
        begun = time.monotonic()
        with _service(Path(data)):
            return (time.monotonic() - begun) * 1000


@contextmanager
def _service(folder: Path) -> Iterator[None]:
    process = subprocess.Popen(service_command(folder, "--training", "--no-boxes"), cwd=ROOT)
    deadline = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while not (folder / "service.json").exists() and time.monotonic() < deadline:
        pause.wait(0.01)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _first_start() -> tuple[float, float]:
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as data:
        return _desk_ms(Path(data))


def _desk_ms(folder: Path) -> tuple[float, float]:
    """Start a desk; return milliseconds to its window and to its queue."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "tests.support.desk_start", str(folder)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE_S).stdout
    window, queue = (float(instant) for instant in said.split())
    return (window - begun) * 1000, (queue - begun) * 1000


def drop_caches() -> bool:
    """Forget what the system keeps of the disk; say whether it could, which only root may."""
    try:
        subprocess.run(["sync"], check=True)  # noqa: S607
        DROP_CACHES.write_text("3", encoding="ascii")
    except OSError:
        return False
    return True
