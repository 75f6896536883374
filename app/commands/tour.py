"""``python -m app tour DIR [--frame HEXFILE]``: one E-call through the real desk, a real service and a simulated box.

Nobody sits at it and nothing is shown: the desk runs offscreen, in training, on a data folder of its own that is thrown
away. It acts through the same table of actions as the keys. DIR gets the pictures and exactly one JSON,
``timeline.json``. Exit code 0: no step failed; 1: one did, or it took too long; 2: wrong use.
"""

import argparse
import os
import sys
import tempfile
import threading
from pathlib import Path

from app.commands.desk import prepare_qt, service_command

GIVE_UP_S = 42.0
TIMELINE = "timeline.json"
SERVICE_ENDS_S = 5


def main(arguments: list[str]) -> int:
    """Run the tour; return the exit code."""
    options = argparse.ArgumentParser(prog="app tour", description="Drive the desk through one E-call.")
    options.add_argument("folder", type=Path, metavar="DIR", help="where pictures and timeline.json go")
    options.add_argument("--frame", type=Path, metavar="HEXFILE", help="send this frame instead of the built one")
    chosen = options.parse_args(arguments)
    if chosen.frame is not None and not is_hex_file(chosen.frame):
        sys.stderr.write(f"{chosen.frame}: not a file of hexadecimal digits\n")
        return 2
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for stale in [*chosen.folder.glob("*.png"), chosen.folder / TIMELINE]:
        stale.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="bijstand-tour-", ignore_cleanup_errors=True) as data:
        return _run(chosen.folder, Path(data), chosen.frame)


def is_hex_file(path: Path) -> bool:
    """Say whether a file holds hexadecimal digits and white space only."""
    try:
        return bool(bytes.fromhex("".join(path.read_text(encoding="ascii").split())))
    except (OSError, ValueError):
        return False


def simulator_command(port: int, frame: Path | None) -> tuple[str, ...]:
    """Return program and arguments that let the tour's box send its crash, or exactly this frame."""
    from services.detector.training import simulator_program

    start = (*simulator_program(), "--port", str(port))
    return (*start, "--scenario", "tour") if frame is None else (*start, "--frame", str(frame.resolve()))


def _run(folder: Path, data: Path, frame: Path | None) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_qt()
    from PySide6.QtWidgets import QApplication

    from app.bootstrap import TRAINING_LOGINS, Desk, DeskOptions
    from ui.service_keeper import ServicePlace
    from ui.tour.run import Tour, TourDesk

    place = ServicePlace(data, service_command(data, "--training", "--no-boxes"), ends_with_desk=True)
    login = TRAINING_LOGINS["operator"]
    application = QApplication(sys.argv[:1])
    desk = Desk(application, DeskOptions(place, login, silent=True, write_log=_write_error))
    desk.choose_language("en")
    service = TourDesk(lambda: desk.open_desk, lambda: desk.keeper.service_file)
    tour = Tour(service, folder, lambda port: simulator_command(port, frame), GIVE_UP_S)
    codes: list[int] = []
    tour.ended.connect(codes.append)
    tour.ended.connect(desk.quit)
    desk.start()
    tour.start()
    application.exec()
    _wait_until_ended(desk.keeper.service_file.pid)
    return codes[0] if codes else 1


def _wait_until_ended(pid: int) -> None:
    from ui.service_keeper import is_running

    pause = threading.Event()
    for _look in range(SERVICE_ENDS_S * 20):
        if not pid or not is_running(pid):
            return
        pause.wait(0.05)


def _write_error(text: str) -> None:
    sys.stderr.write(text)
