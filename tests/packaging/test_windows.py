"""The Windows build is the same product: same spec, same versions, and a Python that is pinned by hash and signer."""

import re
import tomllib

import pytest

from services.detector import windows_service
from tests.packaging.scripts import PACKAGING
from tests.support.processes import ROOT

PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)(?: ;.*)? \\$", re.MULTILINE)
SHA256 = re.compile(r"[0-9a-f]{64}")
BUILD = (PACKAGING / "windows" / "build.ps1").read_text(encoding="utf-8")
PROOF = (PACKAGING / "windows" / "prove.ps1").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "windows.yml").read_text(encoding="utf-8")


def pins(place: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in PINNED.findall((PACKAGING / place).read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize(
    ("lock", "parent"),
    [
        ("windows/lock.txt", "lock.txt"),
        ("windows/lock-build.txt", "lock-package.txt"),
        ("lock-package.txt", "lock-dev.txt"),
    ],
)
def test_what_two_locks_name_they_name_in_one_version(lock: str, parent: str) -> None:
    ours, theirs = pins(lock), pins(parent)
    assert len(ours) > 40
    assert {name: versions for name, versions in ours.items() if not versions <= theirs.get(name, versions)} == {}


def test_windows_gets_every_library_of_the_product() -> None:
    assert pins("windows/lock.txt").keys() == pins("lock.txt").keys()
    assert {"pyinstaller", "pefile", "pywin32-ctypes"} <= pins("windows/lock-build.txt").keys()


def test_every_file_of_a_lock_has_its_hash() -> None:
    for lock in ("lock-package.txt", "windows/lock.txt", "windows/lock-build.txt"):
        text = (PACKAGING / lock).read_text(encoding="utf-8")
        entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_python_of_windows_is_pinned_by_hash_and_by_who_signed_it() -> None:
    wanted = tomllib.loads((PACKAGING / "windows" / "python.toml").read_text(encoding="utf-8"))
    assert SHA256.fullmatch(wanted["python"]["sha256"])
    assert SHA256.fullmatch(wanted["catalogue"]["sha256"])
    assert SHA256.fullmatch(wanted["signer"]["leaf_sha256"])


def test_a_real_windows_uses_the_same_spec_and_lock() -> None:
    named = re.findall(r"packaging[\\/][\w\\/.-]+\w", BUILD + PROOF + WORKFLOW)
    places = {name.replace("\\", "/") for name in named}
    assert {
        "packaging/freeze/bijstand.spec",
        "packaging/windows/lock-build.txt",
        "packaging/windows/finish.py",
        "packaging/windows/prove.ps1",
    } <= places
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_what_nobody_has_run_says_so() -> None:
    assert "NOT PROVED YET" in BUILD
    assert "NOT PROVED YET" in PROOF
    assert "NOT PROVED YET" in WORKFLOW


def test_a_real_windows_looks_for_the_same_service() -> None:
    assert f'"{windows_service.SERVICE_NAME}"' in PROOF
    assert f'L"{windows_service.SERVICE_NAME}"' in (PACKAGING / "windows" / "installer" / "in_use.c").read_text("utf-8")
