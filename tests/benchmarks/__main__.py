"""``make bench``: print every promise that can be measured here, with its value, its budget and the machine.

A module ``bench_*.py`` of this folder gives its figures by ``run()``: name, value, unit. A figure whose name stands in
``BUDGETS`` is held against it; none fails the run, because a time is a fact about a machine as much as about a program.
``python -m tests.benchmarks curve geography`` runs some.
"""

import importlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

BUDGETS = {
    "uplink bytes -> row painted, p95": 250.0,
    "uplink bytes -> row painted, p99": 500.0,
    "change at desk A -> row painted at desk B, p95": 1000.0,
    "change at desk A -> open case read at desk B, p95": 1000.0,
    "desk against a running service: usable queue": 1500.0,
    "first start: window": 1000.0,
    "first start: queue": 4000.0,
    "packaged desk / python -m app: first queue, cold": 1.3,
    "click -> effect, p95": 100.0,
    "click -> every panel painted, p95": 100.0,
    "thread of the screen held at most": 50.0,
    "thread of the screen at work in one go, at most": 50.0,
    "light <-> dark, median": 100.0,
    "claim -> first dial stored, p95": 200.0,
    "claim -> request at the exchange, p95": 250.0,
    "exchange hangs -> known to be down": 5.0,
    "exchange pulled out -> said at the desk, longest": 5.0,
    "exchange dead -> said at the desk, longest": 5.0,
    "SMS centre pulled out -> said at the desk, longest": 5.0,
    "SMS centre dead -> said at the desk, longest": 5.0,
    "mail server pulled out -> said at the desk, longest": 5.0,
    "peers unplugged: thread at work in one go, at most": 50.0,
    "no answer -> SMS queued, p95": 100.0,
    "no answer -> SMS accepted by the SMS centre, p95": 1000.0,
    "assess all clauses, p95": 2.0,
    "analyse 15 s at 1 kHz, p95": 5.0,
    "curve repaint, 30,000 samples an axis, p95": 33.0,
    "place look-up, p99": 100.0,
    "memory of an idle connection, logged in": 50.0,
    "import of 200,000 contracts": 60.0,
    "E-call bytes -> row during an import, p95": 250.0,
    "search among contracts, p95": 50.0,
    "search: last key -> painted, p95": 100.0,
}
"""By the name of the figure, in its unit (design, section 2)."""


AT_LEAST = {
    "decode codec 8, 1 record / complete-teltonika-parser": 1.3,
    "decode codec 8, 8 records / complete-teltonika-parser": 1.3,
    "decode codec 8E, 1 record / complete-teltonika-parser": 1.3,
    "decode codec 8E, 8 records / complete-teltonika-parser": 1.3,
    "decode codec 8E, crash trace / complete-teltonika-parser": 1.3,
    "decode codec 12, an answer / complete-teltonika-parser": 1.3,
    "decode MSD 2, in turns / pycrate": 1.8,
    "idle connections held at once": 10_000.0,
}
"""What must not fall below; ratios are of one run, so they hold on any machine."""


def held_against(figure: str, value: float, unit: str) -> str:
    """Return what is promised of a figure and whether it holds; nothing where nothing is promised."""
    if figure in AT_LEAST:
        least = AT_LEAST[figure]
        return f"   at least {least:g} {unit}{'' if value >= least else '   BELOW'}"
    budget = BUDGETS.get(figure)
    return "" if budget is None else f"   budget {budget:g} {unit}{'' if value <= budget else '   OVER'}"


def machine() -> str:
    """Return what the figures were measured on."""
    model = next((line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")), "unknown")
    return f"{os.cpu_count()} cores, {model}, {platform.platform()}, Python {platform.python_version()}"


def _cpuinfo() -> Iterator[str]:
    path = Path("/proc/cpuinfo")
    yield from path.read_text(encoding="utf-8").splitlines() if path.exists() else ()


def names(wanted: list[str]) -> list[str]:
    """Return the benchmarks to run."""
    return wanted or sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def main(wanted: list[str]) -> int:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(machine())
    for name in names(wanted):
        for figure, value, unit in importlib.import_module(f"tests.benchmarks.bench_{name}").run():
            print(f"{figure:<58} {value:>10.3f} {unit}{held_against(figure, value, unit)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
