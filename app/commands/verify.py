"""``python -m app verify``: prove that nobody changed the record silently.

Opens the store read-only, beside a running service if there is one. One JSON object on standard output; exit code 0:
intact; 1: something was tampered with or is broken, each finding naming its chain and entry; 2: wrong use; 3: there
is no store.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import default_data_folder
from app.usecases.audit_report import NoStore

if TYPE_CHECKING:
    from app.usecases.audit_report import VerificationReport

EXIT_INTACT = 0
EXIT_BROKEN = 1
EXIT_NO_STORE = 3


def main(arguments: list[str], verify: "Callable[[Path], VerificationReport] | None" = None) -> int:
    """Verify a data folder and return the exit code.

    Args:
        arguments: Without the command's name.
        verify: How a folder is checked; by default, as the service's composition root does it.
    """
    parser = argparse.ArgumentParser(prog="app verify", description="Check the audit chain of a data folder.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder")
    folder = parser.parse_args(arguments).data or default_data_folder()
    try:
        report = (verify or _composed())(folder)
    except NoStore as fault:
        sys.stderr.write(f"There is no store: {fault}\n")
        return EXIT_NO_STORE
    sys.stdout.write(json.dumps(report.as_json()) + "\n")
    return EXIT_INTACT if report.is_intact else EXIT_BROKEN


def _composed() -> "Callable[[Path], VerificationReport]":
    from services.detector.bootstrap import verify_store

    return verify_store
