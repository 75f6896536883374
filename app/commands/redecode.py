"""``python -m app redecode``: read every stored frame with today's decoder and say what differs.

Opens the store read-only, beside a running service if there is one; changes nothing. For an engineer before and after
an update: a frame that is read as something else today, one that was read and cannot be any more, one in the quarantine
that could be read now (let the service do that: its route ``decode`` of the quarantine).

One JSON object on standard output; exit code 0: nothing differs; 1: something does, or could not be compared; 2: wrong
use; 3: there is no store.
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
    from app.usecases.redecode_report import RedecodeReport

EXIT_SAME = 0
EXIT_DIFFERS = 1
EXIT_NO_STORE = 3


def main(arguments: list[str], redecode: "Callable[[Path], RedecodeReport] | None" = None) -> int:
    """Re-read a data folder and return the exit code.

    Args:
        arguments: Without the command's name.
        redecode: How a folder is read; by default, as the service's composition root does it.
    """
    parser = argparse.ArgumentParser(prog="app redecode", description="Read stored frames with today's decoder.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder")
    folder = parser.parse_args(arguments).data or default_data_folder()
    try:
        report = (redecode or _composed())(folder)
    except NoStore as fault:
        sys.stderr.write(f"There is no store: {fault}\n")
        return EXIT_NO_STORE
    sys.stdout.write(json.dumps(report.as_json()) + "\n")
    return EXIT_SAME if report.is_same else EXIT_DIFFERS


def _composed() -> "Callable[[Path], RedecodeReport]":
    from services.detector.bootstrap import redecode_store

    return redecode_store
