"""A desk that says when its window and when its queue stood, and ends: ``python -m tests.support.desk_start DIR``.

Prints two instants of the machine's monotonic clock, in seconds.
"""

import os
import sys
import time
from pathlib import Path

from app.commands.desk import prepare_qt, service_command


def main(folder: Path) -> None:
    """Start, wait, say, end."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_qt()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.bootstrap import TRAINING_LOGINS, Desk, DeskOptions
    from ui.service_keeper import ServicePlace

    application = QApplication(sys.argv[:1])
    place = ServicePlace(folder, service_command(folder, "--training", "--no-boxes"), ends_with_desk=True)
    desk = Desk(application, DeskOptions(place, TRAINING_LOGINS["operator"], silent=True))
    instants: list[float] = []

    def look() -> None:
        if not instants and desk.gate.isVisible():
            instants.append(time.monotonic())
        opened = desk.open_desk
        if instants and opened is not None and opened.window.isVisible() and desk.stream.link.alive:
            instants.append(time.monotonic())
            desk.quit()

    timer = QTimer(desk)
    timer.timeout.connect(look)
    timer.start(5)
    desk.start()
    application.exec()
    sys.stdout.write(" ".join(map(str, instants[:2])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
