"""The widget of the curve: keeps what is shown, hidden and zoomed; ``ui.impact.drawing`` draws.

The mouse zooms and moves; two buttons of the panel zoom from the keys.
"""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.impact.drawing import VALUES_APART, Drawing
from ui.impact.samples import Samples, samples_of
from ui.impact.state import Curve
from ui.theme.tokens import LIGHT, Tokens

BEFORE_S, AFTER_S = 0.1, 0.5
"""What is shown around the impacts at first."""
READ_OUT_LEFT_PX, READ_OUT_UP_PX, LOW_READ_OUT_UP_PX = 64, 46, 24
READ_OUT_FRAME_PX = 20
LOW_BELOW_PX = 220
"""A plot lower than this gives the room of the words under it to the curve."""


class CurvePlot(QWidget):
    """Draws one curve, and says the values under the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._curve: Curve | None = None
        self._samples: Samples | None = None
        self._hidden: set[str] = set()
        self._drawing: Drawing | None = None
        self.read_out = QLabel(self)
        self.read_out.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_curve(self, curve: Curve | None) -> None:
        """Draw this curve; the same one again keeps the zoom."""
        if curve == self._curve:
            return
        is_other = curve is None or self._curve is None or curve.data.header != self._curve.data.header
        self._curve = curve
        self._samples = None if curve is None else samples_of(curve.data, is_horizontal=curve.is_horizontal)
        self._draw()
        if is_other:
            self.show_impacts()

    def has_channel(self, channel: str) -> bool:
        """Whether there is such a line to draw."""
        return self._samples is not None and channel in self._samples.channels

    def set_channel_shown(self, channel: str, *, shown: bool) -> None:
        """Show a line or hide it."""
        self._hidden = self._hidden - {channel} if shown else self._hidden | {channel}
        if self._drawing is not None:
            self._drawing.set_shown(channel, shown=shown)

    def show_impacts(self) -> None:
        """Zoom to the impacts."""
        if self._drawing is not None and self._curve is not None and self._samples is not None:
            header = self._curve.data.header
            times = self._samples.times
            if header.sample_rate_hz is None or not times.size:
                self.show_whole()
                return
            first, last = min(header.impacts_s, default=0.0), max(header.impacts_s, default=0.0)
            self._drawing.zoom(max(first - BEFORE_S, float(times[0])), min(last + AFTER_S, float(times[-1])))

    def show_whole(self) -> None:
        """Zoom out to everything the box sent."""
        if self._drawing is not None and self._samples is not None and self._samples.times.size:
            self._drawing.zoom(float(self._samples.times[0]), float(self._samples.times[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a low plot more room."""
        super().resizeEvent(event)
        if self._drawing is not None:
            self._drawing.set_low(low=self.height() < LOW_BELOW_PX)

    def shown_times(self) -> tuple[float, float]:
        """Return the stretch of time that is shown; (0, 0) without a curve."""
        return (0.0, 0.0) if self._drawing is None else self._drawing.shown_times()

    def point_at(self, time: float) -> None:
        """Say the values at a time, as the mouse does."""
        if self._drawing is not None:
            self._drawing.point_at(time)

    def retranslate(self) -> None:
        """Say the axes again."""
        self._draw()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.read_out.setStyleSheet(
            f"background: {tokens.panel}; color: {tokens.text}; border: 1px solid {tokens.border}; padding: 2px 6px;"
        )
        self._draw()

    def _say(self, values: str) -> None:
        """Show the values under the mouse in the lower left corner; "" takes them away."""
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
        if self._drawing is None:
            self._drawing = Drawing(self._say)
            self._layout.addWidget(self._drawing.widget)
        self._drawing.draw(self._curve, self._samples, self._tokens)
        for channel in self._hidden:
            self._drawing.set_shown(channel, shown=False)
        self._drawing.set_low(low=self.height() < LOW_BELOW_PX)
        self._drawing.widget.setVisible(True)
