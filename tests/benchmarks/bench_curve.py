"""The crash curve with 30,000 samples an axis: build, first paint, repaint, zoom."""

import os
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.impact.plot import CurvePlot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SAMPLES, RATE_HZ = 30_000, 1000.0
REPEATS = 60
WIDTH_PX, HEIGHT_PX = 900, 380
CLOSEST_S = 0.1


def run() -> list[tuple[str, float, str]]:
    """Return the figures."""
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    started = time.perf_counter()
    import numpy  # noqa: F401, ICN001 - its import is what is measured
    import pyqtgraph  # noqa: F401

    figures = [("curve: import of numpy and pyqtgraph", _ms(started), "ms")]
    return figures + _drawn(application)


def _drawn(application: object) -> list[tuple[str, float, str]]:
    from PySide6.QtWidgets import QApplication

    from tests.support.curves import a_curve
    from ui.impact.plot import CurvePlot
    from ui.impact.state import Curve

    curve = Curve(a_curve(SAMPLES, RATE_HZ), is_horizontal=True, peak="6.3 g")
    other = Curve(a_curve(SAMPLES, RATE_HZ, peak_g=7.0), is_horizontal=True, peak="7.0 g")
    started = time.perf_counter()
    plot = CurvePlot()
    plot.resize(WIDTH_PX, HEIGHT_PX)
    plot.show_curve(curve)
    plot.show_whole()
    plot.show()
    QApplication.processEvents()
    plot.grab()
    figures = [("curve: build and first paint", _ms(started), "ms")]
    repaints = _times(plot.grab)
    figures += _spread("curve repaint, 30,000 samples an axis", repaints)
    curves = [curve, other]

    def show_next() -> None:
        curves.append(curves.pop(0))
        plot.show_curve(curves[0])
        plot.grab()

    figures += _spread("curve: new samples and paint", _times(show_next))
    figures += _spread("curve: one turn of zoom and paint", _times(lambda: _zoomed(plot)))
    plot.show_impacts()
    figures += _spread("curve repaint, zoomed to the impact", _times(plot.grab))
    del application
    plot.deleteLater()
    return figures


def _zoomed(plot: "CurvePlot") -> None:
    """Zoom as the wheel does: closer, and out again at the end."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    left, right = plot.shown_times()
    if right - left < CLOSEST_S:
        plot.show_whole()
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    plot.grab()


def _times(act: Callable[[], object]) -> list[float]:
    times = []
    for _repeat in range(REPEATS):
        started = time.perf_counter()
        act()
        times.append(_ms(started))
    return times


def _spread(name: str, times: list[float]) -> list[tuple[str, float, str]]:
    p95 = statistics.quantiles(times, n=20)[-1]
    return [(f"{name}, median", statistics.median(times), "ms"), (f"{name}, p95", p95, "ms")]


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000
