"""The widget of the curve: keeps what is shown, hidden and zoomed; ``ui.impact.drawing`` draws.

The wheel zooms, the mouse moves, a double click shows everything again. With the focus, the keys do the same: arrows
move the cross-hair (with Shift far), plus and minus zoom around it, Home and End go to what is seen first and last, 0
shows everything.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.i18n import _
from ui.impact.cross import VALUES_APART
from ui.impact.drawing import Drawing
from ui.impact.picture import Picture, svg_of
from ui.impact.samples import Samples, peak_place, samples_of
from ui.impact.state import Curve, PictureOrder
from ui.theme.tokens import LIGHT, Tokens

BEFORE_S, AFTER_S = 0.1, 0.5
"""What is shown around the impacts at first."""
READ_OUT_LEFT_PX, READ_OUT_UP_PX, LOW_READ_OUT_UP_PX = 64, 46, 24
READ_OUT_FRAME_PX = 20
FRAME_PX = 2
LOW_BELOW_PX = 220
"""A plot lower than this gives the room of the words under it to the curve."""
STEPS, FAR_STEPS = 100, 10
"""Steps of an arrow across what is shown, without and with Shift."""
CLOSER = 0.5


Later = Callable[[Callable[[], None]], None]
"""Does what it is given when drawing is loaded and what else changes has been painted."""


def at_once(act: Callable[[], None]) -> None:
    """Do it now."""
    act()


class CurvePlot(QWidget):
    """Draws one curve, and says the values under the mouse.

    ``later`` says when: drawing one, the first above all, takes longer than the words beside it may wait.
    """

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None, later: Later = at_once) -> None:
        super().__init__(parent)
        self._later = later
        self._is_due = False
        self._is_other = True
        self._tokens: Tokens = LIGHT
        self._curve: Curve | None = None
        self._samples: Samples | None = None
        self._hidden: frozenset[str] = frozenset()
        self._drawing: Drawing | None = None
        self.read_out = QLabel(self)
        self.read_out.hide()
        self._is_fit_due = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._keys: Mapping[int, Callable[[], None]] = {
            Qt.Key.Key_Plus: lambda: self._zoom_by(CLOSER),
            Qt.Key.Key_Equal: lambda: self._zoom_by(CLOSER),
            Qt.Key.Key_Minus: lambda: self._zoom_by(1 / CLOSER),
            Qt.Key.Key_Home: lambda: self._point_within(self.shown_times()[0]),
            Qt.Key.Key_End: lambda: self._point_within(self.shown_times()[1]),
            Qt.Key.Key_0: self.show_whole,
        }

    def show_curve(self, curve: Curve | None) -> None:
        """Draw this curve; the same one again keeps the zoom."""
        if curve == self._curve:
            return
        before, self._curve = self._curve, curve
        if curve is None or before is None or before.data.header != curve.data.header:
            self._is_other, self._samples = True, None
        if curve is None:
            self._draw()
        elif not self._is_due:
            self._is_due = True
            self._later(self._draw_newest)

    @property
    def is_drawn(self) -> bool:
        """Whether what is seen is the curve that was asked for, or an earlier state of it."""
        return self._samples is not None

    def _draw_newest(self) -> None:
        """Draw the curve that is wanted by now."""
        self._is_due = False
        if self._curve is None:
            return
        self._samples = samples_of(self._curve.data, is_horizontal=self._curve.is_horizontal)
        self._draw()
        if self._is_other:
            self._is_other = False
            self.show_impacts()
        self.drawn.emit()

    def has_channel(self, channel: str) -> bool:
        """Whether there is such a line to draw."""
        return self._samples is not None and channel in self._samples.channels

    def set_channel_shown(self, channel: str, *, shown: bool) -> None:
        """Show a line or hide it."""
        self._hidden = self._hidden - {channel} if shown else self._hidden | {channel}
        if self._drawing is not None:
            self._drawing.hide_channels(self._hidden)

    @property
    def hidden(self) -> frozenset[str]:
        """The lines that a person has hidden."""
        return self._hidden

    def show_impacts(self) -> None:
        """Zoom to the impacts."""
        if self._drawing is not None and self._curve is not None and self._samples is not None:
            self._drawing.zoom(*self._first_times(self._curve, self._samples))

    @staticmethod
    def _first_times(curve: Curve, samples: Samples) -> tuple[float, float]:
        """Return the stretch around the impacts; all of it where the samples have no times."""
        times, impacts = samples.times, curve.data.header.impacts_s
        if not times.size:
            return (0.0, 0.0)
        if curve.data.header.sample_rate_hz is None:
            return (float(times[0]), float(times[-1]))
        first, last = min(impacts, default=0.0), max(impacts, default=0.0)
        return max(first - BEFORE_S, float(times[0])), min(last + AFTER_S, float(times[-1]))

    def show_whole(self) -> None:
        """Zoom out to everything the box sent."""
        if self._drawing is not None and self._samples is not None and self._samples.times.size:
            self._drawing.zoom(float(self._samples.times[0]), float(self._samples.times[-1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cross-hair or zoom; every other key is somebody else's."""
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if self._drawing is None or plain != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            steps = FAR_STEPS if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEPS
            self._step(1 / steps if key == Qt.Key.Key_Right else -1 / steps)
        elif key in self._keys:
            self._keys[key]()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are: the cross-hair at the peak, and a frame."""
        super().focusInEvent(event)
        if self._drawing is not None and self._samples is not None and self._drawing.pointed_at() is None:
            place = peak_place(self._samples)
            self.point_at(0.0 if place is None else float(self._samples.times[place]))
        self._mark_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cross-hair away."""
        super().focusOutEvent(event)
        if self._drawing is not None:
            self._drawing.hide_cross()
        self._mark_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the plot follow, which takes longer than all other panels together: they are painted first."""
        super().resizeEvent(event)
        if self._drawing is not None and not self._is_fit_due:
            self._is_fit_due = True
            self._later(self._fit)

    def sizeHint(self) -> QSize:
        """Return the size of an easy plot, drawn or not yet."""
        return QSize(260, 196)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which nothing can be read."""
        return QSize(80, 60)

    def prepare(self) -> None:
        """Make the plot, so that the first curve need not wait for that."""
        if self._drawing is None:
            self._drawing = Drawing(self._say, self.show_whole)
            self._drawing.widget.setParent(self)
            self._drawing.widget.setVisible(False)
            self._fit()

    def _fit(self) -> None:
        """Give the plot the room there is; a low one does without the words under it."""
        self._is_fit_due = False
        if self._drawing is not None:
            self._drawing.set_low(low=self.height() < LOW_BELOW_PX)
            edge = FRAME_PX
            self._drawing.widget.setGeometry(self.rect().adjusted(edge, edge, -edge, -edge))

    def shown_times(self) -> tuple[float, float]:
        """Return the stretch of time that is shown; (0, 0) without a curve."""
        return (0.0, 0.0) if self._drawing is None else self._drawing.shown_times()

    def point_at(self, time: float) -> None:
        """Say the values at a time, as the mouse does."""
        if self._drawing is not None:
            self._drawing.point_at(time)

    def picture(self, order: PictureOrder) -> str:
        """Return the ordered picture as SVG: as it is on the screen, or when another is there by now, as it opens."""
        samples = samples_of(order.curve.data, is_horizontal=order.curve.is_horizontal)
        shown = self._first_times(order.curve, samples)
        if order.curve == self._curve:
            left, right = self.shown_times()
            shown = max(left, float(samples.times[0])), min(right, float(samples.times[-1]))
        return svg_of(Picture(order.heading, order.figures, order.curve, samples, shown, self._hidden))

    def retranslate(self) -> None:
        """Say the axes again."""
        self.setToolTip(
            _("Wheel or + and −: zoom. Arrows: values along the curve. 0 or double click: the whole curve.")
        )
        self._draw()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.read_out.setStyleSheet(
            f"background: {tokens.panel}; color: {tokens.text}; border: 1px solid {tokens.border}; padding: 2px 6px;"
        )
        self._mark_focus()
        self._later(self._draw)

    def _mark_focus(self) -> None:
        """Frame the plot while the keys act in it."""
        colour = self._tokens.focus if self.hasFocus() else self._tokens.field
        style = f"CurvePlot {{ background: {self._tokens.field}; border: {FRAME_PX}px solid {colour}; }}"
        if style != self.styleSheet():
            self.setStyleSheet(style)

    def _step(self, share: float) -> None:
        """Move the cross-hair by this share of what is shown, at least by one sample."""
        left, right = self.shown_times()
        at = None if self._drawing is None else self._drawing.pointed_at()
        if at is None or self._samples is None or self._samples.times.size < 2:  # noqa: PLR2004 - a step needs two
            self._point_within((left + right) / 2)
            return
        sample = float(self._samples.times[1] - self._samples.times[0])
        way = share * (right - left)
        self._point_within(at + (way if abs(way) > sample else sample if way > 0 else -sample))

    def _point_within(self, time: float) -> None:
        """Put the cross-hair there, and move the curve after it where it would leave what is shown."""
        if self._drawing is None:
            return
        self._drawing.point_at(time)
        at, (left, right) = self._drawing.pointed_at(), self.shown_times()
        if at is not None and not left <= at <= right:
            move = at - (left if at < left else right)
            self._drawing.zoom_exactly(left + move, right + move)

    def _zoom_by(self, factor: float) -> None:
        """Show more or less of the curve; the cross-hair stays where it is."""
        if self._drawing is not None:
            left, right = self.shown_times()
            at = self._drawing.pointed_at()
            middle = (left + right) / 2 if at is None else at
            self._drawing.zoom_exactly(middle - (middle - left) * factor, middle + (right - middle) * factor)

    def _say(self, values: str) -> None:
        """Show the values under the cross-hair in the lower left corner; "" takes them away."""
        self.setAccessibleDescription(values)
        self.read_out.setText(self._wrapped(values))
        self.read_out.setVisible(bool(values))
        self.read_out.adjustSize()
        up = LOW_READ_OUT_UP_PX if self.height() < LOW_BELOW_PX else READ_OUT_UP_PX
        left = max(0, min(READ_OUT_LEFT_PX, self.width() - self.read_out.width()))
        self.read_out.move(left, max(0, self.height() - up - self.read_out.height()))
        self.read_out.raise_()

    def _wrapped(self, values: str) -> str:
        """Break the lines between two values where they are wider than the plot."""
        room, metrics = self.width() - READ_OUT_FRAME_PX, self.read_out.fontMetrics()
        lines: list[str] = []
        for line in values.split("\n"):
            first, *others = line.split(VALUES_APART)
            lines.append(first)
            for value in others:
                longer = f"{lines[-1]}{VALUES_APART}{value}"
                if metrics.horizontalAdvance(longer) <= room:
                    lines[-1] = longer
                else:
                    lines.append(value)
        return "\n".join(lines)

    def _draw(self) -> None:
        """Draw everything anew; the zoom stays."""
        if self._curve is None or self._samples is None:
            if self._drawing is not None:
                self._drawing.widget.setVisible(False)
            return
        self.prepare()
        assert self._drawing is not None  # noqa: S101 - made in the line above
        self._drawing.draw(self._curve, self._samples, self._tokens, self._hidden)
        self._fit()
        self._drawing.widget.setVisible(True)
        self.read_out.raise_()
