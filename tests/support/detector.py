"""The real service as a process, on free loopback ports and a folder of the test, ended with the test whatever happens.

``python -m services.detector`` is started as a desk starts it; the test waits for ``service.json`` as a desk does.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from app.api.service import Health, ServiceFile
from services.detector.doors import TELTONIKA_TCP
from tests.support.processes import ROOT
from tests.support.wait import until_so

TRAINING: Final = ("--training", "--no-boxes")
"""Made-up people and cars on record, and nothing happens by itself."""


@dataclass
class Detector:
    """A running service."""

    folder: Path
    process: "subprocess.Popen[bytes]"
    file: ServiceFile

    @property
    def url(self) -> str:
        """Where desks find it."""
        return self.file.url

    @property
    def box_port(self) -> int:
        """Where Teltonika boxes find it."""
        return self.file.listeners[TELTONIKA_TCP]

    @property
    def log(self) -> str:
        """What it wrote down so far."""
        return (self.folder / "service.log").read_text(encoding="utf-8")

    def end(self) -> str:
        """How it ended, for whoever lost it: its exit code (0 = asked to stop, -9 = killed) and its last words."""
        try:
            code = str(self.process.wait(timeout=5))
        except subprocess.TimeoutExpired:
            code = "none, it runs"
        errors = errors_of(self.folder).read_text(encoding="utf-8", errors="replace")
        return "\n".join([f"exit code of the service: {code}", *errors.splitlines()[-5:], *self.log.splitlines()[-5:]])

    def client(self) -> httpx.Client:
        """An HTTP client with the desk's token; close it."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {self.file.token}"}, timeout=30)

    def health(self) -> Health:
        """What it says about itself."""
        with closing(self.client()) as client:
            answer = client.get("/v1/health")
        answer.raise_for_status()
        return Health.model_validate_json(answer.content)

    def kill(self) -> None:
        """End it at once, as kill -9 does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def a_detector(folder: Path, options: Sequence[str] = TRAINING, *, under: Sequence[str] = ()) -> Iterator[Detector]:
    """Start the service on a folder, and wait until it can be found; what a killed one left there is not it.

    Args:
        options: Beside ``--data``.
        under: A program with its arguments that runs it, such as a tracer.
    """
    left = _read(folder)
    with starting(folder, options, under=under) as process:
        yield Detector(folder, process, found(folder, process, not_token=left.token if left else ""))


@contextmanager
def starting(
    folder: Path, options: Sequence[str] = TRAINING, *, under: Sequence[str] = ()
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the service and do not wait for it; what it says on standard error is in ``errors``."""
    command = [*under, sys.executable, "-m", "services.detector", "--data", str(folder), *options]
    with errors_of(folder).open("wb") as errors:
        process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    with process:
        try:
            yield process
        finally:
            process.kill()


def found(folder: Path, process: "subprocess.Popen[bytes]", *, not_token: str = "") -> ServiceFile:
    """Wait for ``service.json`` of this process and return it.

    Args:
        not_token: Of a killed service whose file may still be there.

    Raises:
        RuntimeError: The process ended instead; the message is what it said.
    """
    until_so(lambda: _is_new(folder, not_token) or process.poll() is not None)
    file = _read(folder)
    if file is None or file.token == not_token:
        raise RuntimeError(errors_of(folder).read_text(encoding="utf-8"))
    return file


def _is_new(folder: Path, not_token: str) -> bool:
    file = _read(folder)
    return file is not None and file.token != not_token


def _read(folder: Path) -> ServiceFile | None:
    try:
        return ServiceFile.model_validate_json((folder / "service.json").read_bytes())
    except FileNotFoundError:
        return None


def errors_of(folder: Path) -> Path:
    """The file with what the service of this folder said on standard error."""
    return folder.with_name(f"{folder.name}.errors")
