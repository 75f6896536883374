"""Other processes, ended with the test whatever happens in it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def python_module(name: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a module of this checkout with pipes; killed at the end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", name, *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def said(process: "subprocess.Popen[str]", count: int) -> list[str]:
    """Wait for that many lines and return them."""
    if process.stdout is None:
        raise ValueError("the process has no pipe")
    return [process.stdout.readline().strip() for _ in range(count)]
