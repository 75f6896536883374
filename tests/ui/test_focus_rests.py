"""A control that goes away, a question that is over, a field that is left: Space is NEXT and the strip has its keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.api.commands import AnswerFact
from app.domain.contact import CallOutcome
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from tests.support.answers import an_asking_case
from tests.support.cases import a_call, a_message, ago, an_order, my_case
from tests.ui.test_open_desk import Desk, opened, the_case
from ui.actions import ActionId
from ui.contact.view import ContactView
from ui.first_minute.view import FirstMinuteView
from ui.notes.view import NotesView
from ui.orders.view import OrdersView
from ui.queue.view import QueueView
from ui.shell.slots import Slot
from ui.timeline.view import TimelineView
from ui.widgets.offer_button import OfferButton


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    yield from opened(Desk(qapp), qapp, qtbot)


def part(desk: Desk, kind: type[QWidget]) -> QWidget:
    found = desk.window.findChild(kind)
    assert isinstance(found, kind)
    return found


def walk_to(desk: Desk, wanted: QWidget) -> None:
    """Press Tab until the focus is there."""
    for _step in range(200):
        if wanted.hasFocus():
            return
        QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {wanted}")


def the_call(desk: Desk) -> ContactView:
    contact = part(desk, ContactView)
    assert isinstance(contact, ContactView)
    return contact


def in_a_call(desk: Desk) -> QAbstractButton:
    """Open a case with a call and put the focus on its first answer."""
    desk.open(the_case(NextKind.SAY_OUTCOME, 4, calls=(a_call(),)))
    assert desk.actions.trigger(ActionId.CALL_OUTCOME)
    answer: QAbstractButton = next(iter(the_call(desk).call.outcomes.buttons.values()))
    walk_to(desk, answer)
    return answer


def test_a_panel_that_vanishes_hands_the_focus_to_no_other_button(desk: Desk) -> None:
    in_a_call(desk)
    ended = the_case(NextKind.CALL_DRIVER, 5, calls=(a_call(outcome=CallOutcome.NO_ANSWER, ended_at=ago(1)),))
    desk.desk.navigator.show(ended)
    desk.clock.advance(5)
    assert not the_call(desk).call.isVisible()
    assert not isinstance(QApplication.focusWidget(), QAbstractButton | QLineEdit | QPlainTextEdit)
    assert desk.press(Qt.Key.Key_Space) == "start_call", "Space is NEXT"


def test_a_button_that_is_greyed_hands_the_focus_to_no_other(desk: Desk) -> None:
    answer = in_a_call(desk)
    answer.setEnabled(False)
    assert not isinstance(QApplication.focusWidget(), QAbstractButton | QLineEdit | QPlainTextEdit)


def test_tab_still_walks_from_button_to_button(desk: Desk) -> None:
    answer = in_a_call(desk)
    QTest.keyClick(answer, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QAbstractButton)
    assert not answer.hasFocus()


def test_a_button_put_in_focus_by_the_program_keeps_it_when_another_goes(desk: Desk) -> None:
    answer = in_a_call(desk)
    others = [button for button in the_call(desk).call.outcomes.buttons.values() if button is not answer]
    others[0].hide()
    assert answer.hasFocus()


@pytest.mark.parametrize("name", ["provider", "eta"])
def test_esc_leaves_the_fields_of_the_tow(desk: Desk, name: str) -> None:
    desk.open(my_case(orders=(an_order(),)))
    assert desk.actions.trigger(ActionId.TOW)
    orders = part(desk, OrdersView)
    assert isinstance(orders, OrdersView)
    field: QLineEdit = getattr(next(iter(orders.cards.values())), name)
    walk_to(desk, field)
    assert desk.press(Qt.Key.Key_F5) == "", "a key of the desk is dead in a field"
    desk.press(Qt.Key.Key_Escape)
    assert not field.hasFocus()
    assert desk.press(Qt.Key.Key_F5) == "start_call"


@pytest.mark.parametrize(("state", "rests"), [(OrderState.OFFERED, False), (OrderState.ACCEPTED, True)])
def test_a_truck_that_is_accepted_gives_the_keys_back(desk: Desk, state: OrderState, rests: bool) -> None:
    desk.open(the_case(NextKind.PLACE_TOW_BY_HAND, 4, orders=(an_order(),)))
    orders = part(desk, OrdersView)
    assert isinstance(orders, OrdersView)
    card = next(iter(orders.cards.values()))
    assert desk.actions.trigger(ActionId.TOW)
    QTest.keyClicks(card.provider, "Depannage Noels")
    field = card.eta if rests else card.provider
    walk_to(desk, field)
    QTest.keyClicks(field, "+25" if rests else "")
    assert desk.press(Qt.Key.Key_Return) == "change_order"
    desk.answer(the_case(NextKind.CALL_AGAIN, 5, orders=(an_order(state=state, provider="Depannage Noels"),)))
    assert field.hasFocus() is not rests
    assert (desk.press(Qt.Key.Key_Space) == "start_call") is rests


def the_strip(desk: Desk) -> FirstMinuteView:
    first = part(desk, FirstMinuteView)
    assert isinstance(first, FirstMinuteView)
    return first


def test_the_question_has_its_keys_again_after_a_confirmation(desk: Desk) -> None:
    desk.open(an_asking_case(messages=(a_message(),)))
    assert the_strip(desk).strip.hasFocus()
    assert desk.actions.trigger(ActionId.SMS)
    assert not the_strip(desk).strip.hasFocus()
    assert desk.press(Qt.Key.Key_Return) == "mark_sent_by_hand"
    assert desk.press(Qt.Key.Key_Y) == "answer_fact"


def test_the_question_has_its_keys_again_after_the_hand_over(desk: Desk) -> None:
    desk.open(an_asking_case())
    assert desk.actions.trigger(ActionId.HAND_OVER)
    assert not the_strip(desk).strip.hasFocus()
    assert desk.press(Qt.Key.Key_Space) == ""
    assert desk.press(Qt.Key.Key_Return) == "hand_over"
    desk.answer(an_asking_case())
    assert desk.press(Qt.Key.Key_Y) == "answer_fact"


def test_the_question_has_its_keys_after_a_click_on_call(desk: Desk) -> None:
    desk.open(an_asking_case())
    queue = part(desk, QueueView)
    assert isinstance(queue, QueueView)
    queue.list.setFocus()
    QTest.mouseClick(the_call(desk).people.cards[0].call, Qt.MouseButton.LeftButton)
    assert desk.backend.last.what == "start_call"
    desk.answer(an_asking_case(calls=(a_call(),)))
    assert the_strip(desk).strip.hasFocus()
    assert desk.press(Qt.Key.Key_N) == "answer_fact"


def test_the_question_has_its_keys_wherever_nothing_else_has_the_focus(desk: Desk) -> None:
    desk.open(an_asking_case(calls=(a_call(),)))
    assert desk.actions.trigger(ActionId.CALL_OUTCOME)
    assert not the_strip(desk).strip.hasFocus()
    assert desk.press(Qt.Key.Key_N) == "answer_fact"
    command = desk.backend.last.command
    assert isinstance(command, AnswerFact)
    assert command.value is False


def test_a_letter_in_a_field_answers_nothing(desk: Desk) -> None:
    desk.open(an_asking_case())
    assert desk.actions.trigger(ActionId.NOTE)
    assert desk.press(Qt.Key.Key_Y) == ""


def test_a_saved_note_leaves_the_field(desk: Desk) -> None:
    desk.open(my_case())
    assert desk.actions.trigger(ActionId.NOTE)
    notes = part(desk, NotesView)
    assert isinstance(notes, NotesView)
    QTest.keyClicks(notes.field, "wacht op de vrouw")
    assert desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == "write_note"
    assert notes.field.hasFocus(), "it is not stored yet"
    desk.answer(my_case())
    assert not notes.field.hasFocus()
    assert desk.press(Qt.Key.Key_F5) == "start_call"


def test_a_note_that_is_emptied_by_hand_stays_in_the_field(desk: Desk) -> None:
    desk.open(my_case())
    assert desk.actions.trigger(ActionId.NOTE)
    notes = part(desk, NotesView)
    assert isinstance(notes, NotesView)
    QTest.keyClicks(notes.field, "w")
    QTest.keyClick(notes.field, Qt.Key.Key_Backspace)
    assert notes.field.toPlainText() == ""
    assert notes.field.hasFocus()


def test_a_panel_that_vanishes_behind_another_window_hands_the_focus_to_no_button(desk: Desk, qtbot: QtBot) -> None:
    in_a_call(desk)
    phone = QWidget()
    qtbot.addWidget(phone)
    phone.show()
    phone.activateWindow()
    qtbot.waitUntil(phone.isActiveWindow)
    desk.desk.navigator.show(the_case(NextKind.CALL_DRIVER, 5))
    desk.clock.advance(5)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    assert not isinstance(QApplication.focusWidget(), QAbstractButton | QLineEdit | QPlainTextEdit)


STANDING = (ActionId.CLOSE_CASE, ActionId.HAND_OVER, ActionId.SMS)
"""What opens a question that stands until it is answered: two panels, and the box of NEXT."""


def leave_buttons(desk: Desk) -> list[str]:
    """What shows Esc now."""
    return [one.text() for one in desk.window.findChildren(OfferButton) if one.is_waiting_for("Esc")]


@pytest.mark.parametrize("action", STANDING)
@pytest.mark.parametrize("elsewhere", ["rest", "timeline", "empty field"])
def test_esc_leaves_what_stands_from_anywhere_in_the_case(desk: Desk, action: ActionId, elsewhere: str) -> None:
    desk.open(my_case(messages=(a_message(),)))
    assert desk.actions.trigger(action)
    assert len(leave_buttons(desk)) == 1
    notes, timeline = part(desk, NotesView), part(desk, TimelineView)
    assert isinstance(notes, NotesView)
    assert isinstance(timeline, TimelineView)
    if elsewhere == "rest":
        desk.window.rest_focus()
    else:
        desk.window.show_tab(Slot.TIMELINE if elsewhere == "timeline" else Slot.NOTES)
        (timeline.list if elsewhere == "timeline" else notes.field).setFocus()
    for _press in range(2 if elsewhere == "empty field" else 1):
        assert desk.press(Qt.Key.Key_Escape) == ""
    assert leave_buttons(desk) == []


def test_esc_in_a_field_with_words_only_leaves_the_field(desk: Desk) -> None:
    desk.open(my_case(messages=(a_message(),)))
    assert desk.actions.trigger(ActionId.NOTE)
    notes = part(desk, NotesView)
    assert isinstance(notes, NotesView)
    QTest.keyClicks(notes.field, "wacht")
    assert desk.actions.trigger(ActionId.CLOSE_CASE)
    notes.field.setFocus()
    desk.press(Qt.Key.Key_Escape)
    assert (len(leave_buttons(desk)), notes.field.toPlainText()) == (1, "wacht")


def test_enter_hands_over_from_the_list_of_what_happened(desk: Desk) -> None:
    desk.open(an_asking_case())
    assert desk.actions.trigger(ActionId.HAND_OVER)
    assert desk.press(Qt.Key.Key_Space) == ""
    timeline = part(desk, TimelineView)
    assert isinstance(timeline, TimelineView)
    desk.window.show_tab(Slot.TIMELINE)
    timeline.list.setFocus()
    assert desk.press(Qt.Key.Key_Return) == "hand_over"
