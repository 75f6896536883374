"""From the bytes at the listener to the row painted on the operator's screen, with the real service and the real desk.

Two processes on one workstation: the service with its database on the disk, and the desk offscreen, signed in, in this
process. A box (a socket of the same Qt loop) writes one crash after the other; a case counts as painted after the paint
event of the queue that followed its row. Each case is closed before the next crash, so that the queue stays as short as
it is in life. Also what both hold in memory afterwards.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

import psutil
from PySide6.QtCore import QEvent, QObject, QTimer

from app.api.cases import CaseDetail
from app.api.commands import CloseCase
from app.api.queue import QueueRow
from app.bootstrap import Desk
from app.domain.case import Outcome
from app.domain.clock import SystemClock
from app.domain.ids import Imei
from services.simulator.scenario import Crash, transmissions
from tests.benchmarks.desks import a_box, a_training_desk, until
from tests.support.boxes_on_record import register_unknown_cars
from ui.open_desk import OpenDesk
from ui.ports import Reply
from ui.queue.view import QueueView

ECALLS = 200
FIRST_IMEI = 356_093_070_100_000


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as data:
        imeis = register_unknown_cars(Path(data), FIRST_IMEI, ECALLS)
        with a_training_desk(Path(data)) as desk:
            seen = [_one_ecall(desk, imei) for imei in imeis]
            memory = [_memory_mb(os.getpid()), _memory_mb(desk.keeper.service_file.pid)]
    times = sorted(seen)
    return [
        ("uplink bytes -> row painted, p50", statistics.median(times), "ms"),
        ("uplink bytes -> row painted, p95", times[int(len(times) * 0.95)], "ms"),
        ("uplink bytes -> row painted, p99", times[int(len(times) * 0.99)], "ms"),
        (f"memory of the desk after {ECALLS} E-calls", memory[0], "MB"),
        (f"memory of the service after {ECALLS} E-calls", memory[1], "MB"),
    ]


def _one_ecall(desk: Desk, imei: Imei) -> float:
    opened = desk.open_desk
    assert opened is not None
    socket = a_box(desk.keeper.service_file.listeners["teltonika_tcp"], imei)
    painted = Painted(opened)
    sent = transmissions(Crash(), SystemClock().now())[0].packet
    begun = time.monotonic()
    socket.write(sent)
    socket.flush()
    until(lambda: painted.at is not None)
    socket.close()
    assert painted.at is not None
    _close(opened, painted.row())
    return (painted.at - begun) * 1000


class Painted(QObject):
    """Notes when the queue was painted with a row that waits."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._paper = desk.window.findChildren(QueueView)[0].list.viewport()
        self.at: float | None = None
        self._paper.installEventFilter(self)

    def row(self) -> QueueRow:
        """The row."""
        return next(iter(self._desk.rows.waiting()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint that begins with the row there ends before the loop turns again."""
        if event.type() is QEvent.Type.Paint and self.at is None and any(self._desk.rows.waiting()):
            QTimer.singleShot(0, self, self._note)
        return super().eventFilter(watched, event)

    def _note(self) -> None:
        if self.at is None:
            self.at = time.monotonic()


def _close(desk: OpenDesk, row: QueueRow) -> None:
    done: list[CaseDetail] = []
    reply = Reply(done.append, _fail, _fail)
    desk.backend.view_case(row.case_id, reply)
    until(lambda: len(done) == 1)
    desk.backend.claim_case(row.case_id, reply)
    until(lambda: len(done) == 2)
    desk.backend.close_case(
        row.case_id, CloseCase(version=done[1].row.version, outcome=Outcome.TEST, nobody_reached=True), reply
    )
    until(lambda: len(done) == 3 and not any(desk.rows.waiting()))


def _fail(answer: object) -> None:
    raise AssertionError(answer)


def _memory_mb(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / 2**20
