"""A store as a process of its own, to be killed: ``python -m tests.support.store_process DIR write|hold|lock``.

``write`` opens cases without end and says the id of each once it is stored; ``hold`` only keeps the folder; ``lock``
locks the database as a foreign program would. Each says "ready" first and ends with its standard input.
"""

import os
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from app.domain.clock import SystemClock
from app.domain.ids import UplinkId
from app.domain.uplink import RawUplink
from app.persistence.store import DATABASE_NAME, SqliteStore
from app.usecases.store import JobUnit
from tests.support.builders import an_uplink
from tests.support.jobs import open_case

WRITERS = 4


def main(folder: Path, task: str) -> None:
    """Do the task until standard input ends."""
    if task == "lock":
        foreign = sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)
        foreign.execute("BEGIN IMMEDIATE")
    else:
        store = SqliteStore.open(folder, SystemClock(), group_commit_s=0.002)
    _say("ready")
    for urgent in [True, False] * (WRITERS // 2) if task == "write" else []:
        threading.Thread(target=_write, args=(store, urgent), daemon=True).start()
    sys.stdin.read()


def _write(store: SqliteStore, urgent: bool) -> None:  # noqa: FBT001 - a thread's arguments have no names
    try:
        while True:
            case = store.submit(open_case(), urgent=urgent).result()
            frame = an_uplink()
            store.submit(_appending(frame), urgent=urgent).result()
            _say(f"{case.case_id} {frame.digest}")
    finally:
        os._exit(1)


def _appending(frame: RawUplink) -> Callable[[JobUnit], UplinkId | None]:
    return lambda unit: unit.uplinks.append(frame)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
