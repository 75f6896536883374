"""The steps that a Linux and a Windows bundle have in common, each told with how long it took."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[2]
SPEC = "packaging/freeze/bijstand.spec"


class Stop(Exception):
    """The bundle is not fit to be given to anybody; the message says why."""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    started = monotonic()
    print(f"{what} ...", flush=True)
    yield
    print(f"{what}: {monotonic() - started:.0f} s", flush=True)


def commit_time() -> int:
    """Return the time of the commit, seconds since 1970; everything in a bundle gets it.

    Raises:
        Stop: This is no checkout, and SOURCE_DATE_EPOCH does not say it either.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH", ""):
        return int(given)
    log = ["git", "log", "-1", "--format=%ct"]
    said = subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode:
        raise Stop(f"git does not say when this was committed ({said.stderr.strip()}); set SOURCE_DATE_EPOCH")
    return int(said.stdout)


def steady() -> dict[str, str]:
    """Return the environment in which two builds of one commit come out the same."""
    steadying = {"SOURCE_DATE_EPOCH": str(commit_time()), "PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    return {**os.environ, **steadying}


def run(command: list[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a command; what it says goes to a log, whose end is shown when it fails.

    Raises:
        Stop: It failed.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as said:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False
        )
    if done.returncode:
        end = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        raise Stop(f"{command[0]} ended with {done.returncode}. The end of {log}:\n{end}")


def tell_report(report: Path) -> list[str]:
    """Print what a self-check found, one line a step; return the names of those that failed."""
    told_report = json.loads(report.read_text(encoding="utf-8"))
    for step in told_report["steps"]:
        word = {True: "ok", False: "FAILED", None: "not tried"}[step["ok"]]
        reason = f": {step['because']}" if "because" in step else ""
        print(f"  {step['name']:<14}{word}{reason}", flush=True)
    return [step["name"] for step in told_report["steps"] if step["ok"] is False]


def ended(main: object) -> int:
    """Run a lane and turn its end into an exit code."""
    try:
        main()  # type: ignore[operator]
    except Stop as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0
