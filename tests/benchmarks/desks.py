"""A real desk in this process against its own service, and a box: what the benches of the whole way share."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtNetwork import QTcpSocket
from PySide6.QtWidgets import QApplication

from app.bootstrap import TRAINING_LOGINS, Desk, DeskOptions
from app.commands.desk import service_command
from app.domain.ids import Imei
from services.simulator.teltonika_box import login
from ui.queue.view import QueueView
from ui.service_keeper import ServicePlace

PATIENCE_S = 20.0


@contextmanager
def a_training_desk(folder: Path) -> Iterator[Desk]:
    """Start service and desk of a drill without boxes, the operator signed in and the queue there."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    place = ServicePlace(folder, service_command(folder, "--training", "--no-boxes"), ends_with_desk=True)
    desk = Desk(application, DeskOptions(place, TRAINING_LOGINS["operator"], silent=True))
    desk.start()
    until(lambda: _has_queue(desk))
    try:
        yield desk
    finally:
        desk.quit()


def _has_queue(desk: Desk) -> bool:
    return desk.open_desk is not None and bool(desk.open_desk.window.findChildren(QueueView)) and desk.stream.link.alive


def a_box(port: int, imei: Imei) -> QTcpSocket:
    """Connect a Teltonika box that was let in."""
    socket = QTcpSocket()
    socket.connectToHost("127.0.0.1", port)
    socket.connected.connect(lambda: socket.write(login(imei)))
    until(lambda: socket.bytesAvailable() == 1)
    socket.readAll()
    return socket


def until(happened: Callable[[], bool]) -> None:
    """Let the loop of the desk run until it happened.

    Raises:
        TimeoutError: It did not.
    """
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        if time.monotonic() > deadline:
            raise TimeoutError("it did not happen")
