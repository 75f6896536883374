"""What goes into a bundle about the bundle: its bill of materials and its licence page."""

import subprocess
import sys
from pathlib import Path

import licences
import owners
import sbom
import tree
from lane import Stop, commit_time

ASK_QT = "from PySide6 import QtCore, QtWebEngineCore as w; print(QtCore.qVersion(), w.qWebEngineChromiumVersion())"


def write(bundle: Path, build: owners.Build) -> None:
    """Write both, once it is certain that they speak of every file.

    Raises:
        Stop: A file belongs to nobody, or its terms are not known.
    """
    try:
        found = owners.components(build)
    except owners.Unknown as fault:
        raise Stop(str(fault)) from fault
    inside = bundle / tree.INSIDE
    files = (path for path in inside.rglob("*") if path.is_file() and not path.is_symlink() and path.name != tree.SEAL)
    forgotten = owners.unlisted((path.relative_to(inside).as_posix() for path in files), found)
    if forgotten:
        raise Stop(f"In the bundle and in no list: {', '.join(forgotten)}")
    sbom.write(bundle, found, inside, commit_time())
    licences.write(bundle, found)


def versions_of_qt() -> dict[str, str]:
    """Return the versions of Qt and of the Chromium in it; the lock holds the same PySide6 for every system."""
    command = [sys.executable, "-c", ASK_QT]
    qt, chromium = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return {"qt": qt, "chromium": chromium}
