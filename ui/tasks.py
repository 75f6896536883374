"""Time, as the screen needs it: timers behind the ``Scheduler`` port, and the service's own clock.

Ages on the screen ("waiting 0:42") are differences between instants of the service and now. With the desk's own clock
a wrong workstation would show negative ages, so the desk follows the service: every tick corrects the offset.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from app.domain.clock import Clock
from ui.ports import Cancel


class QtScheduler:
    """Timers of the Qt loop. They stop with their parent."""

    def __init__(self, parent: QObject) -> None:
        self._parent = parent

    def after(self, delay_s: float, act: Callable[[], None]) -> Cancel:
        """Do it once, later."""
        return self._start(delay_s, act, single_shot=True)

    def every(self, period_s: float, act: Callable[[], None]) -> Cancel:
        """Do it again and again; first after one period."""
        return self._start(period_s, act, single_shot=False)

    def _start(self, delay_s: float, act: Callable[[], None], *, single_shot: bool) -> Cancel:
        timer = QTimer(self._parent)
        timer.setSingleShot(single_shot)
        stop = _Stop(timer)
        timer.timeout.connect(act)
        if single_shot:
            timer.timeout.connect(stop)
        timer.start(round(delay_s * 1000))
        return stop


class _Stop:
    """Stops a timer once and lets Qt free it."""

    def __init__(self, timer: QTimer) -> None:
        self._timer: QTimer | None = timer

    def __call__(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer.deleteLater()
            self._timer = None


class ServiceClock:
    """The service's time, told by this machine's clock and the offset of the last tick."""

    def __init__(self, local: Clock) -> None:
        self._local = local
        self._offset = timedelta()

    def set_service_time(self, now: datetime) -> None:
        """Follow the service, whose time is this one at this moment."""
        self._offset = now - self._local.now()

    def now(self) -> datetime:
        """Return the service's present instant, aware, UTC."""
        return self._local.now() + self._offset
