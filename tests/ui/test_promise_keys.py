"""Promises by the keys of the whole desk: made, seen as NEXT, ticked; and a case closed over one, all without a mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.cases import CaseDetail
from app.api.commands import CloseCase
from app.api.promises import MakePromise
from app.domain.case import Outcome
from app.domain.next_step import NextKind
from app.domain.promise import PromisedTo, PromiseKind
from tests.support.cases import a_promise, a_queue_row, ago, my_case
from tests.ui.test_open_desk import Desk, opened


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
    desk.window.setFocus()
    assert desk.press(Qt.Key.Key_Space) == "", "shown first"
    assert desk.press(Qt.Key.Key_Return) == "keep_promise"


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
