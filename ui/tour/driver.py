"""Carries out the steps of the tour on the running desk, one after the other, without blocking it.

A step acts once through the table of actions and then looks, twenty times a second, whether the screen's own data says
that it happened. What it looks at is what an operator would see: the open case and the rows of the queue, never the
database.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.clock import Clock
from ui.tour.timeline import Timeline

LOOK_EVERY_MS = 50
PAINT_MS = 120
"""The screen is given this long to paint before its picture is taken."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the tour does.

    Attributes:
        act: Does it; returns False when the rules forbid it for this case.
        happened: Whether it is seen to have happened.
        picture: File name of the picture taken afterwards; empty = none.
        patience_s: After this long it has failed.
    """

    name: str
    act: Callable[[], bool]
    happened: Callable[[], bool]
    picture: str = ""
    patience_s: float = 8.0


class Driver(QObject):
    """Runs the steps. One that fails does not stop the ones after it."""

    finished = Signal()

    def __init__(self, folder: Path, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.timeline = Timeline()
        self._folder = folder
        self._clock = clock
        self._steps: Iterator[Step] = iter(())
        self._window: QWidget | None = None
        self._step: Step | None = None
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self, steps: Iterator[Step], window: QWidget) -> None:
        """Begin; pictures are taken of this window."""
        self._steps = steps
        self._window = window
        self._next()

    def give_up(self) -> str:
        """Stop where it is; return the name of the step it was in, empty = none."""
        self._timer.stop()
        step, self._step = self._step, None
        self._steps = iter(())
        return "" if step is None else step.name

    def _next(self) -> None:
        self._step = next(self._steps, None)
        if self._step is None:
            self.finished.emit()
        elif self._step.act():
            self._since.start()
            self._timer.start()
        else:
            self._end(self._step, ok=None)

    def _look(self) -> None:
        step = self._step
        if step is None:
            return
        happened = step.happened()
        if happened or self._since.elapsed() > step.patience_s * 1000:
            self._timer.stop()
            self._end(step, ok=happened)

    def _end(self, step: Step, *, ok: bool | None) -> None:
        self.timeline.add(step.name, self._clock.now(), ok=ok)
        QTimer.singleShot(PAINT_MS if step.picture else 0, self, lambda: self._after(step))

    def _after(self, step: Step) -> None:
        if self._step is not step or self._window is None:
            return
        if step.picture:
            self._window.grab().save(str(self._folder / step.picture))
            self.timeline.screenshots.append(step.picture)
        self._next()
