"""Nobody leaves with cases in hand by mistake, and no claim ends without a word."""

import pytest

from app.domain.case import CaseState
from tests.support.backend import FakeBackend
from tests.support.cases import a_full_case, a_queue_row
from tests.support.contract import a_claim, a_snapshot, me
from ui.rows import Rows
from ui.shell.leaving import LeaveQuestion, LeavingPresenter


class Screen:
    """The question, and whoever leaves."""

    def __init__(self) -> None:
        self.asked: list[LeaveQuestion] = []
        self.said: list[str] = []
        self.left = 0
        self.backend, rows = FakeBackend(), Rows()
        rows.replace(
            a_snapshot(
                a_queue_row("m2", claim=a_claim(), plate=None),
                a_queue_row("m1", claim=a_claim()),
                a_queue_row("o1", claim=a_claim(desk="desk-2")),
                a_queue_row("d1", claim=a_claim(), state=CaseState.CLOSED),
                a_queue_row("w1"),
            )
        )
        self.rows = rows
        self.leaving = LeavingPresenter(self, me(), rows, self.backend, self.said.append)

    def ask(self, question: LeaveQuestion) -> None:
        self.asked.append(question)

    def go(self) -> None:
        self.left += 1


@pytest.fixture
def screen() -> Screen:
    return Screen()


def test_with_empty_hands_one_leaves_at_once(screen: Screen) -> None:
    screen.rows.replace(a_snapshot(a_queue_row("w1")))
    screen.leaving.leave(screen.go)
    assert (screen.left, screen.asked) == (1, [])


def test_the_cases_in_hand_are_named_once(screen: Screen) -> None:
    screen.leaving.leave(screen.go)
    (asked,) = screen.asked
    assert (asked.sentence, asked.cases) == (
        "You still hold 2 cases.",
        ("2031-m1  1-ABC-234", "2031-m2  plate unknown"),
    )
    assert (screen.left, screen.backend.asked) == (0, [])


def test_kept_cases_are_not_touched(screen: Screen) -> None:
    screen.leaving.leave(screen.go)
    screen.leaving.keep_all()
    assert (screen.left, screen.backend.asked) == (1, [])


def test_who_stays_stays(screen: Screen) -> None:
    screen.leaving.leave(screen.go)
    screen.leaving.back()
    screen.leaving.keep_all()
    assert screen.left == 0


def test_one_leaves_when_every_case_was_given_back(screen: Screen) -> None:
    screen.leaving.leave(screen.go)
    screen.leaving.release_all()
    first, second = screen.backend.asked
    assert [(one.what, one.about) for one in (first, second)] == [("release_case", "m1"), ("release_case", "m2")]
    first.done(a_full_case())
    assert screen.left == 0
    second.refused("not_yours")
    assert screen.left == 1


@pytest.mark.parametrize("code", ["call_running", ""])
def test_a_case_that_could_not_be_given_back_keeps_one_here_and_is_said(screen: Screen, code: str) -> None:
    screen.leaving.leave(screen.go)
    screen.leaving.release_all()
    first, second = screen.backend.asked
    if code:
        first.refused(code)
    else:
        first.unavailable()
    second.done(a_full_case())
    assert screen.left == 0
    assert len(screen.said) == 1
    assert screen.said[0].startswith("Not left: a case could not be given back. ")


def test_given_back_meanwhile_one_leaves(screen: Screen) -> None:
    screen.leaving.leave(screen.go)
    screen.rows.replace(a_snapshot())
    screen.leaving.release_all()
    assert screen.left == 1
