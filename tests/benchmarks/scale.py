"""A data folder with many cases: the open ones through the store, the closed ones copied from one that was closed.

Every closed case has what a handled case leaves behind: its E-call, two calls, an order, a note, its part of the audit.
A box has five of them. ``BENCH_CLOSED`` says how many there are, ``BENCH_KEEP`` a folder in which what was filled is
kept for the next run: a million takes minutes.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.domain.case import Case, CaseState, Outcome
from app.domain.clock import SystemClock
from app.domain.contact import CallOutcome
from app.domain.service_order import OrderState
from app.persistence.migrations import versions
from app.persistence.store import DATABASE_NAME, SqliteStore
from tests.support.builders import NOON, a_call, a_case, a_note, a_place, an_audit_record, an_ecall, an_order
from tests.support.house import crash

if TYPE_CHECKING:
    from app.usecases.store import JobUnit

CLOSED = int(os.environ.get("BENCH_CLOSED", "100000"))
KEEP = os.environ.get("BENCH_KEEP", "")
BOX_HAS = 5
PLACES = ((50.86, 4.62), (51.22, 4.40), (50.63, 5.57), (51.05, 3.72), (50.46, 4.86), (49.68, 5.81), (50.85, 2.88))
"""Where the open cases are, in turns: each brings the map elsewhere."""

_ID, _IMEI = "printf('%032x', n)", f"printf('%015d', 350000000000000 + n / {BOX_HAS})"
_ENTRY = "1000000 + n * 10 + chain_sequence"
_COPIED: Mapping[str, Mapping[str, str]] = {
    "ecalls": {"ecall_id": _ID, "imei": _IMEI},
    "cases": {"case_id": _ID, "number": "printf('1999-%07d', n)", "imei": _IMEI},
    "case_ecalls": {"case_id": _ID, "ecall_id": _ID},
    "calls": {"call_id": "printf('%016x', n) || substr(call_id, 17)", "case_id": _ID},
    "orders": {"order_id": _ID, "case_id": _ID, "imei": _IMEI},
    "notes": {"note_id": _ID, "case_id": _ID},
    "audit_entries": {"sequence": _ENTRY, "chain": _ID},
    "audit_heads": {"chain": _ID},
}
"""What is copied, and the columns that differ in the copy ``n``."""


@contextmanager
def a_folder(open_cases: int, closed: int = CLOSED) -> Iterator[Path]:
    """Give a data folder with so many cases; what is kept is used as it is, for a million are seven gigabytes."""
    with TemporaryDirectory(prefix="bijstand-bench-") as folder:
        data = Path(KEEP) / f"{_schema()}-{open_cases}-{closed}" if KEEP else Path(folder) / "data"
        if not data.exists():
            fill(data, open_cases, closed)
        _give_back(data)
        yield data


def fill(folder: Path, open_cases: int, closed: int) -> None:
    """Put the cases there."""
    with closing(SqliteStore.open(folder, SystemClock())) as store:
        for number in range(open_cases):
            store.submit(_crash_of(number), urgent=True).result()
        pattern = a_case(state=CaseState.CLOSED, closed_at=SystemClock().now(), outcome=Outcome.TRUE_CRASH)
        store.submit(_closed(pattern), urgent=True).result()
    with closing(sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)) as database:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        for table, changes in _COPIED.items():
            _copy(database, table, changes, pattern, closed)
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode = WAL")


def _give_back(folder: Path) -> None:
    """Let nobody hold a case, as a run that was broken off may have left some."""
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as database, database:
        names = [row[1] for row in database.execute("PRAGMA table_info(cases)") if row[1].startswith("claim_")]
        unset = ", ".join(f"{name} = NULL" for name in names)
        database.execute(f"UPDATE cases SET {unset} WHERE state = 'open'")  # noqa: S608 - the names are the table's


def _crash_of(number: int) -> Callable[["JobUnit"], object]:
    now, ecall = SystemClock().now(), an_ecall()
    latitude, longitude = PLACES[number % len(PLACES)]
    place = a_place(latitude_deg=latitude + number / 10_000, longitude_deg=longitude - number / 10_000)
    case = a_case(ecall_ids=(ecall.ecall_id,), received_at=now, attention_at=now, event_at=now, place=place)
    return crash(case, ecall)


def _closed(case: Case) -> Callable[["JobUnit"], object]:
    """Return the job that stores a case with all that was done in it."""

    def job(unit: "JobUnit") -> None:
        crash(case, an_ecall(ecall_id=case.ecall_ids[0]))(unit)
        for _call in range(2):
            unit.calls.put(a_call(case.case_id, ended_at=NOON, outcome=CallOutcome.NO_ANSWER))
        unit.orders.put(an_order(case.case_id, state=OrderState.DONE))
        unit.notes.add(a_note(case.case_id))
        for _entry in range(4):
            unit.audit.append(an_audit_record(case.case_id))

    return job


def _copy(database: sqlite3.Connection, table: str, changes: Mapping[str, str], pattern: Case, count: int) -> None:
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    copied = ", ".join(changes.get(name, name) for name in columns)
    mark, value = "case_id", str(pattern.case_id)
    if table.startswith("audit"):
        mark = "chain"
    elif table == "ecalls":
        mark, value = "ecall_id", str(pattern.ecall_ids[0])
    database.execute(
        f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"  # noqa: S608
        f" INSERT INTO {table} ({', '.join(columns)}) SELECT {copied} FROM numbers, {table} WHERE {mark} = ?",
        (value,),
    )


def _schema() -> str:
    """Return the newest migration: what was filled for another is filled anew."""
    return max(path.stem for path in Path(versions.__path__[0]).glob("v*.py"))
