"""From a click to its effect on the screen, in a desk with 200 open cases before a service with 100,000 closed ones.

The real desk, offscreen, and the real service: open, claim, give back, as a person does it, until the panel says so.
Beside it, what holds the thread of the screen: the longest time in which a timer that is due every 2 ms did not run.
"""

import itertools
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.api.cases import CaseDetail
    from tests.support.detector import Detector
    from ui.backend import HttpBackend
    from ui.open_desk import OpenDesk

OPEN, CLOSED, CLICKS = 200, 100_000, 40
HEARTBEAT_MS = 2


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tests.support.detector import a_detector

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as folder:
        _fill(Path(folder) / "data")
        with a_detector(Path(folder) / "data") as service:
            seen = _Clicks(application)
            figures = seen.measure(service)
            service.stop()
    return figures


def _fill(folder: Path) -> None:
    """Put the cases there: the open ones one by one, the closed ones as copies of one that was closed."""
    from app.domain.case import CaseState, Outcome
    from app.domain.clock import SystemClock
    from app.persistence.store import DATABASE_NAME, SqliteStore
    from tests.support.builders import a_case, an_ecall
    from tests.support.house import crash

    with closing(SqliteStore.open(folder, SystemClock())) as store:
        now = SystemClock().now()
        for number in range(OPEN + 1):
            ecall = an_ecall()
            case = a_case(ecall_ids=(ecall.ecall_id,), received_at=now, attention_at=now, event_at=now)
            if number == OPEN:
                case = replace(case, state=CaseState.CLOSED, closed_at=now, outcome=Outcome.TRUE_CRASH)
            store.submit(crash(case, ecall), urgent=True).result()
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as database, database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(cases)")]
        copied = ", ".join(
            {"case_id": "printf('%032x', n)", "number": "printf('1999-%06d', n)"}.get(name, name) for name in columns
        )
        database.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {CLOSED})"  # noqa: S608
            f" INSERT INTO cases ({', '.join(columns)}) SELECT {copied} FROM cases, numbers WHERE state = 'closed'"
        )


class _Clicks:
    """One desk, its clicks, and how long each took."""

    def __init__(self, application: "QApplication") -> None:
        from PySide6.QtCore import QTimer

        self._application = application
        self._times: list[float] = []
        self._beat_at = 0.0
        self._held: list[float] = []
        self._heart = QTimer()
        self._heart.setInterval(HEARTBEAT_MS)
        self._heart.timeout.connect(self._beat)

    def measure(self, service: "Detector") -> list[tuple[str, float, str]]:
        """Click through the queue, then change the look a few times."""
        from app.api.service import SessionInfo
        from app.domain.clock import SystemClock
        from ui.backend import HttpBackend
        from ui.event_stream import EventStream
        from ui.open_desk import OpenDesk
        from ui.session import Me
        from ui.tasks import ServiceClock
        from ui.theme.appearance import Appearance

        backend = HttpBackend()
        backend.set_service(service.file.url, service.file.token)
        session = self._sign_in(backend, service.file.token)
        assert isinstance(session, SessionInfo)
        stream, me = EventStream(backend, SystemClock()), Me(session.account, "bench")
        desk = OpenDesk(me, backend, stream, ServiceClock(SystemClock()), silent=True, plain_map=True)
        appearance = Appearance(self._application, dark=False)
        appearance.observe(desk.window.apply_theme)
        desk.window.resize(1600, 900)
        desk.window.show()
        stream.start()
        self._until(lambda: len(desk.rows.waiting()) == OPEN)
        self._heart.start()
        self._click_through(desk)
        self._heart.stop()
        toggles = [self._timed(appearance.toggle) for _time in range(6)]
        stream.stop()
        desk.close()
        backend.close()
        times, held = sorted(self._times), sorted(self._held)
        return [
            ("click -> effect, p50", statistics.median(times), "ms"),
            ("click -> effect, p95", times[int(len(times) * 0.95)], "ms"),
            ("thread of the screen held, p99", held[int(len(held) * 0.99)], "ms"),
            ("thread of the screen held at most", held[-1], "ms"),
            ("light <-> dark, median", statistics.median(toggles), "ms"),
        ]

    def _click_through(self, desk: "OpenDesk") -> None:
        """Open, claim and give back one case after the other."""
        from ui.actions import ActionId

        def shown(is_so: Callable[["CaseDetail"], object]) -> bool:
            detail = desk.navigator.detail
            return detail is not None and bool(is_so(detail))

        for case_id in [row.case_id for row in desk.rows.waiting()[:CLICKS]]:
            self._click(
                lambda case_id=case_id: desk.navigator.open_case(case_id),  # type: ignore[misc]
                lambda case_id=case_id: shown(lambda detail: detail.row.case_id == case_id),  # type: ignore[misc]
            )
            self._click(
                lambda: desk.actions.trigger(ActionId.CLAIM), lambda: shown(lambda detail: desk.me.holds(detail.row))
            )
            self._click(
                lambda: desk.actions.trigger(ActionId.RELEASE), lambda: shown(lambda detail: not detail.row.claim)
            )

    def _sign_in(self, backend: "HttpBackend", token: str) -> object:
        from pydantic import SecretStr

        from app.api.commands import SignIn
        from ui.ports import Reply

        answers: list[object] = []
        command = SignIn(login="an.verbeke", password=SecretStr(token), desk="bench")
        backend.sign_in(command, Reply(answers.append, answers.append, answers.append))
        self._until(lambda: bool(answers))
        return answers[0]

    def _click(self, act: Callable[[], object], is_done: Callable[[], bool]) -> None:
        before = time.perf_counter()
        act()
        self._until(is_done)
        self._application.processEvents()  # what changed is painted
        self._times.append((time.perf_counter() - before) * 1000)

    def _timed(self, act: Callable[[], object]) -> float:
        before = time.perf_counter()
        act()
        self._application.processEvents()
        return (time.perf_counter() - before) * 1000

    def _until(self, is_so: Callable[[], bool]) -> None:
        from PySide6.QtCore import QEventLoop

        for _turn in itertools.count():
            if is_so():
                return
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._beat_at:
            self._held.append(max(0.0, (now - self._beat_at) * 1000 - HEARTBEAT_MS))
        self._beat_at = now
