"""The cross-hair and the zoom of the curve, by keys and by mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.cases import an_ecall
from tests.support.curves import a_curve
from tests.support.impact_screen import Screen, on_impact_screen
from ui.impact.plot import CurvePlot


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    yield from on_impact_screen(qapp, qtbot)


@pytest.fixture(name="focused")
def a_plot_with_the_focus(screen: Screen, qtbot: QtBot) -> CurvePlot:
    screen.open(an_ecall(), curve=a_curve(3000))
    screen.view.activateWindow()
    qtbot.waitUntil(screen.view.isActiveWindow)
    screen.view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    return screen.view.plot


def test_the_keys_move_the_cross_hair_from_the_peak_sample_by_sample(focused: CurvePlot) -> None:
    assert "49 ms" in focused.read_out.text(), "it begins at the peak"
    for _press in range(2):
        QTest.keyClick(focused, Qt.Key.Key_Plus)
    focused.show_impacts()
    left, right = focused.shown_times()
    QTest.keyClick(focused, Qt.Key.Key_Right)
    assert f"{(0.049 + (right - left) / 100) * 1000:.0f} ms" in focused.read_out.text()
    QTest.keyClick(focused, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert focused.read_out.text().startswith("-6 ms")
    assert "x " in focused.accessibleDescription()
    QTest.keyClick(focused, Qt.Key.Key_End)
    assert focused.read_out.text().startswith(f"{right * 1000:.0f} ms")


def test_the_curve_follows_a_cross_hair_that_leaves_it_and_stops_at_its_ends(focused: CurvePlot) -> None:
    before = focused.shown_times()
    QTest.keyClick(focused, Qt.Key.Key_End)
    QTest.keyClick(focused, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    after = focused.shown_times()
    assert after[1] > before[1]
    assert after[1] - after[0] == pytest.approx(before[1] - before[0])
    for _press in range(60):
        QTest.keyClick(focused, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert focused.read_out.text().startswith("2899 ms"), "the last sample"


def test_plus_and_minus_zoom_around_the_cross_hair_and_0_shows_everything(focused: CurvePlot) -> None:
    focused.show_impacts()
    left, right = focused.shown_times()
    QTest.keyClick(focused, Qt.Key.Key_Plus)
    closer = focused.shown_times()
    assert closer[1] - closer[0] == pytest.approx((right - left) / 2)
    assert closer[0] < 0.049 < closer[1]
    QTest.keyClick(focused, Qt.Key.Key_Minus)
    assert focused.shown_times() == pytest.approx((left, right))
    for _press in range(30):
        QTest.keyClick(focused, Qt.Key.Key_Plus)
    assert focused.shown_times()[1] - focused.shown_times()[0] == pytest.approx(0.008), "eight samples"
    QTest.keyClick(focused, Qt.Key.Key_0)
    assert focused.shown_times()[1] >= 2.899


def test_the_cross_hair_goes_with_the_focus(focused: CurvePlot, screen: Screen) -> None:
    assert focused.read_out.isVisible()
    screen.view.zoom_whole.setFocus()
    assert not focused.read_out.isVisible()


def test_the_wheel_zooms_around_the_mouse_and_a_double_click_shows_everything(screen: Screen) -> None:
    screen.open(an_ecall(), curve=a_curve(3000))
    screen.view.grab()
    plot, view = screen.view.plot, screen.drawn.getViewWidget()
    before = plot.shown_times()
    place = view.mapFromScene(screen.drawn.vb.sceneBoundingRect().center())
    for _turn in range(3):
        turn = QWheelEvent(
            QPointF(place),
            QPointF(view.viewport().mapToGlobal(place)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - not turned round; Qt takes it by place only
        )
        QApplication.sendEvent(view.viewport(), turn)
    after = plot.shown_times()
    assert after[1] - after[0] < before[1] - before[0]
    assert sum(after) == pytest.approx(sum(before), abs=0.05), "around the mouse"
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert plot.shown_times()[1] >= 2.899
