"""Who releases writes a list that desks believe, and the next one counts on."""

import subprocess
import sys
from pathlib import Path

from app.updates import read_list
from tests.support.processes import ROOT

SCRIPT = ROOT / "packaging" / "release_list.py"


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_list_and_the_next_one(tmp_path: Path) -> None:
    key, setup = tmp_path / "key", tmp_path / "setup.exe"
    setup.write_bytes(b"an installer")
    public = bytes.fromhex(run("--new-key", key).stdout)
    assert run("--new-key", key).returncode != 0, "a key is never written over"
    first, second = tmp_path / "first", tmp_path / "second"
    page = "https://bijstand.example/0.2.0"
    made = run("--key", key, "--out", first, "stable", "0.2.0", page, setup, "nl=Sneller", "fr=Plus rapide")
    assert made.returncode == 0, made.stderr
    assert run("--key", key, "--out", second, "--keep", first, "early", "0.3.0", page, setup).returncode == 0
    found = read_list(second.read_bytes(), public)
    assert found.serial == 2
    assert {name: one.version for name, one in found.channels.items()} == {"stable": "0.2.0", "early": "0.3.0"}
    assert found.channels["stable"].notes == {"nl": "Sneller", "fr": "Plus rapide"}


def test_what_desks_would_refuse_is_not_written(tmp_path: Path) -> None:
    key, setup, out = tmp_path / "key", tmp_path / "setup.exe", tmp_path / "list"
    setup.write_bytes(b"an installer")
    run("--new-key", key)
    assert run("--key", key, "--out", out, "nightly", "0.2.0", "https://x.example", setup).returncode != 0
    assert run("--key", key, "--out", out, "stable", "next", "https://x.example", setup).returncode != 0
    assert not out.exists()
