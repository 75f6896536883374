"""The cross-hair: a line at one sample, a dot on every trace, and their values in words.

It follows the mouse, and the keys where there is no mouse; both put it on a sample, because between two samples
nothing was measured.
"""

from typing import Any

from app.i18n import _
from ui.impact.channels import SHORT, channel_colour
from ui.impact.samples import DELTA_V, Samples
from ui.theme.tokens import Tokens
from ui.words.times import number

VALUES_APART = "   "
_DOT_PX = 7


class Cross:
    """The cross-hair of one plot, and the view of its right axis."""

    def __init__(self, pg: Any, plot: Any, right: Any) -> None:  # noqa: ANN401 - pyqtgraph has no types
        self._pg = pg
        self._views = {True: right, False: plot.vb}
        self._plot = plot
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._dots: dict[str, Any] = {}
        self.place: int | None = None
        """Number of the sample it stands at; None = it is not shown."""

    def draw(self, samples: Samples, tokens: Tokens) -> None:
        """Start anew on an emptied plot, hidden."""
        self._line.setPen(self._pg.mkPen(tokens.muted, width=1))
        self._plot.addItem(self._line, ignoreBounds=True)
        self._dots = {name: self._new_dot(name, tokens) for name in samples.channels}
        self.hide()

    def hide(self) -> None:
        """Take it away."""
        self.place = None
        for part in (self._line, *self._dots.values()):
            part.hide()

    def show_at(self, place: int, samples: Samples, hidden: frozenset[str]) -> None:
        """Stand at a sample; a trace that is hidden or has a hole there gets no dot."""
        self.place = place
        time = float(samples.times[place])
        self._line.setPos(time)
        self._line.show()
        for name, dot in self._dots.items():
            value = float(samples.channels[name][place])
            is_known = value == value and name not in hidden  # noqa: PLR0124 - not a number: no sample came here
            if is_known:
                dot.setData([time], [value])
            dot.setVisible(is_known)

    def _new_dot(self, name: str, tokens: Tokens) -> Any:  # noqa: ANN401 - pyqtgraph has no types
        colour = channel_colour(name, tokens)
        dot = self._pg.ScatterPlotItem(size=_DOT_PX, pen=self._pg.mkPen(tokens.field), brush=colour, symbol="o")
        self._views[name == DELTA_V].addItem(dot, ignoreBounds=True)
        return dot


def values_at(samples: Samples, place: int, rate_hz: float | None) -> str:
    """Say the time of a sample and what was measured there."""
    time = float(samples.times[place])
    parts = [_("{time} ms").format(time=number(time * 1000)) if rate_hz is not None else number(time)]
    for name, values in samples.channels.items():
        value = float(values[place])
        if value != value:  # noqa: PLR0124 - not a number: no sample came here
            continue
        unit, digits = ("km/h", 0) if name == DELTA_V else ("g", 2)
        parts.append(f"{SHORT.get(name, name)} {number(value, digits)} {unit}")
    return VALUES_APART.join(parts)
