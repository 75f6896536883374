"""``python -m services.detector --data DIR``: listen to the boxes and serve the desks until told to stop.

Exit code 0: it was asked to stop; 1: it cannot work here, and standard error says why; 2: wrong use; 3: the program
itself is not whole. What happens while it runs stands in ``service.log`` of the data folder.
"""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.integrity import refuse_foreign_packages

if TYPE_CHECKING:
    from app.domain.clock import Clock
    from app.persistence.store import SqliteStore
    from app.settings import Settings
    from services.detector.bootstrap import Options

LOG_NAME: Final = "service.log"
EXIT_STOPPED: Final = 0
EXIT_FAILED: Final = 1

_STOPS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Names, because no system has them all. Closing the console is SIGHUP here and SIGBREAK on Windows."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the service; return the exit code."""
    refuse_foreign_packages()
    chosen = _parser().parse_args(arguments)
    from app.domain.clock import SystemClock
    from app.logs import log_to_file, stop
    from app.settings import SettingsRefused, default_data_folder, load_settings
    from services.detector.bootstrap import CannotStart, Options, open_store

    options = Options(chosen.data or default_data_folder(), chosen.training, not chosen.no_boxes)
    clock = SystemClock()
    try:
        settings = load_settings(options.folder)
        store = open_store(options.folder, clock, settings)
    except (CannotStart, SettingsRefused) as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_FAILED
    try:
        handler = log_to_file(options.folder / LOG_NAME)
        try:
            return asyncio.run(_serve(options, settings, store, clock))
        finally:
            stop(handler)
    except OSError as fault:
        sys.stderr.write(f"The log {options.folder / LOG_NAME} cannot be written: {fault.strerror}.\n")
        return EXIT_FAILED
    finally:
        store.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="services.detector", description="Listens to boxes and serves desks.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder")
    parser.add_argument("--training", action="store_true", help="a drill: made-up people, simulated boxes and phone")
    parser.add_argument("--no-boxes", action="store_true", help="in training: no box sends anything by itself")
    return parser


async def _serve(options: "Options", settings: "Settings", store: "SqliteStore", clock: "Clock") -> int:
    from app.logs import about
    from app.usecases.store import StoreUnavailable
    from services.detector.bootstrap import CannotStart, compose
    from services.detector.web import ServerFailed

    stopping = asyncio.Event()
    _stop_on_signals(stopping)
    _allow_many_files()
    try:
        await compose(options, settings, store, clock).run(stopping)
    except CannotStart as fault:
        about(__name__).error("the service cannot start", exc_info=fault)
        sys.stderr.write(f"{fault}\n")
        return EXIT_FAILED
    except (ServerFailed, StoreUnavailable, OSError) as fault:
        about(__name__).error("the service cannot go on", exc_info=fault)
        sys.stderr.write(f"The service cannot go on: {fault!r}. Its log is {options.folder / LOG_NAME}.\n")
        return EXIT_FAILED
    except Exception:
        about(__name__).exception("the service ended in a way that was not foreseen")
        raise
    return EXIT_STOPPED


def _stop_on_signals(stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in _STOPS:
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopping.set))


def _allow_many_files() -> None:
    """A connection is an open file; take as many as the system lets us have without asking anybody."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
