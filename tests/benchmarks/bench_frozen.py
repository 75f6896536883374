"""How long the packaged desk takes to its queue, beside ``python -m app`` of this checkout, in turns in one run.

Both drive the tour, whose ``timeline.json`` says when somebody was signed in and the queue stood, and when the first
row was opened; both are counted from before the process starts. Before each start the page cache is dropped, which
needs root; where that cannot be, the figures say "warm". Needs ``make package``.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tests.benchmarks.bench_start import drop_caches
from tests.support.processes import ROOT

STARTS = 5
PATIENCE_S = 120.0
FROZEN = ROOT / "build" / "package" / "bijstand-desk" / "bijstand"
STEPS = {"sign_in": "first queue", "open": "first case"}


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    if not FROZEN.is_file():
        sys.stdout.write("There is no bundle in build/package: make package\n")
        return []
    programs = {"frozen": (str(FROZEN),), "source": (sys.executable, "-m", "app")}
    kind = "cold" if drop_caches() else "warm"
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(STARTS):
        for name, program in programs.items():
            drop_caches()
            for step, seconds in _started(program).items():
                times.setdefault((name, step), []).append(seconds)
    return [figure for step, told in STEPS.items() for figure in _figures(times, step, f"{told}, {kind}")]


def _figures(times: dict[tuple[str, str], list[float]], step: str, told: str) -> list[tuple[str, float, str]]:
    frozen, source = (statistics.median(times[name, step]) for name in ("frozen", "source"))
    return [
        (f"packaged desk: {told}", frozen, "s"),
        (f"python -m app: {told}", source, "s"),
        (f"packaged desk / python -m app: {told}", frozen / source, "times"),
    ]


def _started(program: Sequence[str]) -> dict[str, float]:
    """Return the seconds from the start of a tour to each step that counts."""
    environment = {**os.environ, "QTWEBENGINE_DISABLE_SANDBOX": "1"}  # Chromium's refuses to run as root
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as folder:
        begun = time.time()
        subprocess.run(
            [*program, "tour", folder], cwd=ROOT, env=environment, capture_output=True, check=False, timeout=PATIENCE_S
        )
        told = json.loads(Path(folder, "timeline.json").read_text(encoding="utf-8"))
    at = {step["name"]: datetime.fromisoformat(step["at"]).timestamp() for step in told["steps"] if step["ok"]}
    return {name: at[name] - begun for name in STEPS}
