"""Fetch an SMS centre that nobody here wrote into ``build/peers/smsc``, for the tests of SMS.

It is the package ``smpp`` of the Node.js registry, in one fixed version; the tests drive it with a script of their own.
Takes a second or two, once. Never fails a ``make``: where it cannot be done (no Node.js, no registry) one line says so,
and the tests that need it are skipped by name.
"""

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "build" / "peers" / "smsc"
STAMP = "smsc.ready"
PACKAGE = "smpp@0.5.1"
FETCHED_WITHIN_S = 120


def fetch() -> str:
    """Fetch it; return what went wrong, empty = nothing did."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "there is no Node.js"
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    wanted = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(FOLDER), PACKAGE]
    try:
        subprocess.run(wanted, check=True, capture_output=True, text=True, timeout=FETCHED_WITHIN_S)
    except subprocess.TimeoutExpired:
        return f"it took more than {FETCHED_WITHIN_S} s"
    except (OSError, subprocess.CalledProcessError) as fault:
        said = (getattr(fault, "stderr", "") or str(fault)).strip()
        return said.splitlines()[0] if said else type(fault).__name__
    return ""


def main() -> int:
    """Fetch it unless it is there."""
    stamp = FOLDER / STAMP
    if stamp.exists() and stamp.read_text(encoding="utf-8") == PACKAGE:
        return 0
    fault = fetch()
    if fault:
        shutil.rmtree(FOLDER, ignore_errors=True)
        print(f"No SMS centre for the tests, so those that need it are skipped: {fault}")
        return 0
    stamp.write_text(PACKAGE, encoding="utf-8")
    print("Fetched an SMS centre for the tests into build/peers/smsc")
    return 0


if __name__ == "__main__":
    sys.exit(main())
