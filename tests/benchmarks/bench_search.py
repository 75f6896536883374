"""Searching among 200,000 contracts: how long the service takes, and from the last key to the painted list.

The contracts are those of ``services.simulator.people``, put on record before the service starts. The texts are what an
operator types: plates, parts of telephone numbers, names, places, each also with a slip of a finger in it.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from app.api.search import Search, SearchFound
from app.domain.clock import SystemClock
from app.domain.imports import ImportKind
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.import_apply import DecideImport, decide_import, end_import, put_in_place
from app.usecases.import_check import ImportCheck, batches
from app.usecases.import_rows import ReadRow
from app.usecases.record_ports import ImportDecided
from app.usecases.store import JobUnit
from services.simulator.people import MOST, write_csv
from tests.benchmarks.bench_import import operator
from tests.support.boxes_on_record import the_store
from tests.support.detector import Detector, a_detector

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.backend import HttpBackend
    from ui.ports import Reply

CONTRACTS = int(os.environ.get("BENCH_CONTRACTS", str(MOST)))
TIMES = 10
ROWS = 500
TEXTS = (
    "1-OEA-001",
    "1 oeb 12",
    "0470 00 75 14",
    "+32470007514",
    "007514",
    "julien lambert",
    "lambert jul",
    "celine",
    "OEF-001000",
    "000005",
    "kortrijk veldstraat",
    "jacbos",
    "lambret",
    "1-OEA-010",
    "2026-000042",
    "antwerpen",
    "note",
)


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as name:
        folder = Path(name)
        _put_on_record(folder)
        with a_detector(folder / "data", ("--training", "--no-boxes")) as detector:
            return [*_answers(detector), *_painted(detector)]


def _put_on_record(folder: Path) -> None:
    file, clock = folder / "contracts.csv", SystemClock()
    with file.open("w", encoding="utf-8", newline="") as text:
        write_csv(text, CONTRACTS)
    check = ImportCheck(ImportKind.CONTRACTS)
    with the_store(folder / "data") as store:
        command = DecideImport(SERVICE, "b" * 32, "0" * 64, 1, CONTRACTS, 0, 0)
        decided = store.submit(lambda unit: decide_import(command, unit, clock), urgent=True).result()
        for batch in batches(file, ROWS, check):
            rows = store.read(partial(check.check, batch))
            store.submit(partial(_put, rows, decided), urgent=True).result()
        store.submit(lambda unit: end_import(decided, unit, clock.now()), urgent=True).result()


def _put(rows: Sequence[ReadRow], decided: ImportDecided, unit: JobUnit) -> None:
    put_in_place(rows, ImportKind.CONTRACTS, decided, unit, SystemClock(), Settings())


def _answers(detector: Detector) -> list[tuple[str, float, str]]:
    times = []
    with closing(operator(detector)) as client:
        for text in TEXTS * TIMES:
            begun = time.perf_counter()
            answer = client.post("/v1/search", json={"text": text})
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == httpx.codes.OK, answer.text
    times = sorted(times[len(TEXTS) :])
    return [
        (f"search over {CONTRACTS:,} contracts, p50", statistics.median(times), "ms"),
        ("search among contracts, p95", times[int(len(times) * 0.95)], "ms"),
        ("search among contracts, worst", times[-1], "ms"),
    ]


def _painted(detector: Detector) -> list[tuple[str, float, str]]:
    """Type each text into the real bar and measure from its last key until its own answer is painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.backend import HttpBackend

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    backend = HttpBackend()
    with closing(operator(detector)) as client:
        backend.set_service(detector.file.url, detector.file.token)
        backend.requests.set_session(client.headers["Authorization"].removeprefix("Bearer "))
        times = sorted(_typed(application, backend))
    backend.close()
    return [
        ("search: last key -> painted, p50", statistics.median(times), "ms"),
        ("search: last key -> painted, p95", times[int(len(times) * 0.95)], "ms"),
    ]


def _typed(application: "QApplication", backend: "HttpBackend") -> list[float]:
    from PySide6.QtTest import QTest

    from ui.actions import Actions
    from ui.search.presenter import SearchPresenter, Ways
    from ui.search.view import SearchView

    answered: list[str] = []
    view, actions = SearchView(), Actions()
    presenter = SearchPresenter(view, _Told(backend, answered), actions, Ways(print, print, None))
    view.connect_to(presenter)
    view.resize(900, 700)
    view.show()
    view.line.setFocus()
    times = []
    for text in TEXTS * 3:
        view.line.clear()
        presenter.typed("")
        QTest.keyClicks(view.line, text[:-1])
        begun = time.perf_counter()
        QTest.keyClicks(view.line, text[-1])
        while not answered or answered[-1] != text:
            application.processEvents()
        view.found.repaint()
        times.append((time.perf_counter() - begun) * 1000)
        answered.clear()
    return times


class _Told:
    """The service, telling which text was answered after the bar has heard it."""

    def __init__(self, backend: "HttpBackend", answered: list[str]) -> None:
        self._backend = backend
        self._answered = answered

    def search(self, command: Search, reply: "Reply[SearchFound]") -> None:
        """Ask."""
        from ui.ports import Reply

        def done(found: SearchFound) -> None:
            reply.done(found)
            self._answered.append(found.text)

        self._backend.search(command, Reply(done, reply.refused, reply.unavailable))
