"""From a click to its effect on the screen, in a desk with 200 open cases before a service with many closed ones.

The real desk, offscreen, and the real service: open, claim, give back, as a person does it, until head, queue and NEXT
are painted with it, and until the last panel is, the curve as drawn. Beside it, what holds the thread of the screen:
the longest time in which a timer that is due every 2 ms did not run, and the same in its own processor time, which says
what the desk did on a machine where others work too. ``BENCH_CLOSED=1000000`` measures at full size (``scale``).
"""

import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.api.cases import CaseDetail
    from tests.support.detector import Detector
    from ui.backend import HttpBackend
    from ui.impact.view import ImpactView
    from ui.open_desk import OpenDesk
    from ui.theme.appearance import Appearance

OPEN, CLICKS = 200, 40
HEARTBEAT_MS = 2


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tests.benchmarks.scale import a_folder
    from tests.support.detector import a_detector

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with a_folder(OPEN) as folder, a_detector(folder) as service:
        seen = _Clicks(application)
        figures = seen.measure(service)
        service.stop()
    return figures


class _Clicks:
    """One desk, its clicks, and how long each took."""

    def __init__(self, application: "QApplication") -> None:
        from PySide6.QtCore import QTimer

        self._application = application
        self._impact: ImpactView | None = None
        self._desk: OpenDesk | None = None
        self._times: list[float] = []
        self._whole: list[float] = []
        self._beat_at: tuple[float, float] | None = None
        self._held: list[float] = []
        self._busy: list[float] = []
        self._heart = QTimer()
        self._heart.setInterval(HEARTBEAT_MS)
        self._heart.timeout.connect(self._beat)

    def measure(self, service: "Detector") -> list[tuple[str, float, str]]:
        """Click through the queue, then change the look a few times."""
        from app.api.service import SessionInfo
        from app.domain.clock import SystemClock
        from ui.backend import HttpBackend
        from ui.event_stream import EventStream
        from ui.impact.loading import pieces as what_curves_need
        from ui.impact.view import ImpactView
        from ui.open_desk import OpenDesk
        from ui.session import Me
        from ui.tasks import ServiceClock
        from ui.theme.appearance import Appearance

        backend = HttpBackend()
        backend.set_service(service.file.url, service.file.token)
        session = self._sign_in(backend, service.file.token)
        assert isinstance(session, SessionInfo), session
        for piece in what_curves_need():
            piece()  # the gate does it while somebody types the password (app.bootstrap)
        stream, me = EventStream(backend, SystemClock()), Me(session.account, "bench")
        desk = OpenDesk(me, backend, stream, ServiceClock(SystemClock()), silent=True, plain_map=True)
        appearance = Appearance(self._application, dark=False)
        appearance.observe(desk.window.apply_theme)
        self._desk, self._impact = desk, desk.window.findChild(ImpactView)
        desk.window.resize(1600, 900)
        desk.window.show()
        stream.start()
        self._until(lambda: len(desk.rows.waiting()) == OPEN)
        self._heart.start()
        self._click_through(desk)
        self._heart.stop()
        held, busy, self._held, self._busy, self._beat_at = self._held, self._busy, [], [], None
        self._heart.start()
        toggles = [self._change_look(desk, appearance) for _time in range(6)]
        self._heart.stop()
        stream.stop()
        desk.close()
        backend.close()
        return [
            ("click -> effect, p50", statistics.median(self._times), "ms"),
            ("click -> effect, p95", _high(self._times, 0.95), "ms"),
            ("click -> every panel painted, p50", statistics.median(self._whole), "ms"),
            ("click -> every panel painted, p95", _high(self._whole, 0.95), "ms"),
            ("thread of the screen held, p99", _high(held, 0.99), "ms"),
            ("thread of the screen held at most", max(held), "ms"),
            ("thread of the screen at work in one go, p99", _high(busy, 0.99), "ms"),
            ("thread of the screen at work in one go, at most", max(busy), "ms"),
            ("light <-> dark, median", statistics.median(toggles), "ms"),
            ("light <-> dark: thread at work in one go, at most", max(self._busy), "ms"),
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
        self._until(self._all_is_told)
        self._application.processEvents()
        self._whole.append((time.perf_counter() - before) * 1000)

    def _all_is_told(self) -> bool:
        """Whether every panel has been told, and the curve, which is fetched, has come and been drawn."""
        assert self._desk is not None
        assert self._impact is not None
        return self._desk.navigator.is_told and self._impact.is_settled

    def _change_look(self, desk: "OpenDesk", appearance: "Appearance") -> float:
        """Exchange light and dark, until all is painted; the curve follows, as with a click."""
        told: list[object] = []
        appearance.observe(told.append)
        before = time.perf_counter()
        appearance.toggle()
        self._until(lambda: len(told) > 1 and desk.window.updatesEnabled())
        self._application.processEvents()
        appearance.forget(told.append)
        return (time.perf_counter() - before) * 1000

    def _until(self, is_so: Callable[[], bool]) -> None:
        from PySide6.QtCore import QEventLoop

        for _turn in itertools.count():
            if is_so():
                return
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        if self._beat_at is not None:
            held, busy = (
                max(0.0, (late - early) * 1000 - HEARTBEAT_MS) for early, late in zip(self._beat_at, now, strict=True)
            )
            self._held.append(held)
            self._busy.append(busy)
        self._beat_at = now


def _high(times: list[float], share: float) -> float:
    """Return the time under which this share of them lies."""
    return sorted(times)[int(len(times) * share)]
