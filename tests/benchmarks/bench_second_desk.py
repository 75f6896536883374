"""From what one operator does to what another one sees: command of desk A -> row and open case of desk B painted.

One service with its database on the disk, desk B whole and offscreen in this process with the case open, and desk A as
the commands it sends. A claims the case and gives it back, again and again: both change the row and the head of the
case. It counts as seen after the paint event of B's queue that followed the news, and as read after B's open case is
the same version.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr
from PySide6.QtCore import QEvent, QObject, QTimer

from app.api.cases import CaseDetail
from app.api.commands import SignIn
from app.api.service import SessionInfo
from app.bootstrap import TRAINING_LOGINS, Desk
from app.domain.clock import SystemClock
from app.domain.ids import CaseId
from services.simulator.scenario import Crash, transmissions
from tests.benchmarks.desks import a_box, a_training_desk, until
from tests.support.boxes_on_record import register_unknown_cars
from ui.backend import HttpBackend
from ui.open_desk import OpenDesk
from ui.ports import Reply
from ui.queue.view import QueueView

CHANGES = 200
IMEI = 356_093_070_200_000


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as data:
        [imei] = register_unknown_cars(Path(data), IMEI, 1)
        with a_training_desk(Path(data)) as second:
            socket = a_box(second.keeper.service_file.listeners["teltonika_tcp"], imei)
            socket.write(transmissions(Crash(), SystemClock().now())[0].packet)
            times = _measured(second)
            socket.close()
    painted, read = (sorted(part) for part in zip(*times, strict=True))
    return [
        ("change at desk A -> row painted at desk B, p50", statistics.median(painted), "ms"),
        ("change at desk A -> row painted at desk B, p95", painted[int(len(painted) * 0.95)], "ms"),
        ("change at desk A -> open case read at desk B, p50", statistics.median(read), "ms"),
        ("change at desk A -> open case read at desk B, p95", read[int(len(read) * 0.95)], "ms"),
    ]


def _measured(second: Desk) -> list[tuple[float, float]]:
    desk = second.open_desk
    assert desk is not None
    until(lambda: any(desk.rows.waiting()))
    case_id = next(iter(desk.rows.waiting())).case_id
    desk.navigator.open_case(case_id)
    until(lambda: desk.navigator.detail is not None)
    first = _signed_in(second)
    _done(lambda reply: first.view_case(case_id, reply))
    acts = (lambda reply: first.claim_case(case_id, reply), lambda reply: first.release_case(case_id, reply))
    seen = Painted(desk, case_id)
    times = [_one_change(seen, acts[turn % 2]) for turn in range(CHANGES)]
    first.close()
    return times


def _one_change(seen: "Painted", act: Callable[[Reply[CaseDetail]], None]) -> tuple[float, float]:
    seen.forget()
    begun = time.monotonic()
    act(Reply(lambda _detail: None, _fail, _fail))
    until(lambda: seen.at is not None and seen.read_at is not None)
    assert seen.at is not None
    assert seen.read_at is not None
    return (seen.at - begun) * 1000, (seen.read_at - begun) * 1000


class Painted(QObject):
    """Notes when the queue of a desk was painted with a newer row, and when its open case is as new."""

    def __init__(self, desk: OpenDesk, case_id: CaseId) -> None:
        super().__init__()
        self._desk, self._case_id, self._version = desk, case_id, 0
        self._paper = desk.window.findChildren(QueueView)[0].list.viewport()
        self.at: float | None = None
        self.read_at: float | None = None
        self._paper.installEventFilter(self)
        desk.navigator.add_listener(self)

    def forget(self) -> None:
        """Wait for what is newer than now."""
        self._version, self.at, self.read_at = self._row_version(), None, None

    def on_case(self, detail: CaseDetail | None) -> None:
        """Hear of the open case last, after every panel of it."""
        if detail is not None and detail.row.version > self._version and self.read_at is None:
            self.read_at = time.monotonic()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint that begins with the news there ends before the loop turns again."""
        is_new = self._row_version() > self._version
        if event.type() is QEvent.Type.Paint and self.at is None and is_new:
            QTimer.singleShot(0, self, self._note)
        return super().eventFilter(watched, event)

    def _row_version(self) -> int:
        return next((row.version for row in self._desk.rows.all_rows() if row.case_id == self._case_id), 0)

    def _note(self) -> None:
        if self.at is None:
            self.at = time.monotonic()


def _signed_in(second: Desk) -> HttpBackend:
    """Return the way of another person to the same service."""
    file, first = second.keeper.service_file, HttpBackend()
    first.set_service(file.url, file.token)
    found: list[SessionInfo] = []
    command = SignIn(login=TRAINING_LOGINS["supervisor"], password=SecretStr(file.token), desk="bench-a")
    first.sign_in(command, Reply(found.append, _fail, _fail))
    until(lambda: bool(found))
    return first


def _done(act: Callable[[Reply[CaseDetail]], None]) -> None:
    done: list[CaseDetail] = []
    act(Reply(done.append, _fail, _fail))
    until(lambda: bool(done))


def _fail(answer: object) -> None:
    raise AssertionError(answer)
