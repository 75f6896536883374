"""What needs attention leads where it can be dealt with, by mouse and by keys, however often it is painted."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ids import CaseId
from ui.actions import ActionId
from ui.shell.alert_strip import AlertStrip
from ui.shell.state import Alert, Level

ONE, TWO = CaseId("c1"), CaseId("c2")
HAND = Alert(Level.CRITICAL, "2 things to do by hand", ONE)
STALE = Alert(Level.HIGH, "Case 7: the desk of Piet is silent", TWO)
NOTHING = Alert(Level.NOTICE, "By hand, no automatic channel: SMS, tow")
KEPT = Alert(Level.HIGH, "3 messages are kept aside", ActionId.QUARANTINE)


class Strip:
    def __init__(self, qtbot: QtBot, *alerts: Alert, width: int = 900) -> None:
        self.window, self.strip = QWidget(), AlertStrip()
        self.window.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.strip)
        layout.addStretch(1)
        qtbot.addWidget(self.window)
        self.chosen: list[object] = []
        self.strip.chosen.connect(self.chosen.append)
        self.window.resize(width, 300)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.strip.show_alerts(alerts)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    @property
    def focused(self) -> str:
        return next((chip.accessibleName() for chip in self.strip.chips if chip.hasFocus()), "")


def test_a_click_goes_there_and_takes_no_focus(qtbot: QtBot) -> None:
    strip = Strip(qtbot, HAND, STALE, NOTHING)
    for chip in strip.strip.chips:
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert strip.chosen == [ONE, TWO]
    assert strip.focused == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_arrows_walk_over_what_leads_somewhere_and_a_key_goes_there(qtbot: QtBot, key: Qt.Key) -> None:
    strip = Strip(qtbot, HAND, NOTHING, STALE)
    strip.strip.take_focus()
    assert strip.focused == HAND.text
    strip.press(Qt.Key.Key_Right)
    assert strip.focused == STALE.text
    strip.press(Qt.Key.Key_Right)
    assert strip.focused == HAND.text
    strip.press(Qt.Key.Key_Left)
    strip.press(key)
    assert strip.chosen == [TWO]
    assert strip.focused == "", "Space is NEXT again"


def test_with_nothing_that_leads_somewhere_the_keys_stay_where_they_are(qtbot: QtBot) -> None:
    strip = Strip(qtbot, NOTHING)
    strip.strip.take_focus()
    assert strip.focused == ""


def test_who_walks_in_it_stays_with_what_it_speaks_of(qtbot: QtBot) -> None:
    strip = Strip(qtbot, HAND, STALE)
    strip.strip.take_focus()
    more = Alert(Level.CRITICAL, "3 things to do by hand", ONE)
    strip.strip.show_alerts((Alert(Level.CRITICAL, "No link"), KEPT, STALE, more))
    assert strip.focused == more.text
    strip.press(Qt.Key.Key_Return)
    assert strip.chosen == [ONE]


def test_what_is_over_takes_no_other_case_under_the_keys(qtbot: QtBot) -> None:
    strip = Strip(qtbot, HAND, STALE)
    strip.strip.take_focus()
    strip.strip.show_alerts((STALE, KEPT))
    assert strip.focused == ""
    strip.press(Qt.Key.Key_Return)
    assert strip.chosen == []


def test_a_button_goes_up_on_the_same_that_it_went_down_on(qtbot: QtBot) -> None:
    strip = Strip(qtbot, STALE)
    chip = strip.strip.chips[0]
    QTest.mousePress(chip, Qt.MouseButton.LeftButton)
    strip.strip.show_alerts((HAND, STALE))
    QTest.mouseRelease(chip, Qt.MouseButton.LeftButton)
    assert strip.chosen == [TWO]


MANY = tuple(
    Alert(Level.HIGH, f"Case {number}: the desk of Piet is silent", CaseId(f"c{number}")) for number in range(9)
)
LONG = Alert(Level.HIGH, "How VIVIUM reads the doubts of its conditions cannot be used. " * 4)
HINT = Alert(Level.HIGH, "F5 does nothing inside a text field. Esc leaves the field.", is_hint=True)


def shown(strip: Strip) -> list[str]:
    """What stands in sight, in the order of its places."""
    QApplication.processEvents()
    chips = [chip for chip in strip.strip.chips if chip.alert is not None and chip.isVisible()]
    return [chip.accessibleName() for chip in sorted(chips, key=lambda one: (one.y(), one.x()))]


@pytest.mark.parametrize("alerts", [(), (HAND,), (HAND, STALE, NOTHING), MANY, (LONG,), (*MANY, HINT)])
@pytest.mark.parametrize("width", [500, 1366])
def test_it_is_one_line_high_whatever_it_says(qtbot: QtBot, alerts: tuple[Alert, ...], width: int) -> None:
    strip = Strip(qtbot, width=width)
    QApplication.processEvents()
    empty = strip.strip.height()
    strip.strip.show_alerts(alerts)
    QApplication.processEvents()
    assert strip.strip.isVisible()
    assert strip.strip.height() == strip.strip.board.height() == empty
    seen = [chip for chip in strip.strip.chips if chip.isVisible()]
    assert bool(seen) is bool(alerts)
    assert all(chip.geometry().right() <= width and chip.width() > 100 for chip in seen)


def test_what_has_no_room_is_counted_and_shown_by_a_click(qtbot: QtBot) -> None:
    strip = Strip(qtbot, *MANY)
    seen = shown(strip)
    assert seen == [alert.text for alert in MANY[: len(seen)]]
    assert 0 < len(seen) < len(MANY)
    assert strip.strip.more.isVisible()
    below = strip.strip.height()
    QTest.mouseClick(strip.strip.more, Qt.MouseButton.LeftButton)
    assert shown(strip) == [alert.text for alert in MANY]
    assert (strip.strip.height(), strip.strip.board.height() > below) == (below, True)
    QApplication.sendEvent(strip.strip.board, QEvent(QEvent.Type.Leave))
    assert not strip.strip.is_unfolded


def test_keys_show_all_of_it_until_they_leave(qtbot: QtBot) -> None:
    strip = Strip(qtbot, *MANY)
    strip.strip.take_focus()
    for _step in range(len(MANY) - 1):
        strip.press(Qt.Key.Key_Right)
    assert strip.focused == MANY[-1].text
    strip.strip.show_alerts((HAND, *MANY))
    assert strip.strip.is_unfolded, "it is painted every second"
    strip.press(Qt.Key.Key_Escape)
    assert (strip.focused, strip.strip.is_unfolded) == ("", False)
    strip.strip.take_focus()
    strip.window.setFocus()
    QApplication.processEvents()
    assert not strip.strip.is_unfolded


def test_what_was_just_said_has_its_place_among_many(qtbot: QtBot) -> None:
    strip = Strip(qtbot, HAND, HINT, *MANY)
    seen = shown(strip)
    assert (seen[0], seen[-1]) == (HAND.text, HINT.text)
    chip = next(one for one in strip.strip.chips if one.alert == HINT)
    assert not chip.is_cut(chip.width())


def test_a_long_one_is_cut_in_the_line_and_breaks_into_lines_when_unfolded(qtbot: QtBot) -> None:
    strip = Strip(qtbot, LONG, width=400)
    (chip,) = strip.strip.chips
    assert chip.is_cut(chip.width())
    assert chip.toolTip() == LONG.text
    strip.strip.take_focus()
    assert chip.width() <= 400
    assert chip.height() > 3 * chip.fontMetrics().height()
