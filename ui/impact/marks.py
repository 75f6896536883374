"""What stands on the curve beside its traces: the clauses' lines, the sensor's limit, impacts, standstill, the peak.

The usual place of the words of a level is the right end of its line, where a crash is over; they go elsewhere when a
trace runs there.
"""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor

from app.api.cases import CurveHeader
from app.i18n import _
from ui.impact.labels import Label, Labels, Spot
from ui.impact.samples import MAGNITUDE, Samples, peak_place
from ui.impact.state import Curve
from ui.theme.tokens import Tokens
from ui.words.times import age_text, number

_FAR_G = 10_000.0
_MINUTE_S = 60.0
_ABOVE, _BELOW = 1.0, 0.0
_ALONG = (0.995, 0.62, 0.38, 0.01)
_AT_PEAK = (Spot((-0.12, 0.3)), Spot((1.12, 0.3)))
_BESIDE = (Spot((-0.05, 1.0)), Spot((1.05, 1.0)), Spot((-0.05, 0.0), 1.0), Spot((1.05, 0.0), 1.0))
"""Beside a line of time: at its bottom to the right or left, else at its top."""


class Marks:
    """Adds the marks of one curve to the plot; their words go to ``Labels``."""

    def __init__(self, pg: Any, plot: Any, labels: Labels, font: Any) -> None:  # noqa: ANN401 - pyqtgraph has no types
        self._pg = pg
        self._plot = plot
        self._labels = labels
        self._font = font

    def add(self, curve: Curve, samples: Samples, tokens: Tokens) -> None:
        """Add everything that is known of this curve."""
        header = curve.data.header
        self._add_sensor_limit(header, tokens)
        signal, tow = words_of_levels(header)
        self._add_level(header.tow_g, tow, tokens.critical, tokens)
        self._add_level(header.signal_g, signal, tokens.muted, tokens, best=_BELOW)
        self._add_level(-header.tow_g, tow, tokens.critical, tokens, best=_BELOW)
        self._add_level(-header.signal_g, signal, tokens.muted, tokens, best=_BELOW)
        if header.sample_rate_hz is not None:
            for words, at_s in impact_marks(header):
                self._add_instant(at_s, words, tokens.focus, tokens)
            if curve.standstill_s is not None:
                self._add_standstill(curve.standstill_s, tokens)
        self._add_peak(curve, samples, tokens)

    def _add_sensor_limit(self, header: CurveHeader, tokens: Tokens) -> None:
        """Shade what the sensor cannot measure: a curve that reaches it was higher than it looks."""
        if header.full_scale_g is None:
            return
        hatch = QColor(tokens.high)
        hatch.setAlpha(90)
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
            self._add_level(header.full_scale_g, words_of_limit(header), tokens.text, tokens, best=_BELOW)

    def _add_level(self, level_g: float, words: str, colour: str, tokens: Tokens, *, best: float = _ABOVE) -> None:
        pen = self._pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine)
        line = self._pg.InfiniteLine(pos=level_g, angle=0, movable=False, pen=pen)
        line.setZValue(-10)
        if words:
            spots = tuple(
                Spot((1.0 if share > 0.5 else 0.0, side), share)  # noqa: PLR2004 - the middle of the line
                for side in (best, _ABOVE + _BELOW - best)
                for share in _ALONG
            )
            self._labels.add(Label(self._new_label(line, words, colour, tokens, spots[0]), words, spots, y=level_g))
        self._plot.addItem(line, ignoreBounds=True)

    def _add_instant(self, at_s: float, words: str, colour: str, tokens: Tokens) -> None:
        pen = self._pg.mkPen(colour, width=1, style=Qt.PenStyle.DotLine)
        line = self._pg.InfiniteLine(pos=at_s, angle=90, movable=False, pen=pen)
        line.setZValue(-10)
        label = self._new_label(line, words, colour, tokens, _BESIDE[0])
        self._labels.add(Label(label, words, _BESIDE, x=at_s))
        self._plot.addItem(line, ignoreBounds=True)

    def _add_standstill(self, at_s: float, tokens: Tokens) -> None:
        """Mark from when on the car stands still; a curve that ends before says so at its right end."""
        self._add_instant(at_s, _("stands still"), tokens.text, tokens)
        words = words_of_later_standstill(at_s)
        note = self._pg.TextItem(words, color=tokens.text, fill=_ground(tokens))
        note.setFont(self._font)
        self._plot.addItem(note, ignoreBounds=True)
        self._labels.add(Label(note, words, (Spot((1.0, 1.0), 0.995),), beyond=at_s))

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
        words = words_of_peak(curve, at)
        label = self._pg.TextItem(words, color=tokens.text, fill=tokens.field, border=self._pg.mkPen(tokens.critical))
        label.setFont(self._font)
        label.setPos(at, size)
        self._plot.addItem(label, ignoreBounds=True)
        self._labels.add(Label(label, words, _AT_PEAK, x=at, y=size, short=curve.peak), is_first=True)

    def _new_label(
        self,
        line: Any,  # noqa: ANN401 - pyqtgraph has no types
        words: str,
        colour: str,
        tokens: Tokens,
        spot: Spot,
    ) -> Any:  # noqa: ANN401 - pyqtgraph has no types
        """Write on a line, on the ground of the plot: other lines must not run through the words."""
        label = self._pg.InfLineLabel(
            line, words, position=spot.share, anchors=[spot.anchor, spot.anchor], color=colour, fill=_ground(tokens)
        )
        label.setFont(self._font)
        return label


def impact_marks(header: CurveHeader) -> tuple[tuple[str, float], ...]:
    """Return where each impact began, with its name."""
    if len(header.impacts_s) == 1:
        return ((_("impact"), header.impacts_s[0]),)
    return tuple((_("impact {count}").format(count=place), at_s) for place, at_s in enumerate(header.impacts_s, 1))


def words_of_limit(header: CurveHeader) -> str:
    """Name the level a cut-off curve stands at."""
    return _("sensor limit {limit} g").format(limit=number(header.full_scale_g or 0.0))


def words_of_peak(curve: Curve, at_s: float) -> str:
    """Say what was measured, and when where the samples have times."""
    if curve.data.header.sample_rate_hz is None:
        return curve.peak
    return _("{peak} at {time} ms").format(peak=curve.peak, time=number(at_s * 1000))


def words_of_later_standstill(at_s: float) -> str:
    """Say that the car came to rest after what is shown: seconds as on the axis, longer ages as people say."""
    if at_s >= _MINUTE_S:
        return _("stands still {age} after the impact →").format(age=age_text(at_s))
    return _("stands still from {time} s →").format(time=number(at_s, 1))


def words_of_levels(header: CurveHeader) -> tuple[str, str]:
    """Name the clauses' own lines: E-call, tow."""
    signal = _("E-call from {limit} g").format(limit=_limit(header.signal_g))
    return signal, _("tow above {limit} g").format(limit=_limit(header.tow_g))


def _ground(tokens: Tokens) -> QColor:
    ground = QColor(tokens.field)
    ground.setAlpha(190)
    return ground


def _limit(limit_g: float) -> str:
    """Return a limit as the clause writes it: "4", "2.5"."""
    return number(limit_g) if limit_g == round(limit_g) else number(limit_g, 1)
