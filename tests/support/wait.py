"""Wait for something to become so; the time limit of the test ends a wait that is in vain."""

import asyncio
import threading
from collections.abc import Callable
from typing import Final

_LOOK_EVERY_S: Final = 0.01


async def until(is_so: Callable[[], bool]) -> None:
    """Let the loop run until it is so."""
    while not is_so():  # noqa: ASYNC110 - what is waited for has no event
        await asyncio.sleep(0)


def until_so(is_so: Callable[[], bool], give_up_s: float = 60.0) -> None:
    """Look until it is so, for what other processes do.

    Raises:
        TimeoutError: It did not become so.
    """
    pause = threading.Event()
    for _ in range(round(give_up_s / _LOOK_EVERY_S)):
        if is_so():
            return
        pause.wait(_LOOK_EVERY_S)
    raise TimeoutError("what the test waits for did not become so")
