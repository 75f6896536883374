"""``python -m services.detector --data DIR``: listen to the boxes and serve the desks until told to stop.

Exit code 0: it was asked to stop; 1: it cannot work here, and standard error says why; 2: wrong use; 3: the program
itself is not whole. What happens while it runs stands in ``service.log`` of the data folder.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from app.integrity import refuse_foreign_packages

VERBS: Final = ("run", "install", "remove", "start", "stop")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the service; return the exit code."""
    refuse_foreign_packages()
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    from app.settings import default_data_folder
    from services.detector.keeping import EXIT_FAILED, EXIT_STOPPED, command_line

    if chosen.windows_service:
        return _windows_service(chosen.windows_service, chosen.data)
    folder = chosen.data or default_data_folder()
    if chosen.stop:
        from services.detector.bootstrap import running_pid
        from services.detector.stopping import stop_running

        return EXIT_STOPPED if stop_running(folder, running_pid(folder)) else EXIT_FAILED
    if chosen.keep:
        return _keep(folder, command_line(*(word for word in given if word != "--keep")))
    return _run(folder, chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="services.detector", description="Listens to boxes and serves desks.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder")
    parser.add_argument("--training", action="store_true", help="a drill: made-up people, simulated boxes and phone")
    parser.add_argument("--no-boxes", action="store_true", help="in training: no box sends anything by itself")
    parser.add_argument("--keep", action="store_true", help="start it again whenever it fails")
    parser.add_argument("--stop", action="store_true", help="stop the one that runs, and wait until it ended")
    parser.add_argument("--windows-service", choices=VERBS, help="as a service of Windows, for every user (run by it)")
    return parser


def _run(folder: Path, chosen: argparse.Namespace) -> int:
    from services.detector.bootstrap import Options
    from services.detector.running import run
    from services.detector.stopping import stop_when_asked

    return run(Options(folder, chosen.training, not chosen.no_boxes), partial(stop_when_asked, folder))


def _keep(folder: Path, command: Sequence[str]) -> int:
    import threading

    from services.detector.keeping import keep_running
    from services.detector.stopping import call_when_asked

    told = threading.Event()
    call_when_asked(folder, told.set)
    return keep_running(command, told)


def _windows_service(verb: str, folder: Path | None) -> int:
    if sys.platform == "win32":
        from services.detector.windows_service import control

        return control(verb, folder)
    sys.stderr.write("Only Windows has such a service. Elsewhere: --keep, or a unit of systemd.\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
