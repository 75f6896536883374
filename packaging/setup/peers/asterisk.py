"""Build a small Debian with an Asterisk in ``build/peers/asterisk``, for the tests of the telephone exchange.

Debian's stable releases have no Asterisk, so it comes from unstable, else from bullseye, into a folder of its own that
the tests enter with ``chroot``; nothing of the machine is changed. The mirror is the one this machine's apt uses. Takes
about 25 s, once. Never fails a ``make``: where it cannot be done (no root, no mmdebstrap, no mirror) one line says so,
and the tests that need it are skipped by name.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "build" / "peers" / "asterisk"
STAMP = "asterisk.ready"
RELEASES = (("sid", ("asterisk", "asterisk-modules")), ("bullseye", ("asterisk",)))
"""Unstable moves and may not install on a day; bullseye stands still."""

BUILT_WITHIN_S = 600
_OWNED = ("/run/asterisk", "/var/lib/asterisk", "/var/log/asterisk", "/var/spool/asterisk", "/etc/asterisk")


def mirrors() -> Iterator[str]:
    """Give the Debian mirrors of this machine's apt, without those for security."""
    wanted = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN) $(LABEL)", "Created-By: Packages"]
    listed = subprocess.run(wanted, capture_output=True, text=True, check=False).stdout
    seen = set()
    for line in listed.splitlines():
        address, _, origin = line.partition(" ")
        if origin == "Debian Debian" and address not in seen:
            seen.add(address)
            yield address


def why_not() -> str:
    """Say why it cannot be built here; empty = it can be tried."""
    if not sys.platform.startswith("linux") or shutil.which("apt-get") is None:
        return "this is no Debian"
    if os.geteuid() != 0:
        return "that needs root"
    if shutil.which("mmdebstrap") is None:
        return "there is no mmdebstrap"
    return ""


def build(release: str, packages: tuple[str, ...], mirror: str) -> str:
    """Build it; return what went wrong, empty = nothing did."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    options = ["--quiet", "--variant=apt", "--mode=root", f"--include={','.join(packages)}"]
    options += ['--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Check-Valid-Until "false"']
    try:
        _run(["mmdebstrap", *options, release, str(FOLDER), mirror])
        (FOLDER / "run" / "asterisk").mkdir(parents=True, exist_ok=True)
        _run(["chroot", str(FOLDER), "chown", "-R", "asterisk:", *_OWNED])
    except subprocess.TimeoutExpired:
        return f"it took more than {BUILT_WITHIN_S} s"
    except subprocess.CalledProcessError as fault:
        return (str(fault.stderr).strip().splitlines() or ["no reason given"])[-1]
    (FOLDER / STAMP).write_text(f"{release}\n", encoding="ascii")
    return ""


def _run(command: list[str]) -> None:
    subprocess.run(command, capture_output=True, text=True, check=True, timeout=BUILT_WITHIN_S)


def main() -> int:
    """Build it unless it is there."""
    if (FOLDER / STAMP).exists():
        return 0
    reason = why_not()
    if not reason:
        print("Building an Asterisk for the tests", flush=True)
        reason = "apt of this machine knows no Debian mirror"
        for mirror in mirrors():
            for release, packages in RELEASES:
                reason = build(release, packages, mirror)
                if not reason:
                    return 0
    print(f"No Asterisk for the tests: {reason}. They are skipped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
