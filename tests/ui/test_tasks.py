"""Timers fire as asked and stop when told; the clock is the service's."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from tests.support.backend import FakeClock
from ui.tasks import QtScheduler, ServiceClock


def test_after_fires_once_and_every_again_and_again(qtbot: QtBot) -> None:
    parent, fired = QObject(), list[str]()
    scheduler = QtScheduler(parent)
    scheduler.after(0.01, lambda: fired.append("once"))
    stop = scheduler.every(0.01, lambda: fired.append("again"))
    qtbot.waitUntil(lambda: fired.count("again") >= 3)
    assert fired.count("once") == 1
    stop()
    stop()
    qtbot.waitUntil(lambda: parent.findChildren(QTimer) == [])


def test_a_cancelled_timer_never_fires(qtbot: QtBot) -> None:
    parent, fired = QObject(), list[str]()
    scheduler = QtScheduler(parent)
    scheduler.after(0.02, lambda: fired.append("cancelled"))()
    scheduler.after(0.04, lambda: fired.append("later"))
    qtbot.waitUntil(lambda: fired != [])
    assert fired == ["later"]


def test_the_clock_follows_the_service() -> None:
    local = FakeClock()
    clock = ServiceClock(local)
    service_now = local.now() + timedelta(minutes=7)
    clock.set_service_time(service_now)
    local.advance(3)
    assert clock.now() == service_now + timedelta(seconds=3)
