"""One run of the service, from its settings to its exit code, whoever started it and however it is told to stop.

A console, a supervisor and the service manager of Windows start the same service; they differ only in how they ask it
to stop, so that is what a caller brings (``Arm``).
"""

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.domain.clock import Clock, SystemClock
from app.logs import about, log_to_file, stop
from app.settings import Settings, SettingsRefused, load_settings
from app.usecases.store import StoreUnavailable
from app.workplace import service_policy
from services.detector.bootstrap import CannotStart, Options, compose, open_store
from services.detector.keeping import EXIT_FAILED, EXIT_STOPPED
from services.detector.web import ServerFailed

if TYPE_CHECKING:
    from app.persistence.store import SqliteStore

LOG_NAME: Final = "service.log"

Arm = Callable[[asyncio.AbstractEventLoop, asyncio.Event], None]
"""Arranges that the event is set, in that loop, when the service is to stop."""


def run(options: Options, arm: Arm) -> int:
    """Serve until told to stop; return the exit code. Why it cannot work here is said on standard error."""
    clock = SystemClock()
    try:
        settings = load_settings(options.folder, service_policy())
        store = open_store(options.folder, clock, settings)
    except (CannotStart, SettingsRefused) as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_FAILED
    try:
        handler = log_to_file(options.folder / LOG_NAME)
        try:
            return asyncio.run(_serve(options, settings, store, clock, arm))
        finally:
            stop(handler)
    except OSError as fault:
        sys.stderr.write(f"The log {options.folder / LOG_NAME} cannot be written: {fault.strerror}.\n")
        return EXIT_FAILED
    finally:
        store.close()


async def _serve(options: Options, settings: Settings, store: "SqliteStore", clock: Clock, arm: Arm) -> int:
    stopping = asyncio.Event()
    arm(asyncio.get_running_loop(), stopping)
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


def _allow_many_files() -> None:
    """A connection is an open file; take as many as the system lets us have without asking anybody."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has no such module

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
