"""The picture that leaves the house: what the screen shows, on white, with a case number and nothing of a person."""

import re
from xml.etree import ElementTree as Xml

import pytest

from app import i18n
from tests.support.curves import a_curve
from ui.impact.picture import HEIGHT_PX, WIDTH_PX, Picture, svg_of
from ui.impact.samples import DELTA_V, MAGNITUDE, samples_of
from ui.impact.state import Curve
from ui.ports import CurveData
from ui.theme.tokens import LIGHT


def a_picture(
    data: CurveData | None = None,
    *,
    shown: tuple[float, float] = (-0.1, 0.4),
    hidden: frozenset[str] = frozenset(),
    standstill_s: float | None = None,
) -> Picture:
    curve = Curve(data or a_curve(), is_horizontal=True, peak="6.3 g", standstill_s=standstill_s)
    samples = samples_of(curve.data, is_horizontal=True)
    return Picture("2031-000042  ·  impact 1", "Peak 6.3 g (CFC60)", curve, samples, shown, hidden)


def words_on(picture: Picture) -> list[str]:
    root = Xml.fromstring(svg_of(picture))  # noqa: S314 - our own text
    return [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]


def lines_on(picture: Picture) -> dict[str, list[tuple[str, float, float]]]:
    """Steps of every trace, by its colour."""
    root = Xml.fromstring(svg_of(picture))  # noqa: S314 - our own text
    step = re.compile(r"([ML])([-\d.]+),([-\d.]+)")
    return {
        path.get("stroke", ""): [(kind, float(x), float(y)) for kind, x, y in step.findall(path.get("d", ""))]
        for path in root.iter("{http://www.w3.org/2000/svg}path")
    }


def test_everything_of_the_screen_stands_on_it() -> None:
    words = words_on(a_picture(a_curve(impacts_s=(0.0, 0.3)), standstill_s=0.35))
    assert {
        "2031-000042  ·  impact 1",
        "Peak 6.3 g (CFC60)",
        "E-call from 2.5 g",
        "tow above 4 g",
        "6.3 g at 49 ms",
        "impact 1",
        "impact 2",
        "stands still",
        "x forward",
        "|a| horizontal",
        "Δv km/h",
        "seconds after the impact",
    } <= set(words)
    assert set(lines_on(a_picture())) == {
        LIGHT.trace_x,
        LIGHT.trace_y,
        LIGHT.trace_z,
        LIGHT.text,
        LIGHT.trace_delta_v,
    }


def test_a_hidden_line_and_what_belongs_to_it_stay_away() -> None:
    picture = a_picture(hidden=frozenset({MAGNITUDE, DELTA_V}))
    words = words_on(picture)
    assert not {"6.3 g at 49 ms", "Δv km/h", "|a| horizontal"} & set(words)
    assert LIGHT.trace_delta_v not in lines_on(picture)


def test_a_saturated_sensor_is_shaded_and_named() -> None:
    assert "sensor limit 4 g" in words_on(a_picture(a_curve(full_scale_g=4.0, saturated=True)))
    assert 'fill-opacity="0.3"' in svg_of(a_picture(a_curve(full_scale_g=4.0, saturated=True)))
    assert 'fill-opacity="0.3"' not in svg_of(a_picture(a_curve(full_scale_g=16.0)))


@pytest.mark.parametrize(
    ("rest_s", "said"),
    [
        (4.0, "stands still from 4.0 s →"),
        (59.9, "stands still from 59.9 s →"),
        (60.0, "stands still 1 min after the impact →"),
        (7295.0, "stands still 2 h 1 min after the impact →"),
    ],
)
def test_standstill_after_the_curve_is_said_at_its_end(rest_s: float, said: str) -> None:
    words = words_on(a_picture(standstill_s=rest_s))
    assert said in words
    assert "stands still" not in words


def test_only_the_stretch_that_is_shown_is_drawn_and_nothing_leaves_the_picture() -> None:
    steps = lines_on(a_picture(shown=(0.0195, 0.0805)))[LIGHT.trace_x]
    assert len(steps) == 61, "one for each millisecond"
    every = [step for line in lines_on(a_picture(a_curve(30_000), shown=(-0.1, 29.8))).values() for step in line]
    assert all(0 <= x <= WIDTH_PX and 0 <= y <= HEIGHT_PX for _kind, x, y in every)


def test_many_samples_become_few_steps_and_the_peak_stays() -> None:
    picture = a_picture(a_curve(30_000), shown=(-0.1, 29.8))
    steps = lines_on(picture)[LIGHT.trace_x]
    assert len(steps) < 6_000
    top = min(y for _kind, _x, y in lines_on(a_picture(a_curve(30_000), shown=(-0.1, 0.4)))[LIGHT.text])
    assert min(y for _kind, _x, y in lines_on(picture)[LIGHT.text]) == pytest.approx(top, abs=0.2)


@pytest.mark.parametrize("count", [600, 30_000])
def test_a_hole_stays_open(count: int) -> None:
    data = a_curve(count)
    hole = int(count / 2) * 2
    samples = data.samples[:hole] + b"\x00\x80" * 50 + data.samples[hole + 100 :]
    steps = lines_on(a_picture(CurveData(data.header, samples), shown=(-0.1, count / 1000 - 0.1)))[LIGHT.trace_x]
    assert [kind for kind, _x, _y in steps].count("M") == 2


def test_without_times_there_are_numbers_of_samples() -> None:
    words = words_on(a_picture(a_curve(rate_hz=None), shown=(0.0, 599.0), standstill_s=0.3))
    assert "samples, rate not known" in words
    assert "6.3 g" in words
    assert not [word for word in words if "impact " in word and "ms" in word]


def test_it_speaks_the_language_of_the_screen() -> None:
    i18n.set_language("nl")
    try:
        words = words_on(a_picture())
    finally:
        i18n.set_language("en")
    assert "seconds after the impact" not in words
    assert "2,5" in " ".join(words)
