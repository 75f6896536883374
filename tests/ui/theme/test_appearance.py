"""One look everywhere: Fusion, our palette, our font, our icons."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import ACTIONS
from ui.theme import fonts, icons
from ui.theme.appearance import Appearance, dress
from ui.theme.palette import style_sheet_of
from ui.theme.tokens import DARK, LIGHT, Tokens

OPAQUE = 255
UI = Path(__file__).parents[3] / "ui"


@pytest.fixture
def appearance(qapp: QApplication) -> Iterator[Appearance]:
    yield Appearance(qapp, dark=False)
    qapp.setStyleSheet("")


def test_toggle_exchanges_palette_and_tells(qapp: QApplication, appearance: Appearance) -> None:
    seen: list[Tokens] = []
    appearance.observe(seen.append)
    appearance.toggle()
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    appearance.toggle()
    appearance.forget(seen.append)
    appearance.toggle()
    assert seen == [LIGHT, DARK, LIGHT]


def test_disabled_text_is_readable(qapp: QApplication, appearance: Appearance) -> None:
    assert not appearance.tokens.is_dark
    disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled.name().upper() == LIGHT.muted


def test_the_font_is_ours_and_large_enough(qapp: QApplication, appearance: Appearance) -> None:
    assert appearance.tokens is LIGHT
    assert QFontInfo(qapp.font()).family() == fonts.FAMILY
    assert qapp.font().pointSizeF() >= 10
    assert fonts.sized(qapp.font(), 0.5).pointSizeF() >= 10


def test_style_sheets_have_every_colour_filled_in() -> None:
    assert "$" not in style_sheet_of(LIGHT) + style_sheet_of(DARK)


@pytest.mark.parametrize("name", sorted({action.icon for action in ACTIONS if action.icon} | {"sun"}))
@pytest.mark.usefixtures("qapp")
def test_every_icon_of_the_table_is_there_and_takes_its_colour(name: str) -> None:
    image = icons.pixmap(name, "#B3261E", 36).toImage()
    pixels = (image.pixelColor(x, y) for x in range(36) for y in range(36))
    inked = [pixel for pixel in pixels if pixel.alpha() == OPAQUE]
    assert inked
    assert {pixel.name() for pixel in inked} <= {"#b3261e", "#b3261d", "#b2261d"}


def test_a_change_dresses_the_windows_over_the_sheet_of_the_application(qapp: QApplication, qtbot: QtBot) -> None:
    appearance = Appearance(qapp, dark=False)
    window, inside = QWidget(), QWidget()
    inside.setParent(window)
    qtbot.addWidget(window)
    appearance.toggle()
    assert (window.styleSheet(), inside.styleSheet()) == (style_sheet_of(DARK), "")
    assert window.updatesEnabled()
    late = QWidget()
    qtbot.addWidget(late)
    dress(late, appearance.tokens)
    assert late.styleSheet() == style_sheet_of(DARK), "one that is made after the change"
    appearance.toggle()
    assert window.styleSheet() == ""
    qapp.setStyleSheet("")


class Painted(QWidget):
    """Counts how often it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def has_been_painted_since(self, times: int) -> bool:
        return self.times > times

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - named by Qt
        self.times += 1
        super().paintEvent(event)


def test_a_change_of_look_is_one_turn_in_which_everybody_is_told(qapp: QApplication, qtbot: QtBot) -> None:
    appearance = Appearance(qapp, dark=False)
    window = QWidget()
    qtbot.addWidget(window)
    seen: list[tuple[Tokens, bool]] = []
    appearance.observe(lambda tokens: seen.append((tokens, window.updatesEnabled())))
    appearance.toggle()
    assert seen == [(LIGHT, True), (DARK, True)]
    qapp.setStyleSheet("")


def test_a_window_is_painted_after_changes_of_look_that_follow_each_other(qapp: QApplication, qtbot: QtBot) -> None:
    appearance = Appearance(qapp, dark=False)
    window = Painted()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.times > 0)
    for turns in ((False, False, False), (True, False, True), (True, True, True)):
        for lets_a_turn_pass in turns:
            before = window.times
            window.update()
            appearance.toggle()
            assert window.updatesEnabled()
            if lets_a_turn_pass:
                qapp.processEvents()
        qtbot.waitUntil(partial(window.has_been_painted_since, before))
    qapp.setStyleSheet("")


def test_no_window_is_ever_forbidden_to_paint() -> None:
    """One that is when Qt asks it to paint stays unpainted for good, while the keys go on acting."""
    guilty = [source.name for source in UI.rglob("*.py") if "setUpdatesEnabled" in source.read_text()]
    assert guilty == []


@pytest.mark.qt_log_ignore("This plugin does not support raise", "This plugin does not support grabbing the keyboard")
@pytest.mark.parametrize("count", [2, 3, 5, 8])
@pytest.mark.parametrize("at", ["top", "bottom"])
def test_a_list_of_choices_opens_whole(qapp: QApplication, qtbot: QtBot, count: int, at: str) -> None:
    """Of three kinds of gateway the third stood there in half, under an arrow."""
    window = QWidget()
    qtbot.addWidget(window)
    appearance = Appearance(qapp, dark=False)
    appearance.observe(lambda tokens: dress(window, tokens))
    box = QComboBox(window)
    box.addItems([f"kind {number}" for number in range(count)])
    window.resize(300, 80)
    screen = window.screen().availableGeometry()
    window.move(screen.left(), screen.top() if at == "top" else screen.bottom() - 60)
    window.show()
    window.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    box.showPopup()
    QApplication.processEvents()
    view = box.view()
    rows = sum(view.sizeHintForRow(row) for row in range(count))
    assert view.viewport().height() >= rows
    assert view.verticalScrollBar().maximum() == 0
    box.hidePopup()
