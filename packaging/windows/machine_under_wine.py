"""A Windows of its own for proving installers: what runs in it, what its registry says, what is on its drive."""

import hashlib
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

from lane import Stop
from wine import CONSOLE_ENCODING, Wine

STEP_S = 900
LOOKS, LOOK_EVERY_S = 1800, 0.5
SERVICE = "VIVIUMBijstandDetector"
PRODUCT = "VIVIUM Bijstand"
CODES = 256


class Machine:
    """One wine prefix, kept running as long as it is looked at."""

    def __init__(self, folder: Path) -> None:
        self.wine = Wine(folder / "wine")
        self.log = folder / "step.log"
        self.drive = self.wine.drive
        self.machine_folder = self.drive / "ProgramData" / PRODUCT
        self.machine_data = self.machine_folder / "data"
        self.user = next(path for path in (self.drive / "users").iterdir() if path.name not in ("Public", "Default"))
        self.user_data = self.user / "AppData" / "Local" / "vivium-bijstand"

    @contextmanager
    def kept_running(self) -> Iterator[None]:
        """Keep one program open meanwhile: wine stops its services with the last one."""
        holder = self.starts("cmd", stdin=subprocess.PIPE)
        try:
            yield
        finally:
            holder.kill()
            self.wine.end()
            holder.wait()

    def starts(self, *command: str, stdin: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
        """Start a program and go on."""
        environment = self.wine.environment()
        return subprocess.Popen(
            ["wine64", *command], env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def does(self, *command: str, code: int = 0) -> str:
        """Run a program; return what it said.

        Raises:
            Stop: It ended otherwise than expected.
        """
        got = self.wine.run(command, self.log, {}, seconds=STEP_S)
        said = self.log.read_text(encoding="utf-8", errors="replace")
        if got != code % CODES:
            raise Stop(f"{' '.join(command)} ended with {got} and not {code % CODES}: {said[-600:]}")
        return said

    def value(self, root: str, key: str, name: str) -> str:
        """Return a value of the registry; empty when there is none."""
        if self.wine.run(["reg", "query", rf"{root}\{key}", "/v", name], self.log, {}, seconds=STEP_S):
            return ""
        last = self.log.read_text(encoding=CONSOLE_ENCODING).strip().splitlines()[-1]
        return last.split("REG_SZ")[-1].strip()

    def service_state(self) -> str:
        """Return the state of the service as Windows says it; empty when there is none."""
        if self.wine.run(["sc", "query", SERVICE], self.log, {}, seconds=STEP_S):
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line.split()[-1] for line in lines if "STATE" in line), "")


def open_cases(data: Path) -> int:
    """Return how many cases of a database are open."""
    with closing(sqlite3.connect(f"file:{data / 'desk.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM cases WHERE state = 'open'").fetchone()[0])


def sums(folder: Path) -> dict[str, str]:
    """Return the sum of every file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def want(what: str, found: object, wanted: object) -> None:
    """Stop when something is not as it has to be."""
    if found != wanted:
        raise Stop(f"{what}: {found!r}, and should be {wanted!r}")


def until(fault: str, holds: Callable[[], object]) -> None:
    """Wait until it holds."""
    waiting = Event()
    for _ in range(LOOKS):
        if holds():
            return
        waiting.wait(LOOK_EVERY_S)
    raise Stop(fault)
