"""The list changes only what changed, so that nothing slides under a finger."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from tests.support.cases import a_queue_row
from tests.support.contract import NOW
from ui.queue.model import LINE_ROLE, QueueModel
from ui.queue.rows import case_line
from ui.queue.state import Head, Hint, Line, Mark, Row, Section, Weight


def row(case: str) -> Row:
    return case_line(a_queue_row(case), Section.WAITING, NOW, is_open=False)


HEAD, HINT = Head(Section.WAITING, "Waiting", 0, is_folded=False), Hint("No one is waiting.")
LINES = tuple(row(f"c{number}") for number in range(6))


def shown(model: QueueModel) -> list[Line]:
    return [model.index(place).data(LINE_ROLE) for place in range(model.rowCount())]


@given(st.lists(st.permutations(LINES).flatmap(lambda lines: st.integers(0, 6).map(lambda n: lines[:n]))))
def test_it_shows_what_it_was_given_whatever_it_showed_before(steps: list[list[Row]]) -> None:
    model = QueueModel()
    for lines in steps:
        model.set_lines(tuple(lines))
        assert shown(model) == lines


def test_a_marked_line_keeps_its_mark_wherever_it_goes() -> None:
    model = QueueModel()
    model.set_lines(LINES)
    chosen = QPersistentModelIndex(model.index(3))
    model.set_lines((row("new"), LINES[3], LINES[0], LINES[5]))
    assert chosen.row() == 1
    model.set_lines((LINES[0],))
    assert not chosen.isValid()


def test_a_ticking_clock_touches_one_line_only() -> None:
    model = QueueModel()
    model.set_lines(LINES)
    touched: list[int] = []
    model.dataChanged.connect(lambda first, last: touched.extend((first.row(), last.row())))
    for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.modelReset):
        signal.connect(lambda: touched.append(-1))
    ticked = replace(LINES[2], clock="0:08")
    assert not model.set_lines((*LINES[:2], ticked, *LINES[3:]))
    assert touched == [2, 2]


def test_more_words_may_make_a_line_higher() -> None:
    model = QueueModel()
    model.set_lines((HINT, LINES[0]))
    marked = replace(LINES[0], marks=(Mark("impact 2", Weight.HIGH),))
    assert model.set_lines((HINT, marked))
    assert model.set_lines((Hint("Only a late record waits, below."), marked))
    assert not model.set_lines((HEAD, Hint("Only a late record waits, below."), marked))


def test_qt_finds_no_fault_in_it(qtmodeltester: ModelTester) -> None:
    model = QueueModel()
    model.set_lines((HEAD, HINT, *LINES))
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped


@pytest.mark.parametrize(("line", "text"), [(HEAD, "Waiting, 0"), (HINT, HINT.text), (LINES[0], LINES[0].spoken)])
def test_a_screen_reader_reads_the_line(line: Line, text: str) -> None:
    model = QueueModel()
    model.set_lines((line,))
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == text


def test_a_hint_cannot_be_chosen() -> None:
    model = QueueModel()
    model.set_lines((HEAD, HINT))
    assert model.index(0).flags() & Qt.ItemFlag.ItemIsSelectable
    assert not model.index(1).flags() & Qt.ItemFlag.ItemIsSelectable
    assert model.data(QModelIndex()) is None
    assert model.rowCount(model.index(0)) == 0
    assert (model.place_of("case:c9"), model.line_at(9)) == (-1, None)
