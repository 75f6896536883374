"""The NEXT box: Enter confirms only what is shown, Esc drops it, and the focus goes nowhere by itself."""

from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.queue import QueueRow
from app.domain.next_step import NextKind
from tests.support.backend import FakeClock
from tests.support.cases import a_queue_row, my_case
from tests.support.contract import me
from tests.support.qt import colours_of, picture_of
from ui.actions import ActionId, Actions
from ui.confirmation import Confirmation
from ui.next_step.presenter import NextPresenter
from ui.next_step.view import NextView
from ui.shell.keys import FocusKeepsItsKeys
from ui.shell.slots import Slot
from ui.shell.view import MainWindow
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

TEXT = "VIVIUM Bijstand: uw wagen meldde een schok. Bel ons aub terug op +32 2 406 00 00."
COLUMN = QSize(310, 700)


class Queue:
    """Who waits, and the navigator."""

    def __init__(self) -> None:
        self.row: QueueRow | None = None
        self.opened: list[object] = []

    def top_waiting(self) -> QueueRow | None:
        return self.row

    def first_before(self, at_hand: QueueRow) -> QueueRow | None:
        del at_hand
        return None

    def mine_before(self, row: QueueRow) -> QueueRow | None:
        del row
        return None

    def first_in_need(self, besides: object = None) -> QueueRow | None:
        row = self.top_waiting()
        return None if row is None or row.case_id == besides else row

    def open_case(self, case_id: object) -> None:
        self.opened.append(case_id)


class Desk:
    """The box in a real window, with its presenter and the keys."""

    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.actions, self.view, self.clock, self.queue = Actions(), NextView(), FakeClock(), Queue()
        self.done: list[str] = []
        for action_id in (ActionId.CALL, ActionId.SMS, ActionId.TOW, ActionId.NO_TOW):
            self.actions.connect(action_id, partial(self.done.append, str(action_id)))
        self.window = MainWindow(self.actions)
        self.presenter = NextPresenter(self.view, me(), self.clock, self.queue, self.queue)
        self.view.connect_to(self.presenter)
        self.presenter.connect(self.actions)
        self.window.place(Slot.NEXT, self.view)
        self.appearance.observe(self.window.apply_theme)
        self.filter = FocusKeepsItsKeys(application)

    def press(self, key: Qt.Key) -> list[str]:
        self.done.clear()
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        return list(self.done)

    def ask(self) -> None:
        """Show an SMS that a person sends by hand."""
        lines = ("+32 470 12 34 56", TEXT)
        self.presenter.ask(
            Confirmation("Send this SMS", lines, "I have sent it", lambda: self.done.append("sent"), copy=TEXT)
        )


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qapp)
    desk.window.resize(1400, 800)
    desk.window.show()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    desk.presenter.on_case(my_case(NextKind.CALL_DRIVER))
    desk.clock.advance(5)
    yield desk
    shiboken6.delete(desk.filter)
    i18n.set_language("en")
    shiboken6.delete(desk.window)
    qapp.setStyleSheet("")


def test_space_and_the_button_do_the_same(desk: Desk) -> None:
    assert desk.press(Qt.Key.Key_Space) == ["call"]
    desk.done.clear()
    QTest.mouseClick(desk.view.act, Qt.MouseButton.LeftButton)
    assert desk.done == ["call"]
    desk.clock.advance(5)
    assert desk.press(Qt.Key.Key_Space) == ["call"], "a click leaves Space to NEXT"


def test_the_button_shows_its_key(desk: Desk) -> None:
    assert desk.view.act.text() == "Call   [Space]"
    assert desk.view.act.accessibleName() == "Call"


def test_enter_confirms_what_is_shown_and_only_once(desk: Desk) -> None:
    desk.ask()
    assert desk.view.confirmation.hasFocus()
    assert TEXT in desk.view.confirmation.accessibleName()
    assert desk.press(Qt.Key.Key_Return) == ["sent"]
    assert not desk.view.confirmation.isVisible()
    assert desk.press(Qt.Key.Key_Return) == []


def test_enter_of_the_number_pad_confirms_too(desk: Desk) -> None:
    desk.ask()
    QTest.keyClick(desk.view.confirmation, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert desk.done == ["sent"]


def test_escape_drops_it(desk: Desk) -> None:
    desk.ask()
    assert desk.press(Qt.Key.Key_Escape) == []
    assert not desk.view.confirmation.isVisible()
    assert desk.press(Qt.Key.Key_Return) == []


def test_after_the_question_space_is_next_again(desk: Desk) -> None:
    desk.ask()
    desk.press(Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert not desk.view.isAncestorOf(focus), "it rests, on no button of the box"
    desk.clock.advance(5)
    assert desk.press(Qt.Key.Key_Space) == ["call"]


def test_the_buttons_of_the_question_act(desk: Desk) -> None:
    desk.ask()
    QTest.mouseClick(desk.view.confirmation.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == TEXT
    assert desk.view.confirmation.copy.text() == "Copied"
    QTest.mouseClick(desk.view.confirmation.dismiss, Qt.MouseButton.LeftButton)
    assert not desk.view.confirmation.isVisible()
    desk.ask()
    QTest.mouseClick(desk.view.confirmation.confirm, Qt.MouseButton.LeftButton)
    assert desk.done == ["sent"]


def test_enter_presses_the_ringed_button_of_the_question(desk: Desk) -> None:
    desk.ask()
    desk.view.confirmation.dismiss.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(Qt.Key.Key_Return)
    assert (desk.view.confirmation.isVisible(), desk.done) == (False, [])
    desk.ask()
    desk.view.confirmation.confirm.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(Qt.Key.Key_Return)
    assert desk.done == ["sent"]


def test_what_to_say_stands_with_its_language(desk: Desk) -> None:
    assert desk.view.spoken.isVisible()
    desk.presenter.on_case(my_case(NextKind.CLOSE))
    assert not desk.view.spoken.isVisible()


def test_a_grey_button_says_why(desk: Desk) -> None:
    desk.actions.set_enabled(ActionId.CALL, enabled=False)
    assert not desk.view.act.isEnabled()
    assert desk.view.act.toolTip() == "Not possible now."
    assert desk.view.act.accessibleDescription() == "Not possible now."


def test_send_a_tow_has_its_other_answer_beside_it(desk: Desk) -> None:
    desk.presenter.on_case(my_case(NextKind.ASK_TOW))
    assert desk.view.beside.isVisible()
    QTest.mouseClick(desk.view.beside, Qt.MouseButton.LeftButton)
    assert desk.done == ["no_tow"]


def test_no_plate_is_broken_over_two_lines(desk: Desk) -> None:
    """And a screen reader spells it as it is."""
    desk.presenter.on_case(None)
    desk.queue.row = a_queue_row("w1", plate="1-OEF-001")
    desk.presenter.refresh()
    assert "1\u2011OEF\u2011001" in desk.view.sentence.text()
    assert "1-OEF-001" in desk.view.sentence.accessibleName()


def test_who_waits_is_painted_loud_in_both_themes(desk: Desk) -> None:
    desk.queue.row = a_queue_row("w1")
    desk.presenter.refresh()
    assert LIGHT.critical.lower() in colours_of(picture_of(desk.view), step_px=2)
    desk.appearance.choose(dark=True)
    assert DARK.critical.lower() in colours_of(picture_of(desk.view), step_px=2)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_its_column_in_every_language(desk: Desk, language: str) -> None:
    i18n.set_language(language)
    desk.window.retranslate()
    for kind in NextKind:
        desk.presenter.on_case(my_case(kind))
        desk.ask()
        picture_of(desk.view)
        assert desk.view.minimumSizeHint().width() <= COLUMN.width() - 16, kind
        desk.presenter.dismiss()


def test_a_click_on_who_waits_opens_that_case(desk: Desk) -> None:
    desk.queue.row = a_queue_row("w1")
    desk.presenter.refresh()
    QTest.mouseClick(desk.view.waiting, Qt.MouseButton.RightButton)
    assert desk.queue.opened == []
    QTest.mouseClick(desk.view.waiting, Qt.MouseButton.LeftButton)
    assert desk.queue.opened == ["w1"]


def test_space_brings_enter_back_to_the_question(desk: Desk) -> None:
    desk.ask()
    desk.window.setFocus()
    desk.clock.advance(5)
    assert desk.press(Qt.Key.Key_Space) == []
    assert desk.press(Qt.Key.Key_Return) == ["sent"]


def test_what_speaks_against_it_stands_red_above_what_leaves(desk: Desk) -> None:
    box = desk.view.confirmation
    desk.presenter.ask(Confirmation("Order", ("PLACE: unknown",), "Order it", lambda: None, warning="Place unknown"))
    assert box.warning.isVisible()
    assert (box.warning.text(), box.accessibleName()) == ("▲ Place unknown", "Order. Place unknown. PLACE: unknown")
    assert LIGHT.critical.lower() in box.warning.styleSheet().lower()
    desk.ask()
    assert not box.warning.isVisible()
