"""The drawn curve. pyqtgraph and numpy are imported with the first curve, so that the desk starts without them.

What is drawn: x, y, z and the magnitude in g, the clauses' own two lines, delta-v on its own axis to the right, where
each impact began, the peak, and shaded what the sensor cannot measure. Pens are one pixel wide: a wide antialiased pen
is thirty times slower with 30,000 samples.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor

from app.api.cases import CurveHeader
from app.i18n import _
from ui.impact.channels import CHANNELS, SHORT, channel_colour
from ui.impact.labels import Label, Labels
from ui.impact.samples import AXES, DELTA_V, MAGNITUDE, Samples, largest, peak_place
from ui.impact.state import Curve
from ui.theme.tokens import Tokens
from ui.words.times import number

VALUES_APART = "   "
_FAR_G = 10_000.0
_HEADROOM = 1.15
_BESIDE = ((1.05, 1.0), (-0.05, 1.0))
_AT_PEAK = ((-0.12, 0.3), (1.12, 0.3))
"""Where words hang beside their point: the usual side and the other."""


class Drawing:
    """The pyqtgraph part: made once, filled again and again."""

    def __init__(self, say: Callable[[str], None]) -> None:
        import pyqtgraph as pg

        self._pg = pg
        self._say = say
        self._samples: Samples | None = None
        self._rate_hz: float | None = None
        self._lines: dict[str, Any] = {}
        self.widget = pg.PlotWidget(axisItems=_axes(pg))
        self._plot = self.widget.getPlotItem()
        self._right = pg.ViewBox(enableMenu=False)
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._labels = Labels(self._plot.vb)
        self._prepare()

    def draw(self, curve: Curve, samples: Samples, tokens: Tokens) -> None:
        """Draw a curve."""
        header = curve.data.header
        self._samples, self._rate_hz = samples, header.sample_rate_hz
        self._labels.clear()  # first: words are deleted with the lines they hang on
        self._plot.clear()
        self._right.clear()
        self._lines.clear()
        self._paint_axes(header, tokens)
        self._add_sensor_limit(header, tokens)
        self._add_thresholds(header, tokens)
        self._add_impacts(header, tokens)
        for channel in CHANNELS:
            if channel in samples.channels:
                self._add_line(channel, samples, tokens)
        self._add_peak(curve, samples, tokens)
        self._scale(header, samples)
        self._cross.setPen(self._pg.mkPen(tokens.muted, width=1))
        self._cross.hide()
        self._plot.addItem(self._cross, ignoreBounds=True)
        self._arrange()

    def set_shown(self, channel: str, *, shown: bool) -> None:
        """Show a line or hide it."""
        if channel in self._lines:
            self._lines[channel].setVisible(shown)

    def set_low(self, *, low: bool) -> None:
        """Leave out the words under the plot."""
        self._plot.getAxis("bottom").showLabel(not low)

    def zoom(self, left: float, right: float) -> None:
        """Show this stretch of time."""
        self._plot.setXRange(left, right, padding=0.01)

    def shown_times(self) -> tuple[float, float]:
        """Return the stretch of time that is shown."""
        left, right = self._plot.vb.viewRange()[0]
        return float(left), float(right)

    def point_at(self, time: float) -> None:
        """Show the cross at the sample nearest to a time and say its values."""
        samples = self._samples
        if samples is None or not samples.times.size:
            return
        place = int(abs(samples.times - time).argmin())
        self._cross.setPos(float(samples.times[place]))
        self._cross.show()
        self._say(self._values_at(samples, place))

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
        for name in ("left", "bottom", "right"):
            axis = self._plot.getAxis(name)
            axis.enableAutoSIPrefix(False)
        self._plot.showGrid(x=True, y=True, alpha=0.18)

    def _follow(self) -> None:
        self._right.setGeometry(self._plot.vb.sceneBoundingRect())
        self._right.linkedViewChanged(self._plot.vb, self._right.XAxis)
        self._arrange()

    def _arrange(self) -> None:
        self._labels.arrange(self.widget.height())

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

    def _add_sensor_limit(self, header: CurveHeader, tokens: Tokens) -> None:
        """Shade what the sensor cannot measure."""
        if header.full_scale_g is None:
            return
        hatch = QColor(tokens.high)
        hatch.setAlpha(150)
        for least, most in ((header.full_scale_g, _FAR_G), (-_FAR_G, -header.full_scale_g)):
            area = self._pg.LinearRegionItem(
                (least, most),
                orientation="horizontal",
                movable=False,
                brush=QBrush(hatch, Qt.BrushStyle.BDiagPattern),
                pen=self._pg.mkPen(tokens.high, width=1),
            )
            area.setZValue(-20)
            self._plot.addItem(area, ignoreBounds=True)
        if header.saturated:
            words = _("sensor limit {limit} g").format(limit=number(header.full_scale_g))
            self._add_level(header.full_scale_g, words, tokens.text)

    def _add_thresholds(self, header: CurveHeader, tokens: Tokens) -> None:
        """Draw the clauses' own lines, with their numbers."""
        signal = _("E-call from {limit} g").format(limit=_limit(header.signal_g))
        tow = _("tow above {limit} g").format(limit=_limit(header.tow_g))
        self._add_level(header.tow_g, tow, tokens.critical)
        self._add_level(-header.tow_g, "", tokens.critical)
        self._add_level(-header.signal_g, "", tokens.muted)
        self._add_level(header.signal_g, signal, tokens.muted, is_aside=True)

    def _add_level(self, level_g: float, words: str, colour: str, *, is_aside: bool = False) -> None:
        pen = self._pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine)
        line = self._pg.InfiniteLine(pos=level_g, angle=0, movable=False, pen=pen)
        line.setZValue(-10)
        if words:
            share = 0.54 if is_aside else 0.995
            label = self._new_label(line, words, colour, position=share, anchor=(1.0, 1.0))
            self._labels.add(Label(label, words, ((1.0, 1.0),), y=level_g, share=share))
        self._plot.addItem(line, ignoreBounds=True)

    def _new_label(
        self,
        line: Any,  # noqa: ANN401 - pyqtgraph has no types
        words: str,
        colour: str,
        *,
        position: float,
        anchor: tuple[float, float],
    ) -> Any:  # noqa: ANN401 - pyqtgraph has no types
        """Write on a line, on the ground of the plot: other lines must not run through the words."""
        ground = QColor(self.widget.backgroundBrush().color())
        ground.setAlpha(190)
        label = self._pg.InfLineLabel(
            line, words, position=position, anchors=[anchor, anchor], color=colour, fill=ground
        )
        label.setFont(self.widget.font())
        return label

    def _add_impacts(self, header: CurveHeader, tokens: Tokens) -> None:
        """Mark where each impact began."""
        if header.sample_rate_hz is None:
            return
        for place, at_s in enumerate(header.impacts_s, start=1):
            pen = self._pg.mkPen(tokens.focus, width=1, style=Qt.PenStyle.DotLine)
            line = self._pg.InfiniteLine(pos=at_s, angle=90, movable=False, pen=pen)
            line.setZValue(-10)
            words = _("impact {count}").format(count=place) if len(header.impacts_s) > 1 else _("impact")
            label = self._new_label(line, words, tokens.focus, position=0.0, anchor=_BESIDE[0])
            self._labels.add(Label(label, words, _BESIDE, x=at_s))
            self._plot.addItem(line, ignoreBounds=True)

    def _add_line(self, channel: str, samples: Samples, tokens: Tokens) -> None:
        colour = channel_colour(channel, tokens)
        pen = self._pg.mkPen(colour, width=1)
        line = self._pg.PlotDataItem(samples.times, samples.channels[channel], pen=pen, antialias=True)
        self._lines[channel] = line
        (self._right if channel == DELTA_V else self._plot).addItem(line)
        line.setDownsampling(auto=True, method="peak")
        line.setClipToView(True)  # only now: before it is added it takes the widget for its view

    def _add_peak(self, curve: Curve, samples: Samples, tokens: Tokens) -> None:
        """Ring the largest magnitude and say what was measured there."""
        place = peak_place(samples)
        if place is None or not curve.peak:
            return
        at, size = float(samples.times[place]), float(samples.channels[MAGNITUDE][place])
        ring = self._pg.ScatterPlotItem(
            [at], [size], size=11, brush=None, pen=self._pg.mkPen(tokens.critical, width=2), symbol="o"
        )
        self._plot.addItem(ring, ignoreBounds=True)
        words = curve.peak
        if curve.data.header.sample_rate_hz is not None:
            words = _("{peak} at {time} ms").format(peak=curve.peak, time=number(at * 1000))
        label = self._pg.TextItem(
            words, color=tokens.text, anchor=_AT_PEAK[0], fill=tokens.field, border=self._pg.mkPen(tokens.critical)
        )
        label.setFont(self.widget.font())
        label.setPos(at, size)
        self._plot.addItem(label, ignoreBounds=True)
        self._labels.add(Label(label, words, _AT_PEAK, x=at, y=size), is_first=True)

    def _scale(self, header: CurveHeader, samples: Samples) -> None:
        """Fit the heights: the lines of the clauses are always in sight, the sensor's limit when it was reached."""
        most = max(largest(samples, (*AXES, MAGNITUDE)), header.tow_g)
        if header.saturated and header.full_scale_g is not None:
            most = max(most, header.full_scale_g)
        self._plot.setYRange(-most * _HEADROOM, most * _HEADROOM, padding=0)
        speed = max(largest(samples, (DELTA_V,)), 1.0)
        self._right.setYRange(-speed * _HEADROOM, speed * _HEADROOM, padding=0)
        if samples.times.size:
            self._plot.vb.setLimits(xMin=float(samples.times[0]) - 1.0, xMax=float(samples.times[-1]) + 1.0)

    def _on_mouse(self, at: QPointF) -> None:
        area: QRectF = self._plot.vb.sceneBoundingRect()
        if area.contains(at):
            self.point_at(self._plot.vb.mapSceneToView(at).x())
        else:
            self._cross.hide()
            self._say("")

    def _values_at(self, samples: Samples, place: int) -> str:
        time = float(samples.times[place])
        parts = [_("{time} ms").format(time=number(time * 1000)) if self._rate_hz is not None else number(time)]
        for name, values in samples.channels.items():
            value = float(values[place])
            if value != value:  # noqa: PLR0124 - not a number: no sample came here
                continue
            unit, digits = ("km/h", 0) if name == DELTA_V else ("g", 2)
            parts.append(f"{SHORT.get(name, name)} {number(value, digits)} {unit}")
        lines = (VALUES_APART.join(parts), VALUES_APART.join(self._labels.left_out()))
        return "\n".join(line for line in lines if line)


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


def _limit(limit_g: float) -> str:
    """Return a limit as the clause writes it: "4", "2.5"."""
    return number(limit_g) if limit_g == round(limit_g) else number(limit_g, 1)
