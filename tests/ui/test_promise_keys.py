"""Promises by the keys of the whole desk: made, seen as NEXT, ticked; a case closed over one; all without a mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.api.cases import CaseDetail
from app.api.commands import CloseCase
from app.api.promises import MakePromise
from app.domain.case import Outcome
from app.domain.next_step import NextKind
from app.domain.promise import PromisedTo, PromiseKind
from tests.support.answers import an_asking_case
from tests.support.cases import a_promise, a_queue_row, ago, an_order, my_case, tow_ways
from tests.ui.test_open_desk import Desk, opened
from ui.actions import ActionId


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    yield from opened(Desk(qapp), qapp, qtbot)


def promised(kind: NextKind, **changes: object) -> CaseDetail:
    return my_case(kind, "p1", orders=(), promises=(a_promise("p1", **changes),))


def test_f11_a_digit_and_enter_promise_and_space_ticks_what_is_due(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"))
    desk.open(my_case(NextKind.NOTHING, orders=()))
    assert desk.press(Qt.Key.Key_F11) == ""
    assert desk.press(Qt.Key.Key_1) == ""
    assert desk.press(Qt.Key.Key_Return) == "make_promise"
    command = desk.backend.last.command
    assert isinstance(command, MakePromise)
    assert (command.kind, command.to) == (PromiseKind.CALL_BACK, PromisedTo.DRIVER)
    desk.answer(promised(NextKind.KEEP_PROMISE, due_at=ago(30)))
    assert not isinstance(QApplication.focusWidget(), QAbstractButton | QLineEdit), "the form is gone: Space is NEXT"
    assert desk.press(Qt.Key.Key_Space) == "", "shown first"
    assert desk.press(Qt.Key.Key_Return) == "keep_promise"


def test_what_is_typed_after_f11_is_what_is_promised_and_answers_nothing(desk: Desk) -> None:
    """With a question of the first minute standing, "u" answered it and the space did what is NEXT."""
    desk.fill(a_queue_row("c1"))
    desk.open(an_asking_case())
    assert desk.actions.is_enabled(ActionId.NOT_KNOWN)
    desk.press(Qt.Key.Key_F11)
    assert desk.press(Qt.Key.Key_Space) == "", "a space begins no words and is no NEXT"
    assert desk.press(Qt.Key.Key_U) == ""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "w vrouw bellen")
    assert field.text() == "uw vrouw bellen"
    assert desk.press(Qt.Key.Key_Return) == "make_promise"
    command = desk.backend.last.command
    assert isinstance(command, MakePromise)
    assert (command.kind, command.text) == (PromiseKind.OTHER, "uw vrouw bellen")


def test_a_case_is_closed_over_its_promise_by_keys_alone(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"))
    desk.open(promised(NextKind.NOTHING))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert desk.press(Qt.Key.Key_Return, both) == ""
    assert desk.press(Qt.Key.Key_1) == ""
    assert desk.press(Qt.Key.Key_Return) == "close_case"
    command = desk.backend.last.command
    assert isinstance(command, CloseCase)
    assert (command.outcome, command.keep) == (Outcome.TRUE_CRASH, ("p1",))


def test_the_follow_up_truck_is_ordered_by_keys_and_space_is_next_again(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"))
    police = tow_ways(is_police=True, was_101_told=True)
    desk.open(my_case(NextKind.NOTHING, orders=(), tow_ways=police))
    assert desk.press(Qt.Key.Key_F7) == ""
    QTest.keyClicks(QApplication.focusWidget() or desk.window, "depot Heverlee")
    assert desk.press(Qt.Key.Key_Return) == "", "shown first"
    assert desk.press(Qt.Key.Key_Return) == "order_tow_from"
    ordered = my_case(NextKind.PLACE_TOW_BY_HAND, "o1", orders=(an_order(pick_up="depot Heverlee"),), tow_ways=police)
    desk.answer(ordered)
    assert not isinstance(QApplication.focusWidget(), QAbstractButton | QLineEdit)
    assert desk.press(Qt.Key.Key_Space) == ""
    assert isinstance(QApplication.focusWidget(), QLineEdit), "which firm is it?"
