"""How a running service is asked to stop: by signals, and on Windows by a named event, because it has no signals.

The event is named after the data folder, so that an installer can stop the service of this user without knowing its
process (``--stop``). It lives in the user's own session; nobody else can set it.
"""

import asyncio
import hashlib
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

ENDS_WITHIN_S: Final = 30.0
LOOK_EVERY_S: Final = 0.1

_STOPS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Names, because no system has them all. Closing the console is SIGHUP here and SIGBREAK on Windows."""


def stop_on_signals(loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    """Set the event when this process is told to end. Call it in the main thread."""
    for name in _STOPS:
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopping.set))


def stop_when_asked(folder: Path, loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    """Set the event when this process is told to end, or when ``--stop`` asks for the service of this folder."""
    stop_on_signals(loop, stopping)
    call_when_asked(folder, lambda: loop.call_soon_threadsafe(stopping.set))


def call_when_asked(folder: Path, act: Callable[[], object]) -> None:
    """Call this, in a thread of its own, when ``--stop`` asks for this folder; only Windows needs it."""
    if sys.platform == "win32":
        event = win32event.CreateEvent(None, True, False, event_name(folder))
        threading.Thread(target=_wait_for, args=(event, act), daemon=True).start()


def stop_running(folder: Path, pid: int | None) -> bool:
    """Stop the service of this folder and wait until it ended; say whether none runs any more.

    ``pid``: of who has the folder; None = nobody. What a killed service left in a file may be anybody's number by now.
    """
    if sys.platform == "win32":
        return _stop_on_windows(folder, pid)
    return pid is None or _stop_by_signal(pid)


def event_name(folder: Path) -> str:
    """Return the name of the event of a data folder."""
    return "Local\\vivium-bijstand-stop-" + hashlib.sha256(str(folder.resolve()).lower().encode()).hexdigest()[:24]


if sys.platform == "win32":
    import pywintypes
    import win32api
    import win32con
    import win32event

    def _wait_for(event: int, act: Callable[[], object]) -> None:
        win32event.WaitForSingleObject(event, win32event.INFINITE)
        act()

    def _stop_on_windows(folder: Path, pid: int | None) -> bool:
        try:
            event = win32event.OpenEvent(win32event.EVENT_MODIFY_STATE, False, event_name(folder))
        except pywintypes.error:
            return True  # no service of this folder in this session
        process = None if pid is None else _process(pid)
        win32event.SetEvent(event)
        if process is None or _ends(process):
            return True
        win32api.TerminateProcess(process, 1)  # it survives that like any kill
        return _ends(process)

    def _process(pid: int) -> int | None:
        try:
            return win32api.OpenProcess(win32con.SYNCHRONIZE | win32con.PROCESS_TERMINATE, False, pid)
        except pywintypes.error:
            return None  # it ended without taking its file away

    def _ends(process: int) -> bool:
        return win32event.WaitForSingleObject(process, int(ENDS_WITHIN_S * 1000)) == win32event.WAIT_OBJECT_0

else:
    import os

    def _stop_by_signal(pid: int) -> bool:
        waiting = threading.Event()
        for kind in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(pid, kind)
            except ProcessLookupError:
                return True
            except PermissionError:
                return False
            for _ in range(int(ENDS_WITHIN_S / LOOK_EVERY_S)):
                if _has_ended(pid):
                    return True
                waiting.wait(LOOK_EVERY_S)
        return False

    def _has_ended(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False
