"""The boxes of a drill: a child process that lives the training day, and dies with the service however that dies.

Its standard input is a pipe from here that nobody writes to. When this process ends, killed or not, the pipe ends, and
the simulator ends with it; that works the same on every system.
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import Final

from app.logs import about

_SIMULATOR: Final = "bijstand-simulator"
_ENDS_WITHIN_S: Final = 2.0


def simulator_program() -> tuple[str, ...]:
    """Return what starts simulated boxes, without what they do; frozen, it is the sibling executable."""
    if getattr(sys, "frozen", False):
        sibling = Path(sys.executable).with_name(_SIMULATOR).with_suffix(Path(sys.executable).suffix)
        return (str(sibling),)
    return (sys.executable, "-m", "services.simulator")


def simulator_command(port: int) -> tuple[str, ...]:
    """Return program and arguments of the training day."""
    return (*simulator_program(), "--port", str(port), "--day", "--with-parent")


class TrainingDay:
    """The simulated boxes of this service."""

    def __init__(self) -> None:
        self._process: Process | None = None

    async def start(self, port: int) -> None:
        """Let the day begin; a drill without boxes is told in the log and goes on."""
        program, *arguments = simulator_command(port)
        try:
            self._process = await asyncio.create_subprocess_exec(
                program, *arguments, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL
            )
        except OSError as fault:
            about(__name__).error("there are no simulated boxes: %s", fault.strerror)

    async def stop(self) -> None:
        """End the day."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(_ENDS_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
