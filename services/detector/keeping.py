"""``--keep``: start the service, and start it again when it ended in another way than by being asked to.

What starts at a person's logon has no service manager behind it. This process does nothing but wait, so it has no
reason to fail itself. A service that says that it cannot work here (another one uses the folder, say) is tried again
later: when the other one ends, somebody must listen.
"""

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Final

EXIT_STOPPED: Final = 0
EXIT_FAILED: Final = 1

NOT_AGAIN: Final = (EXIT_STOPPED, 2, 3)
"""Asked to stop, wrong use, a program that is not whole: another start changes nothing."""

AGAIN_AFTER_S: Final = 1.0
CANNOT_WORK_AGAIN_AFTER_S: Final = 30.0


def keep_running(
    command: Sequence[str],
    told: threading.Event,
    *,
    again_s: float = AGAIN_AFTER_S,
    cannot_work_s: float = CANNOT_WORK_AGAIN_AFTER_S,
) -> int:
    """Run the command until it ends by being asked to; return its exit code.

    Args:
        command: Program and arguments.
        told: Set when it shall not be started again; a signal to this process sets it too.
        again_s: How long after an end that nobody asked for it is started again.
        cannot_work_s: The same after it said that it cannot work here.
    """
    child: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _frame: object) -> None:
        told.set()
        for one in child:
            one.send_signal(number)

    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, pass_on)
    while not told.is_set():
        child[:] = [subprocess.Popen(command, stdin=subprocess.DEVNULL)]
        if told.is_set():  # told between the question above and the start
            child[0].terminate()
        code = child[0].wait()
        if code in NOT_AGAIN:
            return code
        told.wait(cannot_work_s if code == EXIT_FAILED else again_s)
    return EXIT_STOPPED


def command_line(*options: str) -> tuple[str, ...]:
    """Return program and arguments that start this service again; frozen, it is this very program."""
    if getattr(sys, "frozen", False):
        return (sys.executable, *options)
    return (sys.executable, "-m", "services.detector", *options)
