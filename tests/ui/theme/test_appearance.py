"""One look everywhere: Fusion, our palette, our font, our icons."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import ACTIONS
from ui.theme import fonts, icons
from ui.theme.appearance import Appearance, dress
from ui.theme.palette import style_sheet_of
from ui.theme.tokens import DARK, LIGHT, Tokens

OPAQUE = 255


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


def test_nothing_is_painted_between_the_sheet_and_who_is_told(qapp: QApplication, qtbot: QtBot) -> None:
    turns: list[Callable[[], None]] = []
    appearance = Appearance(qapp, dark=False, later=turns.append)
    window = QWidget()
    qtbot.addWidget(window)
    seen: list[tuple[Tokens, bool]] = []
    appearance.observe(lambda tokens: seen.append((tokens, window.updatesEnabled())))
    appearance.toggle()
    assert not window.updatesEnabled()
    turns.pop()()
    assert seen == [(LIGHT, True), (DARK, False)]
    turns.pop()()
    assert window.updatesEnabled()
    qapp.setStyleSheet("")
