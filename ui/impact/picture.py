"""The curve as a picture for a mail, a report or a court: SVG written by hand, from which the PNG is painted too.

Always on white, whatever the desk's theme: it leaves the house and is printed. It shows the stretch of time and the
lines that the screen shows. In it stand the number of the case, the figures and the curve, and nothing of a person: no
name, no plate, no number of a box, no place, no time of day. pyqtgraph's own SVG export fails with this Qt, and would
give a picture the size of the panel; this one is the same on every screen.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.i18n import _
from ui.impact.channels import CHANNELS, channel_colour, channel_name
from ui.impact.marks import (
    impact_marks,
    words_of_later_standstill,
    words_of_levels,
    words_of_limit,
    words_of_peak,
)
from ui.impact.samples import DELTA_V, MAGNITUDE, Samples, heights, peak_place
from ui.impact.state import Curve
from ui.impact.svg import LARGE, SMALL, Type, area, line, path, ring, text
from ui.theme.tokens import LIGHT
from ui.words.times import number

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ui.impact.samples import Floats

    Ints = npt.NDArray[np.intp]

WIDTH_PX, HEIGHT_PX = 1800, 960
_LEFT, _RIGHT, _TOP, _BOTTOM = 96, 1686, 156, 840
_COLUMNS = _RIGHT - _LEFT
_TICKS, _LETTER_PX = 8, 12.3
_GRID = "#E3E6EA"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is on it.

    Attributes:
        heading: Which case, which impact.
        figures: What was measured, in a line.
        shown: First and last time of the stretch, as the samples count it.
        hidden: The lines left out.
    """

    heading: str
    figures: str
    curve: Curve
    samples: Samples
    shown: tuple[float, float]
    hidden: frozenset[str]


_Number = TypeVar("_Number", float, "Floats")


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a time and a size stand on the picture."""

    shown: tuple[float, float]
    most_g: float
    most_kmh: float

    def x(self, time: _Number) -> _Number:
        first, last = self.shown
        return _LEFT + (time - first) / (last - first or 1.0) * _COLUMNS

    def y(self, share: float) -> float:
        """``share``: -1 is the bottom of the plot, 1 its top."""
        return (_TOP + _BOTTOM) / 2 - share * (_BOTTOM - _TOP) / 2

    def of(self, channel: str) -> float:
        return self.most_kmh if channel == DELTA_V else self.most_g


def svg_of(picture: Picture) -> str:
    """Return the picture as SVG, 1800 by 960."""
    most_g, most_kmh = heights(picture.curve.data.header, picture.samples)
    scale = _Scale(picture.shown, most_g, most_kmh)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" width="{WIDTH_PX}" '
        f'height="{HEIGHT_PX}" font-family="Inter, Arial, sans-serif" font-size="{SMALL}">'
    )
    ground = area((0, 0), (WIDTH_PX, HEIGHT_PX), LIGHT.field)
    parts = [head, ground, *_words(picture), *_axes(picture, scale), *_marks(picture, scale)]
    return "\n".join([*parts, *_traces(picture, scale), *_peak(picture, scale), "</svg>", ""])


def _words(picture: Picture) -> Iterator[str]:
    yield text((_LEFT, 51), picture.heading, Type(size=LARGE, is_bold=True))
    yield text((_LEFT, 90), picture.figures, Type(LIGHT.muted))
    x = float(_LEFT)
    for channel in _shown_channels(picture):
        name = channel_name(channel, is_horizontal=picture.curve.is_horizontal)
        colour = channel_colour(channel, LIGHT)
        yield line((x, 123), (x + 33, 123), colour, width=3)
        yield text((x + 42, 131), name, Type(colour))
        x += 75 + _LETTER_PX * len(name)


def _axes(picture: Picture, scale: _Scale) -> Iterator[str]:
    first, last = picture.shown
    ticks, digits = _ticks(first, last)
    for tick in ticks:
        x = scale.x(tick)
        yield line((x, _TOP), (x, _BOTTOM), _GRID)
        yield text((x, _BOTTOM + 33), number(tick, digits), Type(LIGHT.muted, "middle"))
    ticks, digits = _ticks(-scale.most_g, scale.most_g)
    for tick in ticks:
        y = scale.y(tick / scale.most_g)
        yield line((_LEFT, y), (_RIGHT, y), LIGHT.border if tick == 0 else _GRID)
        yield text((_LEFT - 12, y + 7), number(tick, digits), Type(LIGHT.muted, "end"))
    yield text((_LEFT - 12, _TOP - 15), "g", Type(LIGHT.muted, "end"))
    if DELTA_V in _shown_channels(picture):
        ticks, digits = _ticks(0.0, scale.most_kmh)
        for tick in ticks:
            y = scale.y(tick / scale.most_kmh)
            yield text((_RIGHT + 12, y + 7), number(tick, digits), Type(LIGHT.trace_delta_v))
        yield text((_RIGHT + 12, _TOP - 15), "Δv km/h", Type(LIGHT.trace_delta_v))
    has_times = picture.curve.data.header.sample_rate_hz is not None
    time = _("seconds after the impact") if has_times else _("samples, rate not known")
    yield text(((_LEFT + _RIGHT) / 2, _BOTTOM + 69), time, Type(LIGHT.muted, "middle"))


def _marks(picture: Picture, scale: _Scale) -> Iterator[str]:
    header = picture.curve.data.header
    if header.full_scale_g is not None and header.full_scale_g < scale.most_g:
        limit = scale.y(header.full_scale_g / scale.most_g)
        for top in (_TOP, _BOTTOM - (limit - _TOP)):
            yield area((_LEFT, top), (_COLUMNS, limit - _TOP), LIGHT.high, opacity=0.3)
        yield text((_RIGHT - 9, limit - 9), words_of_limit(header), Type(anchor="end"))
    signal, tow = words_of_levels(header)
    for words, level_g, colour, down in (
        (signal, header.signal_g, LIGHT.muted, 27),
        (tow, header.tow_g, LIGHT.critical, -9),
    ):
        for side in (1, -1):
            y = scale.y(side * level_g / scale.most_g)
            yield line((_LEFT, y), (_RIGHT, y), colour, dashes="10 7")
        place = (_RIGHT - 9, scale.y(level_g / scale.most_g) + down)
        yield text(place, words, Type(colour, "end", halo=True))
    if header.sample_rate_hz is not None:
        yield from _instants(picture, scale)


def _instants(picture: Picture, scale: _Scale) -> Iterator[str]:
    first, last = picture.shown
    rest_s = picture.curve.standstill_s
    known = [(words, at_s, LIGHT.focus) for words, at_s in impact_marks(picture.curve.data.header)]
    if rest_s is not None:
        known.append((_("stands still"), rest_s, LIGHT.text))
    for words, at_s, colour in known:
        if first <= at_s <= last:
            x = scale.x(at_s)
            yield line((x, _TOP), (x, _BOTTOM), colour, dashes="3 6")
            yield text((x + 7, _BOTTOM - 12), words, Type(colour, halo=True))
    if rest_s is not None and rest_s > last:
        yield text((_RIGHT - 9, _BOTTOM - 12), words_of_later_standstill(rest_s), Type(anchor="end", halo=True))


def _traces(picture: Picture, scale: _Scale) -> Iterator[str]:
    for channel in _shown_channels(picture):
        steps = " ".join(_steps(picture.samples, picture.samples.channels[channel], scale, scale.of(channel)))
        if steps:
            yield path(steps, channel_colour(channel, LIGHT))


def _steps(samples: Samples, values: "Floats", scale: _Scale, most: float) -> Iterator[str]:
    """Give the line as steps of an SVG path; a hole stays open."""
    places = _places(samples, values, scale.shown)
    is_open = True
    for x, share in zip(scale.x(samples.times[places]).tolist(), (values[places] / most).tolist(), strict=True):
        if math.isnan(share):
            is_open = True
            continue
        yield f"{'M' if is_open else 'L'}{x:.1f},{scale.y(share):.1f}"
        is_open = False


def _places(samples: Samples, values: "Floats", shown: tuple[float, float]) -> "Ints":
    """Return which samples to draw: all, or of each column of pixels the least and the most and one of every hole."""
    import numpy as np

    first, last = np.searchsorted(samples.times, (shown[0], math.nextafter(shown[1], math.inf)))
    if last - first <= 2 * _COLUMNS:
        return np.arange(first, last)
    places = np.arange(first, last)[: (last - first) // _COLUMNS * _COLUMNS].reshape(_COLUMNS, -1)
    columns = values[places]
    holes = np.isnan(columns)
    ends = [np.where(holes, far, columns) for far in (np.inf, -np.inf)]
    chosen = np.stack([ends[0].argmin(axis=1), ends[1].argmax(axis=1), holes.argmax(axis=1)], axis=1)
    rows = np.arange(_COLUMNS)[:, np.newaxis]
    has_hole = holes.any(axis=1)
    chosen[~has_hole, 2] = chosen[~has_hole, 0]
    return np.unique(np.concatenate([places[rows, chosen].ravel(), np.arange(places[-1, -1], last)]))


def _peak(picture: Picture, scale: _Scale) -> Iterator[str]:
    place = peak_place(picture.samples)
    if place is None or not picture.curve.peak or MAGNITUDE in picture.hidden:
        return
    at, size = float(picture.samples.times[place]), float(picture.samples.channels[MAGNITUDE][place])
    if not picture.shown[0] <= at <= picture.shown[1]:
        return
    x, y = scale.x(at), scale.y(size / scale.most_g)
    is_left = x < (_LEFT + _RIGHT) / 2
    yield ring((x, y), 9, LIGHT.critical)
    kind = Type(anchor="start" if is_left else "end", is_bold=True, halo=True)
    yield text((x + (21 if is_left else -21), y + 7), words_of_peak(picture.curve, at), kind)


def _shown_channels(picture: Picture) -> list[str]:
    return [name for name in CHANNELS if name in picture.samples.channels and name not in picture.hidden]


def _ticks(first: float, last: float) -> tuple[list[float], int]:
    """Return round values between two others, about eight, and with how many digits they are written."""
    if last <= first:
        return [first], 0
    rough = (last - first) / _TICKS
    power = math.floor(math.log10(rough))
    step = next(10**power * nice for nice in (1, 2, 5, 10) if 10**power * nice >= rough)
    places = range(math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9) + 1)
    return [place * step for place in places], max(0, -math.floor(math.log10(step) + 1e-9))
