"""``open_case.py DIR``: a database with one open case, made by a drill of this checkout: service, box, stop."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Event

ROOT = Path(__file__).resolve().parents[2]
LOOKS = 600


def main(folder: Path) -> int:
    """Make it; return the exit code."""
    options = ["--training", "--no-boxes", "--data", str(folder)]
    service = subprocess.Popen([sys.executable, "-m", "services.detector", *options], cwd=ROOT)
    try:
        found = folder / "service.json"
        if not until(found.is_file):
            return 1
        port = json.loads(found.read_text(encoding="utf-8"))["listeners"]["teltonika_tcp"]
        box = [sys.executable, "-m", "services.simulator", "--port", str(port), "--scenario", "tour"]
        played = subprocess.run(box, cwd=ROOT, check=False)
        is_open = played.returncode == 0 and until(lambda: open_cases(folder) == 1)
    finally:
        service.terminate()
        service.wait()
    return 0 if is_open else 1


def open_cases(folder: Path) -> int:
    """Return how many cases are open."""
    with closing(sqlite3.connect(folder / "desk.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM cases WHERE state = 'open'").fetchone()[0])


def until(holds: object) -> bool:
    """Wait until it holds; say whether it did."""
    waiting = Event()
    return any(holds() or waiting.wait(0.1) for _ in range(LOOKS))  # type: ignore[operator]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
