"""The drawn curve. pyqtgraph and numpy are imported with the first curve, so that the desk starts without them.

What is drawn: x, y, z and the magnitude in g, delta-v on its own axis to the right, and what ``ui.impact.marks`` adds.
Pens are one pixel wide: a wide antialiased pen is thirty times slower with 30,000 samples.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt

from app.api.cases import CurveHeader
from app.i18n import _
from ui.impact.channels import CHANNELS, channel_colour
from ui.impact.cross import VALUES_APART, Cross, values_at
from ui.impact.labels import Labels
from ui.impact.marks import Marks
from ui.impact.samples import DELTA_V, Samples, heights, runs_through
from ui.impact.state import Curve
from ui.theme.tokens import Tokens
from ui.words.times import number

_BEYOND = 1.0
"""How far past its ends the curve can be moved, in the unit of time."""
_LEAST_SAMPLES = 8
"""So many fill the plot at the closest."""


class Drawing:
    """The pyqtgraph part: made once, filled again and again."""

    def __init__(self, say: Callable[[str], None], show_whole: Callable[[], None]) -> None:
        import pyqtgraph as pg

        self._pg = pg
        self._say = say
        self._show_whole = show_whole
        self._samples: Samples | None = None
        self._rate_hz: float | None = None
        self._lines: dict[str, Any] = {}
        self._hidden: frozenset[str] = frozenset()
        self._is_drawing = False
        self._arranged_for: object = None
        self.widget = pg.PlotWidget(axisItems=_axes(pg))
        self._plot = self.widget.getPlotItem()
        self._right = pg.ViewBox(enableMenu=False)
        self._cross = Cross(pg, self._plot, self._right)
        self._labels = Labels(self._plot.vb, self._is_crossed)
        self._marks = Marks(pg, self._plot, self._labels, self.widget.font())
        self._prepare()

    def draw(self, curve: Curve, samples: Samples, tokens: Tokens, hidden: frozenset[str]) -> None:
        """Draw a curve without the lines that are hidden."""
        header, self._is_drawing, self._arranged_for = curve.data.header, True, None
        self._samples, self._rate_hz = samples, header.sample_rate_hz
        self._labels.clear()  # first: words are deleted with the lines they hang on
        self._plot.clear()
        self._right.clear()
        self._lines.clear()
        self._paint_axes(header, tokens)
        self._marks.add(curve, samples, tokens)
        for channel in CHANNELS:
            if channel in samples.channels:
                self._add_line(channel, samples, tokens)
        self._scale(header, samples)
        self._cross.draw(samples, tokens)
        self._is_drawing = False
        self.hide_channels(hidden)

    def hide_channels(self, hidden: frozenset[str]) -> None:
        """Show every line but these."""
        self._hidden = hidden
        for channel, line in self._lines.items():
            line.setVisible(channel not in hidden)
        if self._cross.place is not None:
            self._show_cross(self._cross.place)
        self._arrange()

    def set_low(self, *, low: bool) -> None:
        """Leave out the words under the plot."""
        self._plot.getAxis("bottom").showLabel(not low)

    def zoom(self, left: float, right: float) -> None:
        """Show this stretch of time."""
        self._plot.setXRange(left, right, padding=0.01)

    def zoom_exactly(self, left: float, right: float) -> None:
        """Show this stretch of time without any room beside it."""
        self._plot.setXRange(left, right, padding=0)

    def shown_times(self) -> tuple[float, float]:
        """Return the stretch of time that is shown."""
        left, right = self._plot.vb.viewRange()[0]
        return float(left), float(right)

    def point_at(self, time: float) -> None:
        """Show the cross at the sample nearest to a time and say its values."""
        if self._samples is not None and self._samples.times.size:
            self._show_cross(int(abs(self._samples.times - time).argmin()))

    def pointed_at(self) -> float | None:
        """Return the time the cross stands at; None = it is not shown."""
        place = self._cross.place
        return None if place is None or self._samples is None else float(self._samples.times[place])

    def hide_cross(self) -> None:
        """Take the cross and its values away."""
        self._cross.hide()
        self._say("")

    def _show_cross(self, place: int) -> None:
        if self._samples is not None:
            self._cross.show_at(place, self._samples, self._hidden)
            lines = (values_at(self._samples, place, self._rate_hz), VALUES_APART.join(self._labels.left_out()))
            self._say("\n".join(line for line in lines if line))

    def _is_crossed(self, rect: QRectF) -> bool:
        """Whether a line that is shown runs through this part of the plot."""
        if self._samples is None:
            return False
        for name in self._lines:
            view = self._right if name == DELTA_V else self._plot.vb
            area = view.mapSceneToView(rect).boundingRect()
            if name not in self._hidden and runs_through(
                self._samples, name, (area.left(), area.right()), (area.top(), area.bottom())
            ):
                return True
        return False

    def _prepare(self) -> None:
        for part in (self.widget, self.widget.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.showAxis("right")
        self._plot.scene().addItem(self._right)
        self._plot.getAxis("right").linkToView(self._right)
        self._right.setXLink(self._plot)
        self._right.setMouseEnabled(x=False, y=False)
        self._plot.setMouseEnabled(x=True, y=False)
        self._plot.vb.sigResized.connect(self._follow)
        self._plot.vb.sigTransformChanged.connect(self._arrange)
        self._plot.scene().sigMouseMoved.connect(self._on_mouse)
        self._plot.scene().sigMouseClicked.connect(self._on_click)
        for name in ("left", "bottom", "right"):
            axis = self._plot.getAxis(name)
            axis.enableAutoSIPrefix(False)
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)  # grid and figures are slow to paint, seldom new
        self._plot.showGrid(x=True, y=True, alpha=0.18)

    def _follow(self) -> None:
        self._right.setGeometry(self._plot.vb.sceneBoundingRect())
        self._right.linkedViewChanged(self._plot.vb, self._right.XAxis)
        self._arrange()

    def _arrange(self) -> None:
        """Place the words; while a curve is drawn the view changes often, and once at the end is enough.

        One change of size is told several times: the words are placed again only where the plot really looks different.
        """
        seen = self._seen()
        if self._is_drawing or seen == self._arranged_for:
            return
        self._arranged_for = seen
        self._labels.arrange(self.widget.height())
        if self._seen() != seen:  # placing the words has made the plot look again
            self._arranged_for = None

    def _seen(self) -> tuple[object, ...]:
        """Return all that decides where words have a place."""
        views = [(view.sceneBoundingRect(), view.viewRange()) for view in (self._plot.vb, self._right)]
        return views, self._hidden, self.widget.height()

    def _paint_axes(self, header: CurveHeader, tokens: Tokens) -> None:
        self.widget.setBackground(tokens.field)
        time = _("seconds after the impact") if header.sample_rate_hz is not None else _("samples, rate not known")
        texts = {"left": "g", "bottom": time, "right": "Δv km/h"}
        has_delta_v = DELTA_V in header.channels
        for name, text in texts.items():
            axis = self._plot.getAxis(name)
            colour = tokens.trace_delta_v if name == "right" else tokens.muted
            axis.setPen(self._pg.mkPen(tokens.border))
            axis.setTextPen(self._pg.mkPen(colour))
            axis.setLabel(text, color=colour)
            axis.setTickFont(self.widget.font())
        self._plot.showAxis("right", has_delta_v)

    def _add_line(self, channel: str, samples: Samples, tokens: Tokens) -> None:
        colour = channel_colour(channel, tokens)
        pen = self._pg.mkPen(colour, width=1)
        line = self._pg.PlotDataItem(samples.times, samples.channels[channel], pen=pen, antialias=True)
        self._lines[channel] = line
        (self._right if channel == DELTA_V else self._plot).addItem(line)
        line.setDownsampling(auto=True, method="peak")
        line.setClipToView(True)  # only now: before it is added it takes the widget for its view

    def _scale(self, header: CurveHeader, samples: Samples) -> None:
        """Fit the heights, and bound how far the curve can be moved and zoomed."""
        most_g, most_kmh = heights(header, samples)
        self._plot.setYRange(-most_g, most_g, padding=0)
        self._right.setYRange(-most_kmh, most_kmh, padding=0)
        if samples.times.size:
            step = 1.0 if header.sample_rate_hz is None else 1.0 / header.sample_rate_hz
            first, last = float(samples.times[0]), float(samples.times[-1])
            self._plot.vb.setLimits(xMin=first - _BEYOND, xMax=last + _BEYOND, minXRange=step * _LEAST_SAMPLES)

    def _on_click(self, click: Any) -> None:  # noqa: ANN401 - pyqtgraph has no types
        if click.double():
            self._show_whole()

    def _on_mouse(self, at: QPointF) -> None:
        area: QRectF = self._plot.vb.sceneBoundingRect()
        if area.contains(at):
            self.point_at(self._plot.vb.mapSceneToView(at).x())
        else:
            self.hide_cross()


def _axes(pg: Any) -> dict[str, Any]:  # noqa: ANN401 - pyqtgraph has no types
    """Return axes with the decimal sign of the screen; the right one names no negative value.

    A speed change is a size: only its zero is shared with g.
    """

    class LocalAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
        def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
            texts: list[str] = super().tickStrings(values, scale, spacing)
            return [text.replace(".", number(0.5, 1)[1]) for text in texts]

    class SizeAxis(LocalAxis):
        def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
            texts = super().tickStrings(values, scale, spacing)
            return ["" if value < 0 else text for value, text in zip(values, texts, strict=True)]

    return {"left": LocalAxis("left"), "bottom": LocalAxis("bottom"), "right": SizeAxis("right")}
