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


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to the files of a folder, not even who has them open; where that cannot be had, skip."""
    chattr = shutil.which("chattr")
    if chattr is None or os.geteuid() != 0:
        pytest.skip("only root can make open files read-only (chattr)")
    files = [str(folder / name) for name in ("desk.sqlite3", "desk.sqlite3-wal")]  # its shared memory is no file
    probe = folder / "desk.sqlite3-probe"
    try:
        with probe.open("ab", buffering=0) as out:
            if subprocess.run([chattr, "+i", *files, str(probe)], check=False, capture_output=True).returncode != 0:
                pytest.skip("this file system has no read-only files (chattr)")
            try:
                out.write(b"x")
            except OSError:
                yield
                return
            pytest.skip("this file system lets an open file be written although it is read-only")
    finally:
        subprocess.run([chattr, "-i", *files, str(probe)], check=False, capture_output=True)
        probe.unlink()
