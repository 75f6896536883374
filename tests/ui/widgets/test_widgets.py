"""Small widgets: nothing that matters is lost when space is short, and colour never stands alone."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.verdict import Priority
from tests.support.qt import colours_of, picture_of
from ui.offer import Offer
from ui.theme.tokens import DARK, LIGHT
from ui.widgets.badge import PriorityBadge, paint_badge
from ui.widgets.capped import CappedScroll
from ui.widgets.hatched import HatchedBar
from ui.widgets.languages import LanguageChoice
from ui.widgets.offer_button import OfferButton
from ui.widgets.panel import Panel
from ui.widgets.text import ElidedLabel, MutedLabel

LONG = "Nationalestraat 5, 2000 Antwerpen, richting Luik, ter hoogte van de afrit"


def test_a_long_line_is_shortened_but_whole_for_hover_and_reader(qtbot: QtBot) -> None:
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    assert picture_of(label, QSize(120, 20)) != picture_of(ElidedLabel("Nation"), QSize(120, 20))
    assert (label.text(), label.toolTip(), label.accessibleName()) == (LONG, LONG, LONG)
    assert label.minimumSizeHint().width() <= 0


def test_priorities_differ_in_more_than_colour(qtbot: QtBot) -> None:
    assert qtbot is not None
    masks = []
    for priority in Priority:
        image = QImage(92, 52, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_badge(painter, QRectF(0, 0, 92, 52), priority, LIGHT)
        painter.end()
        ink = LIGHT.priority(priority)[1].lower()
        masks.append([image.pixelColor(x, y).name() == ink for x in range(92) for y in range(52)])
    assert masks[0] != masks[1] != masks[2] != masks[0]
    assert all(any(mask) for mask in masks)


def test_a_badge_is_hidden_until_it_has_a_priority_and_says_its_word(qtbot: QtBot) -> None:
    badge = PriorityBadge()
    qtbot.addWidget(badge)
    badge.apply_theme(DARK)
    badge.set_priority(None, "")
    assert badge.isHidden()
    badge.set_priority(Priority.ONE, "Priority 1")
    assert (badge.isHidden(), badge.accessibleName()) == (False, "Priority 1")
    assert DARK.critical.lower() in colours_of(picture_of(badge), step_px=1)


def test_a_hatched_bar_stands_only_while_it_has_something_to_say(qtbot: QtBot) -> None:
    bar = HatchedBar()
    qtbot.addWidget(bar)
    bar.apply_theme(LIGHT)
    assert bar.isHidden()
    bar.say("Not confirmed since 14:03")
    assert not bar.isHidden()
    assert len(colours_of(picture_of(bar, QSize(300, 40)), step_px=1)) > 3
    bar.say("")
    assert bar.isHidden()


def test_a_panel_without_a_title_has_no_title_line(qtbot: QtBot) -> None:
    title = MutedLabel("content")
    panel = Panel(title, "Impact")
    qtbot.addWidget(panel)
    with_title = panel.sizeHint().height()
    panel.set_title("")
    assert panel.sizeHint().height() < with_title


def test_a_language_is_one_click_and_named_in_its_own_tongue(qtbot: QtBot) -> None:
    choice = LanguageChoice()
    qtbot.addWidget(choice)
    choice.mark("en")
    buttons = {button.accessibleName(): button for button in choice._buttons.values()}
    assert list(buttons) == ["Nederlands", "Français", "Deutsch", "English"]
    with qtbot.waitSignal(choice.chosen) as sent:
        buttons["Deutsch"].click()
    assert sent.args == ["de"]
    assert buttons["Deutsch"].isChecked()
    assert not buttons["English"].isChecked()


def test_a_grey_button_says_why_and_a_possible_one_what_it_does(qtbot: QtBot) -> None:
    button = OfferButton(key="F5")
    qtbot.addWidget(button)
    assert button.isHidden()
    button.show_offer(Offer("Call", "No number is known."), "Call Jan")
    assert (button.text(), button.isEnabled(), button.toolTip()) == ("Call   [F5]", False, "No number is known.")
    assert button.accessibleDescription() == "No number is known."
    button.show_offer(Offer("Call"), "Call Jan")
    assert (button.isEnabled(), button.toolTip(), button.accessibleName()) == (True, "Call Jan", "Call")
    button.show_offer(None)
    assert not button.isVisible()
    assert button.focusPolicy() is Qt.FocusPolicy.TabFocus, "a click leaves Space to NEXT"


def test_the_dark_half_of_a_flash_shows_the_same_mark(qtbot: QtBot) -> None:
    assert qtbot is not None
    image = QImage(92, 52, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_badge(painter, QRectF(0, 0, 92, 52), Priority.ONE, LIGHT, is_lit=False)
    painter.end()
    assert {LIGHT.critical.lower(), LIGHT.text.lower(), LIGHT.field.lower()} <= colours_of(image, step_px=1)


def lines_in(window: QWidget, count: int) -> CappedScroll:
    content = QWidget()
    column = QVBoxLayout(content)
    for number in range(count):
        column.addWidget(QLabel(f"line {number}"))
    area = CappedScroll(content, 0.3)
    layout = QVBoxLayout(window)
    layout.addWidget(area)
    layout.addStretch(1)
    return area


def test_a_short_text_stands_whole_and_a_long_one_scrolls(qtbot: QtBot) -> None:
    for count, scrolls in ((3, False), (60, True)):
        window = QWidget()
        qtbot.addWidget(window)
        area = lines_in(window, count)
        picture_of(window, QSize(300, 600))
        window.show()
        picture_of(window, QSize(300, 600))
        assert (area.verticalScrollBar().maximum() > 0) is scrolls
        assert area.height() <= 0.3 * 600 + 1


def test_it_grows_and_shrinks_with_its_content(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    area = lines_in(window, 6)
    window.show()
    picture_of(window, QSize(300, 900))
    lines = area.findChildren(QLabel)
    heights = []
    for shown in (6, 1, 6):
        for place, line in enumerate(lines):
            line.setVisible(place < shown)
        for _turn in range(2):
            picture_of(window)
        heights.append(area.height())
    assert heights[0] == heights[2] > heights[1]
