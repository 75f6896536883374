"""A real file system of its own for a test that fills it, and how to fill it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


@contextmanager
def a_small_disk(place: Path, size: str) -> Iterator[Path]:
    """Mount a file system of that size; where nobody may, the test is skipped and says so."""
    mount = shutil.which("mount")
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or mount is None:
        pytest.skip("only root can mount a small disk; the limit of SQLite stands in for it in the store's tests")
    place.mkdir()
    if subprocess.run([mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount; the limit of SQLite stands in for it in the store's tests")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(ballast: Path) -> None:
    """Write until nothing more fits; remove the file to make room again."""
    with suppress(OSError), ballast.open("ab", buffering=0) as out:
        while True:
            out.write(bytes(4096))
