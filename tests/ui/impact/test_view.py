"""The curve as it is drawn: what is on it, in both themes, and what is not there before a curve is shown."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import BlowInfo
from tests.support.cases import an_ecall
from tests.support.curves import a_curve
from tests.support.impact_screen import Screen, on_impact_screen
from tests.support.qt import colours_of, picture_of, unnamed_controls
from ui.impact.samples import DELTA_V, MAGNITUDE
from ui.impact.view import ImpactView
from ui.saving import FileKind
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    yield from on_impact_screen(qapp, qtbot)


def test_the_desk_starts_without_numpy_and_pyqtgraph() -> None:
    program = (
        "import sys, ui.impact.view, ui.impact.presenter;sys.exit(bool({'numpy', 'pyqtgraph'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 - our own code


def test_the_lines_are_the_clauses_own_and_the_labels_their_numbers(screen: Screen) -> None:
    screen.open(an_ecall(), curve=a_curve(signal_g=3.5, tow_g=5.0))
    assert {3.5, -3.5, 5.0, -5.0} <= screen.levels()
    assert "E-call from 3.5 g" in screen.texts()
    assert "tow above 5 g" in screen.texts()


def test_the_peak_is_what_was_measured_and_impacts_are_marked(screen: Screen) -> None:
    screen.open(an_ecall(), curve=a_curve(impacts_s=(0.0, 0.3)))
    assert "6.3 g at 49 ms" in screen.texts()
    assert "impact 1" in screen.texts()
    assert "impact 2" in screen.texts()


def test_a_sensor_at_its_limit_is_shaded_and_in_sight(screen: Screen) -> None:
    screen.open(an_ecall(saturated=True, peak_g=8.0), curve=a_curve(full_scale_g=8.0, saturated=True))
    assert "sensor limit 8 g" in screen.texts()
    assert "≥ 8.0 g" in screen.texts()
    assert screen.shaded_above() == {8.0}
    assert screen.drawn.vb.viewRange()[1][1] > 8.0
    screen.open(an_ecall(peak_g=6.4), curve=a_curve(full_scale_g=16.0))
    assert screen.shaded_above() == {16.0}
    assert screen.drawn.vb.viewRange()[1][1] < 16.0, "not reached: the curve needs the room"
    assert "sensor limit" not in screen.texts()


def test_the_traces_have_their_colours_in_both_themes(qapp: QApplication, screen: Screen) -> None:
    screen.open(an_ecall(), curve=a_curve())
    colours = colours_of(picture_of(screen.view.plot), step_px=1)
    assert {LIGHT.field.lower(), LIGHT.trace_delta_v.lower()} <= colours
    screen.appearance = Appearance(qapp, dark=True)
    screen.view.apply_theme(screen.appearance.tokens)
    colours = colours_of(picture_of(screen.view.plot), step_px=1)
    assert {DARK.field.lower(), DARK.trace_delta_v.lower()} <= colours
    assert LIGHT.field.lower() not in colours


def test_a_line_can_be_hidden_and_stays_hidden_with_the_next_curve(screen: Screen) -> None:
    screen.open(an_ecall(), curve=a_curve())
    everything = picture_of(screen.view.plot)
    screen.view.channels[MAGNITUDE].click()
    without = picture_of(screen.view.plot)
    assert without != everything
    screen.open(an_ecall(peak_g=6.4), curve=a_curve(peak_g=6.4))
    screen.view.channels[MAGNITUDE].click()
    assert picture_of(screen.view.plot) != without


def test_without_delta_v_there_is_no_such_line(screen: Screen) -> None:
    data = a_curve(channels=("x", "y", "z"), lsb=(0.001, 0.001, 0.001))
    screen.open(an_ecall(delta_v_kmh=None), curve=data)
    assert not screen.view.channels[DELTA_V].isVisible()
    assert screen.view.channels["x"].isVisible()


def test_without_a_rate_there_are_numbers_instead_of_times(screen: Screen) -> None:
    screen.open(an_ecall(sample_rate_hz=None), curve=a_curve(rate_hz=None))
    assert "samples, rate not known" in screen.texts()
    assert " ms" not in screen.texts()


def test_the_axes_speak_the_language_of_the_screen_and_a_size_is_never_negative(screen: Screen) -> None:
    screen.open(an_ecall(), curve=a_curve())
    bottom, right = screen.drawn.getAxis("bottom"), screen.drawn.getAxis("right")
    assert bottom.tickStrings([0.5], 1.0, 0.5) == ["0.5"]
    i18n.set_language("nl")
    assert bottom.tickStrings([0.5], 1.0, 0.5) == ["0,5"]
    assert right.tickStrings([-5.0, 0.0, 5.0], 1.0, 5.0) == ["", "0", "5"]


def test_the_same_curve_again_keeps_the_zoom(screen: Screen) -> None:
    screen.open(an_ecall(), curve=a_curve(3000))
    first = screen.view.plot.shown_times()
    screen.view.zoom_whole.click()
    whole = screen.view.plot.shown_times()
    assert whole[1] > first[1]
    screen.open(an_ecall())
    assert screen.view.plot.shown_times() == pytest.approx(whole)
    screen.view.zoom_impact.click()
    assert screen.view.plot.shown_times() == pytest.approx(first)


def test_what_is_waited_for_is_said(screen: Screen) -> None:
    assert screen.view.waiting.text() == "No case is open."
    screen.open(an_ecall(has_curve=False))
    assert "has not sent its trace" in screen.view.waiting.text()
    assert not screen.view.retry.isVisible()
    screen.open(an_ecall())
    screen.backend.last.unavailable()
    assert screen.view.retry.isVisible()
    screen.view.retry.click()
    assert screen.view.waiting.text() == "The curve is being read …"
    screen.backend.last.done(a_curve())
    assert not screen.view.waiting.isVisible()
    assert screen.view.plot.isVisible()


def test_another_crash_can_be_chosen(screen: Screen) -> None:
    screen.open(an_ecall("e1", peak_g=7.0), an_ecall("e2", peak_g=3.0), curve=a_curve())
    assert [button.text() for button in screen.view.choices.values()] == ["impact 1", "impact 2"]
    next(button for button in screen.view.choices.values() if not button.isChecked()).click()
    assert screen.backend.last.about == "e2"


def test_the_values_under_the_mouse_are_said(screen: Screen) -> None:
    screen.open(an_ecall(), curve=a_curve())
    screen.view.plot.point_at(0.05)
    assert "50 ms" in screen.view.plot.read_out.text()
    assert "x -6." in screen.view.plot.read_out.text()
    assert screen.view.plot.read_out.isVisible()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_and_every_control_has_a_name(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.open(an_ecall("e1"), an_ecall("e2", peak_g=3.0), curve=a_curve())
    screen.view.retranslate()
    screen.presenter.refresh()
    QApplication.processEvents()
    assert unnamed_controls(screen.view) == []
    assert screen.view.minimumSizeHint().width() <= 480
    assert screen.view.plot.accessibleName()


def test_direction_and_every_blow_are_shown_when_they_are_known(screen: Screen) -> None:
    blow = BlowInfo(after_ms=0.0, peak_g=6.3, duration_ms=82.0, delta_v_kmh=38.4, clock_direction=11)
    screen.open(an_ecall(pdof_sector_deg=(-41.0, -19.0), blows=(blow, blow)), curve=a_curve())
    assert screen.view.car.isVisible()
    assert screen.view.blows.text().count("\n") == 1
    screen.open(an_ecall("e2", calibrated=False, pdof_sector_deg=(-41.0, -19.0)))
    assert not screen.view.car.isVisible()
    assert not screen.view.blows.isVisible()


BLOW = BlowInfo(after_ms=0.0, peak_g=6.3, duration_ms=82.0, delta_v_kmh=38.4, clock_direction=11)
LOW, VERY_LOW, LOWEST, HIGH = QSize(410, 270), QSize(410, 232), QSize(410, 190), QSize(560, 500)


def visible_parts(view: ImpactView) -> dict[str, QRect]:
    """What stands in the panel, in its own coordinates."""
    parts: dict[str, QWidget] = {
        name: getattr(view, name) for name in ("sentence", "figures", "blows", "brief", "car", "plot", "notes")
    }
    parts |= {"zoom": view.zoom_impact, "zoom out": view.zoom_whole, **view.channels}
    return {
        name: QRect(part.mapTo(view, part.rect().topLeft()), part.size())
        for name, part in parts.items()
        if part.isVisible()
    }


def overlaps(places: dict[str, QRect] | dict[str, QRectF]) -> list[tuple[str, str]]:
    """Which stand on each other."""
    names = sorted(places)
    return [
        (one, other)
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        if places[one].intersects(places[other])  # type: ignore[arg-type]  # both are of one kind
    ]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", [LOW, VERY_LOW, LOWEST])
def test_in_a_low_panel_nothing_stands_on_anything_else(screen: Screen, size: QSize, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    screen.open(an_ecall(pdof_sector_deg=(-41.0, -19.0), blows=(BLOW, BLOW)), curve=a_curve())
    for smaller in (LOW, size):
        screen.resize(smaller)
    parts = visible_parts(screen.view)
    assert {"sentence", "brief", "car", "plot"} <= set(parts)
    assert not {"figures", "blows", "notes"} & set(parts)
    assert screen.view.height() == size.height(), "it asks for no more height than it gets"
    assert overlaps(parts) == []
    assert [name for name, place in parts.items() if not screen.view.rect().contains(place)] == []
    assert parts["sentence"].height() >= screen.view.sentence.heightForWidth(parts["sentence"].width())
    assert parts["plot"].height() >= 68
    assert overlaps(screen.words_on_the_plot()) == []


def test_what_a_low_panel_leaves_out_is_in_the_tool_tip_and_the_read_out(screen: Screen) -> None:
    screen.open(an_ecall(pdof_sector_deg=(-41.0, -19.0), blows=(BLOW, BLOW)), curve=a_curve())
    screen.resize(LOWEST)
    assert screen.words_on_the_plot() == {}
    for label in (screen.view.figures, screen.view.blows, screen.view.notes):
        assert label.text() in screen.view.brief.toolTip()
    screen.view.plot.point_at(0.05)
    assert "E-call from 2.5 g" in screen.view.plot.read_out.text()
    assert "tow above 4 g" in screen.view.plot.read_out.text()
    assert screen.view.plot.rect().contains(screen.view.plot.read_out.geometry())


def test_in_a_high_panel_everything_is_shown(screen: Screen) -> None:
    screen.open(an_ecall(pdof_sector_deg=(-41.0, -19.0), blows=(BLOW, BLOW)), curve=a_curve())
    screen.resize(VERY_LOW)
    screen.resize(HIGH)
    parts = visible_parts(screen.view)
    shown = {"sentence", "figures", "blows", "car", "plot", "zoom", "zoom out"}
    assert shown | ({"notes"} if screen.view.notes.text() else set()) <= set(parts)
    assert "brief" not in parts
    assert overlaps(parts) == []
    words = screen.words_on_the_plot()
    levels = {"E-call from 2.5 g", "tow above 4 g"}
    assert set(words) == levels | {"6.3 g at 49 ms", "impact", "stands still from 4.0 s →"}
    assert overlaps(words) == []
    screen.view.plot.point_at(0.05)
    assert "tow above" not in screen.view.plot.read_out.text()


@pytest.mark.parametrize("peak_g", [6.3, 12.0, 25.0])
@pytest.mark.parametrize("height", [300, 340, 400, 500])
def test_words_on_the_curve_are_never_on_each_other_nor_cut_off(screen: Screen, height: int, peak_g: float) -> None:
    screen.open(an_ecall(peak_g=peak_g), curve=a_curve(peak_g=peak_g))
    for width in (410, 560):
        screen.resize(QSize(width, height))
        for zoom in (screen.view.zoom_whole, screen.view.zoom_impact):
            zoom.click()
            words = screen.words_on_the_plot()
            assert overlaps(words) == []
            area = screen.drawn.vb.sceneBoundingRect()
            assert [name for name, place in words.items() if not area.contains(place)] == []


def test_standstill_is_marked_on_the_curve_or_at_its_end(screen: Screen) -> None:
    still = an_ecall(standstill=True, standstill_since=an_ecall().occurred_at + timedelta(seconds=0.3))
    screen.open(still, curve=a_curve())
    screen.resize(HIGH)
    assert "stands still" in screen.words_on_the_plot()
    for _press in range(3):
        screen.view.plot.point_at(0.0)
        QTest.keyClick(screen.view.plot, Qt.Key.Key_Plus)
    assert "stands still" not in screen.words_on_the_plot()
    assert "stands still from 0.3 s →" in screen.words_on_the_plot()


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_is_saved_as_it_is_on_the_screen_and_on_white(
    qapp: QApplication, screen: Screen, qtbot: QtBot, tmp_path: Path, dark: bool
) -> None:
    screen.appearance = Appearance(qapp, dark=dark)
    screen.view.apply_theme(screen.appearance.tokens)
    screen.open(an_ecall(), curve=a_curve(3000))
    screen.view.channels[MAGNITUDE].click()
    for kind in (FileKind.PNG, FileKind.SVG):
        screen.view.save.click()
        screen.files.places.choose(tmp_path / f"x.{kind}", kind)
    qtbot.waitUntil((tmp_path / "x.png").exists)
    image = QImage(str(tmp_path / "x.png"))
    assert image.size() == QSize(1800, 960)
    colours = colours_of(image, step_px=1)
    assert image.pixelColor(5, 5).name() == LIGHT.field.lower()
    assert {LIGHT.muted.lower(), LIGHT.critical.lower()} <= colours
    svg = (tmp_path / "x.svg").read_text()
    assert LIGHT.trace_delta_v in svg
    assert "|a| horizontal" not in svg
    for person in ("1-ABC-234", "Jan Peeters", "356307042441013", "Bertem", "22:14"):
        assert person not in svg


def test_words_keep_off_the_traces_where_there_is_room(screen: Screen) -> None:
    screen.open(an_ecall(peak_g=6.3), curve=a_curve(peak_g=6.3))
    for width in (410, 560, 760):
        screen.resize(QSize(width, 360))
        words = screen.words_on_the_plot()
        zero = screen.drawn.vb.mapViewToScene(QPointF(0.0, 0.0)).y()
        for level in ("E-call from 2.5 g", "tow above 4 g"):
            assert words[level].right() > screen.drawn.vb.sceneBoundingRect().right() - 12, "where the crash is over"
            assert words[level].bottom() < zero


@pytest.mark.parametrize("peak_g", [12.0, 25.0])
def test_a_level_too_near_to_the_trace_is_named_below_zero(screen: Screen, peak_g: float) -> None:
    screen.open(an_ecall(peak_g=peak_g), curve=a_curve(peak_g=peak_g))
    screen.resize(QSize(410, 300))
    words = screen.words_on_the_plot()
    zero = screen.drawn.vb.mapViewToScene(QPointF(0.0, 0.0)).y()
    assert words["E-call from 2.5 g"].top() > zero
    assert words["tow above 4 g"].bottom() < zero
    assert overlaps(words) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [404, 560])
def test_no_word_of_the_tools_is_cut_in_a_narrow_panel(screen: Screen, language: str, width: int) -> None:
    """A window of its own would not become so narrow; a splitter lets its panels."""
    i18n.set_language(language)
    holder = QWidget()
    screen.view.setParent(holder)
    screen.view.setGeometry(0, 0, width, 420)
    holder.show()
    screen.view.retranslate()
    screen.open(an_ecall(), curve=a_curve())
    QApplication.processEvents()
    buttons = (screen.view.zoom_impact, screen.view.zoom_whole, screen.view.save)
    cut = [one.text() for one in buttons if one.width() < one.minimumSizeHint().width()]
    i18n.set_language("en")
    screen.view.setParent(None)
    assert cut == []
