"""On a real screen the number arrives at this computer's phone program, found and opened as the desk does it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.end2end.test_keyboard import a_display, on_x
from tests.support.processes import ROOT
from tests.support.wait import until_so

DIALLING = """
from PySide6.QtWidgets import QApplication
from ui.contact.tel_dialler import TelDialler

application = QApplication([])
dialler = TelDialler(application)


def found(is_there):
    if is_there:
        dialler.dial("+32470123456")
    application.exit(0 if is_there else 1)


dialler.look(found)
raise SystemExit(application.exec())
"""


def program(folder: Path, name: str, does: str) -> None:
    script = folder / name
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(0o755)


@on_x
def test_the_number_arrives_at_the_program_that_is_registered(tmp_path: Path) -> None:
    programs, share, opened = tmp_path / "bin", tmp_path / "share", tmp_path / "opened"
    programs.mkdir()
    (share / "applications").mkdir(parents=True)
    (share / "applications" / "phone.desktop").write_text("[Desktop Entry]\nType=Application\nName=Phone\n")
    program(programs, "xdg-mime", "echo phone.desktop")
    program(programs, "xdg-open", f'echo "$@" > {opened}')
    with a_display() as display:
        environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "XDG_DATA_HOME": str(share),
        }
        command = [sys.executable, "-c", DIALLING]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        until_so(lambda: opened.exists() and bool(opened.read_text()))
    assert opened.read_text().strip() == "tel:+32470123456"
