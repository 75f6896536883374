"""The real service in training, on a clock that the test puts forward.

``python -m tests.support.clocked_service DIR``. Every line on standard input is a number of seconds; it is answered
with the time, when the clock has moved. The service ends with its standard input.
"""

import asyncio
import os
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.clock import SystemClock
from app.settings import load_settings
from services.detector.bootstrap import Options, compose, open_store


class MovedClock:
    """This machine's clock, so many seconds ahead."""

    def __init__(self) -> None:
        self._machine = SystemClock()
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The instant, moved."""
        return self._machine.now() + self._ahead

    def obey(self) -> None:
        """Move as standard input says, until it ends, and end this process with it."""
        for line in sys.stdin:
            self._ahead += timedelta(seconds=float(line))
            sys.stdout.write(f"{self.now().isoformat()}\n")
            sys.stdout.flush()
        os._exit(0)


def main(folder: Path) -> None:
    """Serve until killed."""
    clock = MovedClock()
    settings = load_settings(folder)
    store = open_store(folder, clock, settings)

    async def serve() -> None:
        service = compose(Options(folder, is_training=True, has_boxes=False), settings, store, clock)
        threading.Thread(target=clock.obey, daemon=True).start()
        await service.run(asyncio.Event())

    asyncio.run(serve())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
