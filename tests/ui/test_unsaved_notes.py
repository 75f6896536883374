"""A note is lost only when the desk on which it stands is no more."""

import os
import subprocess
import sys
from pathlib import Path

from ui.unsaved_notes import FOLDER_NAME, UnsavedNotes


def test_what_stands_on_a_desk_that_runs_is_not_lost(tmp_path: Path) -> None:
    first, second = UnsavedNotes(tmp_path), UnsavedNotes(tmp_path)
    first.remember("2031-000001")
    assert second.take_lost() == ""
    second.remember("2031-000002")
    second.remember("")
    third = UnsavedNotes(tmp_path)
    assert third.take_lost() == "", "and stays where it is"
    assert first.take_lost() == "2031-000001"


def test_what_a_killed_desk_left_is_told_once(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib; from ui.unsaved_notes import UnsavedNotes;"
        "notes = UnsavedNotes(pathlib.Path(sys.argv[1])); notes.remember('2031-000002, 2031-000007'); os._exit(9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=dict(os.environ), check=False)
    assert killed.returncode == 9
    assert len(list((tmp_path / FOLDER_NAME).glob("*.lock"))) == 1, "nobody took its lock away"
    assert UnsavedNotes(tmp_path).take_lost() == "2031-000002, 2031-000007"
    assert UnsavedNotes(tmp_path).take_lost() == ""


def test_nothing_is_left_when_all_is_saved(tmp_path: Path) -> None:
    notes = UnsavedNotes(tmp_path)
    notes.remember("2031-000001")
    notes.remember("")
    assert list((tmp_path / FOLDER_NAME).iterdir()) == []


def test_a_disk_that_takes_nothing_costs_only_the_record(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    notes = UnsavedNotes(tmp_path / "no-folder")
    notes.remember("2031-000001")
    assert notes.take_lost() == ""
