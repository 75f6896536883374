"""Steps in a process of their own: what they answer, or how they ended."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from app.commands.self_check.report import Found, Impossible, Wrong, is_frozen

STEP_TAKES_AT_MOST_S: Final = 240
TOUR_TAKES_AT_MOST_S: Final = 300


def this_program() -> tuple[str, ...]:
    """Return what starts this program once more."""
    return (sys.executable,) if is_frozen() else (sys.executable, "-m", "app")


def step(name: str, program: tuple[str, ...] | None = None) -> Found:
    """Run one step of the self-check in a child, by default of this program, and return what it found."""
    with tempfile.TemporaryDirectory(prefix="bijstand-self-check-", ignore_cleanup_errors=True) as folder:
        answer = Path(folder, "answer.json")
        ended = _run(
            [*(program or this_program()), "--self-check", "--alone", name, "--to", str(answer)], STEP_TAKES_AT_MOST_S
        )
        if not answer.is_file():
            raise Wrong(f"the process ended without an answer: {ended}")
        [said] = json.loads(answer.read_text(encoding="utf-8"))["steps"]
    return _found(said)


def tour() -> Found:
    """One E-call through desk, service and simulated box."""
    with tempfile.TemporaryDirectory(prefix="bijstand-self-check-", ignore_cleanup_errors=True) as folder:
        ended = _run([*this_program(), "tour", folder], TOUR_TAKES_AT_MOST_S)
        timeline = Path(folder, "timeline.json")
        if not timeline.is_file():
            raise Wrong(f"there is no timeline: {ended}")
        told = json.loads(timeline.read_text(encoding="utf-8"))
        pictures = sum(Path(folder, name).is_file() for name in told["screenshots"])
    failed = [one["name"] for one in told["steps"] if one["ok"] is False]
    if failed:
        raise Wrong(f"steps that failed: {', '.join(failed)}")
    return {"steps": len(told["steps"]), "pictures": pictures, "peak_g": told["case"]["peak_g"]}


def _run(command: list[str], seconds: int) -> str:
    """Run to the end; return its exit code and last words for whoever must find out why.

    They go through a file: a pipe would be held open by whatever the child leaves behind, and this would never end.
    """
    with tempfile.TemporaryFile() as words:
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            return f"it took more than {seconds} s"
        words.seek(0)
        return f"exit code {done.returncode}, {words.read().decode(errors='replace').strip()[-300:]!r}"


def _found(said: Found) -> Found:
    if said["ok"] is None:
        raise Impossible(str(said["because"]))
    if said["ok"] is False:
        raise Wrong(str(said["because"]))
    return {name: value for name, value in said.items() if name not in ("name", "ok", "seconds")}
